#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# On a kernel with debugfs=off on its command line: every object by netlink and by the
# files in /proc, and words for who looks for the others.
. /tests/lib/tap.sh

reload() { rmmod kintrospect && insmod "/lib/modules/$(uname -r)/extra/kintrospect.ko" "$@"; }
ends() { # ends STATUS COMMAND...
	local status=$1
	shift
	"$@" >"$tmp/out" 2>"$tmp/err"
	ok "$* ends with $status" test $? = "$status"
}

ok "there is no debugfs" test ! -e /sys/kernel/debug/kintrospect
objects=$(kintro fields --csv --no-header -o object | uniq)
ok "there are objects" test "$(wc -w <<<"$objects")" -ge 20
for object in $objects; do
	kintro "$object" --via=netlink --json >"$tmp/json" 2>"$tmp/err"
	rc=$?
	if [ $rc = 4 ]; then
		ok "$object: netlink says what the kernel does not have" grep -q CONFIG_ "$tmp/err"
		ok "$object: so does its file" grep -q '^# unavailable: .*CONFIG_' "/proc/kintrospect/${object//-/_}"
	else
		ok "$object by netlink" jq -e ".${object//-/_} | type == \"array\"" "$tmp/json"
		ok "$object has a file in /proc" test "$(head -n 1 "/proc/kintrospect/${object//-/_}" | grep -c '[a-z]')" = 1
	fi
done
ok "kintro --via=debugfs reads the files in /proc" test \
	"$(kintro tasks pid=1 --via=debugfs --json | jq -r '.source + .tasks[0].comm')" = debugfsinit
ok "the driver is loaded without these" reload
ends 2 kintro tasks --via=debugfs
ok "then it says what is wrong" grep -q debugfs "$tmp/err"
ok "and kintro by itself takes another way" kintro tasks
ok "the driver is loaded as before" reload proc=1
kintro doctor >"$tmp/out" 2>&1
ok "doctor is content" test $? = 0
ok "and knows of debugfs" grep -q debugfs "$tmp/out"
echo "1..$count"
