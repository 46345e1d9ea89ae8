#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kintro sched --matrix against /proc/PID/status: run by kfixture in a guest of 20
# CPUs. Prints TAP.
# shellcheck disable=SC2154 # KF_* come from kfixture
set -u
export LC_ALL=C COLUMNS=200
. /tests/lib/tap.sh
cpus=$(nproc --all)

# expected PID STEP: its line of marks, STEP CPUs a column.
expected() {
	awk -v step="$2" -v cpus="$cpus" '
		FILENAME ~ /status$/ && /^Cpus_allowed_list:/ {
			n = split($2, range, ",")
			for (i = 1; i <= n; i++) {
				split(range[i], end, "-")
				for (c = end[1]; c <= (end[2] == "" ? end[1] : end[2]); c++)
					allowed[int(c / step)]++
			}
		}
		FILENAME ~ /stat$/ { sub(/.*\) /, ""); cpu = $37 }
		END {
			for (c = 0; c * step < cpus; c++) {
				all = (c + 1) * step > cpus ? cpus - c * step : step
				printf "%s", int(cpu / step) == c ? "*" : allowed[c] == all ? "+" : allowed[c] ? "-" : "."
			}
		}' "/proc/$1/status" "/proc/$1/stat"
}

# marks PID: the last word of its line.
marks() { kintro sched --matrix "pid=$1" --no-header | awk '{ print $NF }'; }

# moves GOT EXPECTED: two commands whose words agree. A task moves from one CPU to another
# now and then, so GOT has to be what EXPECTED said before or after it, in one of 50
# comparisons.
moves() {
	local try got before after
	for try in {1..50}; do
		before=$(eval "$2")
		got=$(eval "$1")
		after=$(eval "$2")
		[ -z "$got" ] || { [ "$got" != "$after" ] && [ "$got" != "$before" ]; } || return 0
	done
	echo "try $try, got: $got"
	echo "expected:      $before, then $after"
	return 1
}

for name in sleeper grouped fifo batch threads; do
	pid=KF_$name
	ok "$name: a mark for every CPU it may run on, and for its own" \
		moves "marks ${!pid}" "expected ${!pid} 1"
done
kthread=$(pgrep -x kcompactd0 || pgrep -x kthreadd)
ok "a kernel thread" moves "marks $kthread" "expected $kthread 1"
ok "one that runs has a mark of its own" moves "marks $KF_spinner" "expected $KF_spinner 1 | tr '*' @"

kintro sched --matrix "tgid=$KF_threads" >"$tmp/out"
ok "a line a thread, and three above" is "$(wc -l <"$tmp/out")" 7
ok "the first says what the marks mean" \
	is "$(head -n 1 "$tmp/out")" '. not allowed, + allowed, * its CPU, @ running'
ok "numbers of the CPUs stand above, tens" is "$(sed -n '2s/^ *//p' "$tmp/out")" 1111111111
ok "and ones" is "$(awk 'NR == 3 { print $1, $2, $3 }' "$tmp/out")" 'pid comm 01234567890123456789'

ok "filters apply" is "$(kintro sched --matrix --no-header --filter policy=deadline,comm=deadline | awk '{ print $1 }')" "$KF_deadline"
ok "so do keys, order and limit" is \
	"$(kintro sched --matrix --no-header tgid="$KF_threads" --sort=-pid --limit=2 | awk '{ print $1 }')" \
	"$(printf '%s\n' /proc/"$KF_threads"/task/* | sed 's/.*\///' | sort -rn | head -n 2)"
ok "the same through debugfs" moves \
	"kintro sched --matrix --no-header --via=debugfs --filter pid=$KF_grouped" \
	"kintro sched --matrix --no-header pid=$KF_grouped"

# 16 columns are the least there are
export COLUMNS=1
for name in sleeper grouped batch; do
	pid=KF_$name
	ok "$name: two CPUs a column where they are too many" \
		moves "marks ${!pid}" "expected ${!pid} 2"
done
ok "which the first line says" is "$(kintro sched --matrix pid=1 | head -n 1)" \
	'. not allowed, - some allowed, + allowed, * its CPU, @ running; 2 CPUs a column'
ok "and every second number is there" is \
	"$(kintro sched --matrix pid=1 | awk 'NR == 3 { print $3 }')" 0246802468
export COLUMNS=200

ok "in UTF-8 where the locale has it" moves \
	"LC_ALL=C.UTF-8 marks $KF_grouped" "expected $KF_grouped 1 | sed 's/\./·/g; s/+/□/g; s/\*/■/g'"
ok "in colours where wanted" moves \
	"kintro sched --matrix --color=always pid=$KF_grouped --no-header | sed 's/\x1b\[[0-9;]*m//g'" \
	"kintro sched --matrix pid=$KF_grouped --no-header"
kintro sched --matrix --color=always "pid=$KF_grouped" >"$tmp/out"
ok "with escape sequences" grep -q $'\x1b' "$tmp/out"
for words in 'tasks --matrix' '--matrix' 'sched tasks --matrix' 'sched --matrix --json' \
	'sched --matrix -o pid' 'sched --matrix --csv'; do
	# shellcheck disable=SC2086 # words
	kintro $words >"$tmp/out" 2>"$tmp/err"
	ok "usage error: $words" is $? 1
done
echo "1..$count"
