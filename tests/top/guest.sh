#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# In the guest: kintro-top against the live driver, as text and on a terminal.
set -u
. /tests/lib/tap.sh
export LC_ALL=C.UTF-8

ok "two samples" sh -c "kintro-top -b -n 2 -d 1 >$tmp/out"
ok "both have tasks" is "$(grep -c '^tasks: [1-9]' "$tmp/out")" 2
sleeper() { sleep 1000 & pid=$!; }
sleeper
# Of one task, the same as kintro says.
ok "the same rows as kintro's" is \
	"$(kintro-top -b -n 1 --filter "pid=$pid" -o pid,ppid,comm,start-time-ns --bytes | tail -n 2 | tr -s ' ')" \
	"$(kintro tasks "pid=$pid" -o pid,ppid,comm,start-time-ns --bytes --no-header | tr -s ' ')"
ok "users are numbers for a script" is \
	"$(kintro-top -b -n 1 --filter "pid=$pid" -o pid,uid | tail -n 2 | awk '{ print $2; exit }')" 0
kintro vmas "pid=$pid" -o start-addr,end-addr,perms --no-header >"$tmp/vmas"
kintro-top -b -n 1 --view=vas --pid="$pid" -o start-addr,end-addr,perms |
	grep '^0x' >"$tmp/top"
ok "the same mappings" cmp "$tmp/vmas" "$tmp/top"
for object in $(kintro help | sed -n '/^Objects/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
	ok "$object as a table" sh -c "kintro-top -b -n 1 --view=$object -p $pid >/dev/null"
done
for view in tasks vas kernel memory slab vmalloc sched locks self objects; do
	ok "view $view" sh -c "kintro-top -b -n 1 --view=$view -p $pid >/dev/null"
done
# The meters, of what the driver says.
unusable() { # ORDER: as /proc/buddyinfo has it
	awk -v order="$1" '{ for (i = 5; i <= NF; i++) {
			all += $i * 2 ^ (i - 5)
			small += (i - 5 < order) * $i * 2 ^ (i - 5)
		} }
		END { print 100 * small / all }' /proc/buddyinfo
}
fragmentation() {
	local words
	words=$(kintro-top -b -n 1 | grep '^fragmentation: ')
	echo "$words; order 3 $(unusable 3), order 9 $(unusable 9)"
	echo "$words" | awk -v a="$(unusable 3)" -v b="$(unusable 9)" '
		{ x = $5 - a; y = $11 - b; exit !($10 == "3," && $NF == 9 && x * x < 9 && y * y < 9) }'
}
kintro-top -b -n 2 -d 0.5 >"$tmp/out"
ok "run queues of all CPUs" grep -qE "^run queues [1-9][0-9]* on $(nproc) CPUs, longest " "$tmp/out"
ok "fragmentation as /proc/buddyinfo" fragmentation
ok "CPU by class" grep -qE '^cpu .* user, .* nice, .* system, .* iowait, .* irq, .* softirq, .* steal$' "$tmp/out"
ok "memory" grep -q '^memory .*, available ' "$tmp/out"
if [ -e /proc/lockdep ]; then
	ok "the lock waited for most" grep -q '^most waited for ' "$tmp/out"
else
	ok "no locks, no word of them" test "$(grep -c '^most waited for ' "$tmp/out")" = 0
fi
kintro-top -b -n 1 --view=self >"$tmp/out"
ok "self: what the driver spent" grep -qE '^last refresh: .*; driver [0-9.]+[mun]s, longest lock hold [0-9.]+[mun]s$' "$tmp/out"
ok "by object" grep -qE '^runqueues +'"$(nproc)"' +[0-9.]+[mu]s +[0-9.]+[mun]s +[0-9.]+[mun]s ' "$tmp/out"
# appears TEXT FILE: it is written there, or the program, which the lock stands for, ended.
appears() {
	until grep -aqF -- "$1" "$2" 2>/dev/null; do [ ! -e "$tmp/ended" ] || return; sleep 0.1; done
}
# drawn TEXT ARGUMENT...: what it draws on a terminal until TEXT is there, and a second more,
# in which it draws again.
drawn() {
	local text=$1
	shift
	rm -f "$tmp/picture" "$tmp/ended"
	(appears "$text" "$tmp/picture"; sleep 1; printf 'q') | {
		TERM=vt100 LC_ALL=C timeout 300 script -qfec \
			"stty rows 60 cols 110; kintro-top -d 0.5 $*" "$tmp/picture" >/dev/null 2>&1
		: >"$tmp/ended"
	}
}
drawn 'whole address space, process' --view=vas --pid="$pid"
ok "a picture of the address space" grep -aq 'whole address space, process' "$tmp/picture"
# What is like the line before curses may draw in pieces: so not quite all are looked for.
mappings() {
	local all=0 seen=0
	while read -r start path; do
		all=$((all + 1))
		grep -aq "$start.*${path##*/}" "$tmp/picture" && seen=$((seen + 1))
	done < <(kintro vmas "pid=$pid" -o start-addr,path --no-header)
	echo "$seen of $all"
	[ "$all" -gt 5 ] && [ $((seen * 10)) -ge $((all * 8)) ]
}
ok "with its mappings" mappings
drawn kintrospect --view=kernel
moved=$(kintro layout name=image -o kaslr-offset-bytes --no-header | tr -d ' ')
[ "${moved:-0}" = 0 ] && words="lies where it was linked" || words="moved the kernel by $moved,"
ok "of the kernel: how far it was moved" grep -aqF "$words" "$tmp/picture"
ok "and its modules" grep -aq 'kintrospect' "$tmp/picture"
ok "threads" sh -c "kintro-top -b -n 1 -H >/dev/null"
kill "$pid"

# On a terminal, the driver taken away and given back.
rm -f "$tmp/ended"
(
	appears kthreadd "$tmp/typescript"
	# a sample may be on its way
	until rmmod kintrospect 2>/dev/null; do [ ! -e "$tmp/ended" ] || break; done
	appears 'NO DRIVER' "$tmp/typescript"
	modprobe kintrospect
	appears 'the driver is there again' "$tmp/typescript"
	printf 'q'
) | {
	TERM=vt100 timeout 300 script -qfec "stty rows 24 cols 80; kintro-top -d 0.5" "$tmp/typescript" >/dev/null 2>&1
	status=$?
	: >"$tmp/ended"
	exit $status
}
status=$?
ok "on a terminal it ends well" is "$status" 0
ok "it shows tasks" grep -aq kthreadd "$tmp/typescript"
ok "it says that the driver went" grep -aq 'NO DRIVER' "$tmp/typescript"
ok "and that it came again" grep -aq 'the driver is there again' "$tmp/typescript"
rmmod kintrospect
ok "nothing holds the driver" test ! -e /sys/module/kintrospect
kintro-top -b -n 1 --via=debugfs >"$tmp/out" 2>"$tmp/err"
ok "without a driver: 2" is $? 2
ok "in one line" is "$(wc -l <"$tmp/err")" 1
echo "1..$count"
