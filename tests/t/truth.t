#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 90
# limit: 2700
#
# Every field of every row against an independent source, at rest and under churn.
set -e
modules=$(tests/vm/modules 6.1)
exec tests/vm/run --modules zram --files "$modules" -- "/tests/lib/suite.sh /tests/cases/truth.sh /tests/cases/truth-churn.sh /tests/cases/truth-load.sh /tests/cases/truth-load-vmalloc.sh /tests/cases/slabs.sh /tests/cases/stacks.sh /tests/cases/sched.sh /tests/cases/totals.sh /tests/cases/reuse.sh /tests/cases/dead-threads.sh"
