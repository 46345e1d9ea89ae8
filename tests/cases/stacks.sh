#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# stacks while processes and threads come and go, and for those who may not trace
# everybody.
. /tests/lib/tap.sh

[ -e /proc/planted_stack ] || insmod /files/planted_stack.ko || exit
kstorm fork,exec,thread,ids,read ktruth -q stacks
ok "what holds still is right while processes and threads come and go"

setpriv --reuid 1000 --regid 1000 --clear-groups sleep 1000 &
pid=$!
until [ "$(stat -c %u /proc/$pid)" = 1000 ] && grep -q '(sleep) S' /proc/$pid/stat; do :; done
kintro stacks pid=$pid | grep -q nanosleep
ok "who may trace a process sees where it waits"
few=(setpriv --bounding-set=-sys_ptrace --inh-caps=-sys_ptrace)
"${few[@]}" kintro stacks pid=$pid >/tmp/said 2>&1
[ $? = 5 ] && grep -q CAP_SYS_PTRACE /tmp/said
ok "who may not is told so, as by /proc/PID/stack"
! "${few[@]}" cat /proc/$pid/stack >/dev/null 2>&1
ok "which does not show it either"
setpriv --bounding-set=-syslog --inh-caps=-syslog kintro stacks pid=$pid -o +return-addr --json >/tmp/said
[ "$(jq -c '[.stacks[].return_addr] | unique' /tmp/said)" = '[null]' ]
ok "addresses are for those with CAP_SYSLOG"
kill $pid

echo "1..$count"
