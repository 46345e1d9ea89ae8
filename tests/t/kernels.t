#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 700
# limit: 14400
#
# Every field of every object at rest and under load, the same rows by every way, and
# unloading, on every kernel and architecture; with KINTRO_GRID=all, as `make check-all`
# has it, all that runs in a guest, on more kernels.
exec tests/grid "${KINTRO_GRID:-core}"
