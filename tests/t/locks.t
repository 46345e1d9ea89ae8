#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: debug
# time: 150
# limit: 900
#
# The objects of locks where there are any: each check turns red for a driver that
# falsifies a field, and the same rows come by every way. That they are right is part of
# debug.t.
set -e
kfix=$(tests/kfix/build debug)
driver=$(tests/vm/driver --variant mutate --cflags -DKIN_MUTATE debug)
exec tests/vm/run --kernel debug --driver "$driver" --memory 2048 --params proc=1 --timeout 850 \
	--files "$(dirname "$kfix")" -- '/tests/lib/suite.sh \
	"/tests/contract/mutate-locks.sh 1 lock-edges lock-chains held-locks" \
	"/tests/contract/mutate-locks.sh 0 locks lock-points" \
	"kparity locks lock-points lock-edges lock-chains held-locks"'
