#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The checks must turn red for a driver that falsifies a field, for every field of
# every object. Needs a driver built with KIN_MUTATE. Run by kfixture.
# usage: mutate.sh [OBJECT...]	of none: of all that this kernel has
. /tests/lib/tap.sh
. /tests/lib/modules.sh
parameter=/sys/module/kintrospect/parameters/mutate
# shellcheck disable=SC2046 # words
[ $# -gt 0 ] || set -- $(ktruth -l | cut -f 1)
: "${1:?ktruth -l lists no object}"

# What holds still: nothing moves, so nothing is forgiven.
check() { ktruth -q -s "$1"; }

# green OBJECT: on a busy host something may move in any look, so one of 20 has to fit.
green() {
	local try
	for try in {1..20}; do check "$1" && return; done
	echo "# $1: red in $try tries" >&2
	return 1
}

# The names come from the driver itself, over an interface that is not falsified
# then; that no field is forgotten there is for the check of `fields`.
printf none >"$parameter"
# A process that never holds still is checked for all that. storm TRIES: what is wrong in
# 16 looks, with each of the storms held in its turn, is wrong.
storm() {
	# shellcheck disable=SC2016 # the storm's own environment
	tries=$1 kstorm ids,thread sh -c 'ktruth -q -n "$tries" -p "${KSTORM%% *}" tasks'
}

storm 60 >/dev/null
ok "tasks: the check of a storm is green for an honest driver"
for field in comm policy class nice prio pgrp egid; do
	printf %s "tasks.$field" >"$parameter" || echo "# cannot falsify tasks.$field"
	storm 16 >/dev/null
	[ $? = 1 ]
	ok "tasks.$field: the check of a storm is red when it is falsified"
	printf none >"$parameter"
done

for object; do
	green "$object" >/dev/null
	ok "$object: the check is green for an honest driver"
	while read -r field; do
		printf %s "$object.$field" >"$parameter" || echo "# cannot falsify $object.$field"
		check "$object" >/dev/null
		[ $? = 1 ]
		ok "$object.$field: the check is red when it is falsified"
		printf none >"$parameter"
	done < <(awk -F '\t' -v object="$object" '$1 == object { print $2 }' \
		/sys/kernel/debug/kintrospect/fields)
done
echo "1..$count"
