#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 60
# limit: 2700
#
# kintro sched --matrix on many CPUs.
exec tests/vm/run --cpus 20 --modules zram -- kfixture /tests/kintro/matrix.sh
