#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What holds may cost, with a driver built with KIN_METER: no row is lost or twice and every
# value is right however short holds are, and none goes on when it is to end.
. /tests/lib/tap.sh
. /tests/lib/modules.sh
# those that the driver keeps itself are dumped without a hold
# shellcheck disable=SC2046 # words
set -- $(ktruth -l | cut -f 1 | grep -vxE 'fields|stats')
: "${1:?ktruth -l lists no object}"
units=/sys/module/kintrospect/parameters/meter_hold_units

run() {
	"$@" >"$tmp/tap" 2>&1
	local status=$?
	merge "$tmp/tap"
	ok "$*: came to its end" [ $? = 0 ]
	return $status
}

run kfixture kholds keys "$@"
run kmany threads 700 kholds keys tasks sched
run kmany vmas 3000 kholds keys vmas
run kmany tasks 300 kholds cpus 512
run kholds slabs

# Values: sums and walks that are resumed. What is capped by the bound is not among them.
echo 60 >$units
run kfixture ktruth tasks tasks:threads vas vmas modules slabs sched runqueues vmalloc
# A process that is shown by its last thread, found in many holds.
kmany dead 300 ktruth -q tasks vas vmas
ok "tasks, vas, vmas: right after 300 dead threads, however short holds are"
echo 2048 >$units

# Two lists of free blocks that are too long for a hold, and all else as it is.
kholds reset
ktruth buddy >"$tmp/tap" 2>&1
merge "$tmp/tap"
run kholds meter buddy
kholds reset
for object; do kintro "$object" --all-fields --json >/dev/null 2>&1; done
run kholds meter "$@"
kholds show | sed 's/^/# /'
echo "1..$count"
