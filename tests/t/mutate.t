#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 200
# limit: 2700
#
# The checks themselves under test: with a driver that falsifies a field, each must
# turn red.
set -e
modules=$(tests/vm/modules 6.1)
driver=$(tests/vm/driver --variant mutate --cflags -DKIN_MUTATE 6.1)
exec tests/vm/run --driver "$driver" --memory 640 --timeout 2500 --modules zram --files "$modules" -- \
	kfixture /tests/contract/mutate.sh
