#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 40
# limit: 600
#
# Who may see what, on netlink, debugfs and proc. Lockdown comes last: it cannot be
# lowered again.
exec tests/vm/run --params proc=1 --modules zram -- "/tests/lib/suite.sh 'kfixture kgates' 'kgates lockdown'"
