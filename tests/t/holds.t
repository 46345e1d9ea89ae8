#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 200
# limit: 900
#
# Lock holds and RCU sections are bounded by what they cost: with a driver that counts it,
# on a kernel whose tasks' memory is per CPU.
set -e
modules=$(tests/vm/modules 7.3)
driver=$(tests/vm/driver --variant meter --cflags -DKIN_METER 7.3)
exec tests/vm/run --kernel 7.3 --driver "$driver" --memory 1024 --timeout 850 --modules zram \
	--files "$modules" -- "/tests/cases/holds.sh"
