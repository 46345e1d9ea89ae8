#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 120
# limit: 2700
#
# Who may see what, on netlink, debugfs and proc, and that no byte of what is hidden gets
# out. Lockdown comes last: it cannot be lowered again.
exec tests/vm/run --params proc=1 --modules zram -- "/tests/lib/suite.sh 'kfixture kgates' \
	'kfixture kleak' 'kfixture ktext' 'kfixture kquiet' \
	'rmmod kintrospect && modprobe kintrospect proc=1 lookup=0 && kfixture kgates nolookup' \
	'rmmod kintrospect && modprobe kintrospect proc=1 && kgates lockdown' \
	'kquiet lockdown'"
