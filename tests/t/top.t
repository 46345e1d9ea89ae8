#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 100
#
# kintro-top in a real terminal (tmux), with made-up rows of tests/top/fixture.py that
# come as the driver's files do, and from a recording; screens compared as text. The
# program is built with ASan and UBSan, and what these say counts.
set -u
. tests/lib/tap.sh
. tests/lib/top.sh

# --- batch --------------------------------------------------------------------------

rows --step 0
batch() { "$top" -b --via="debugfs:$fixture" "$@" >"$tmp/out" 2>"$tmp/err"; }
ok "batch: one sample" batch -n 1
ok "batch: 40 rows" test "$(grep -cE '^ *[0-9]+ +[0-9]+ [RS] ' "$tmp/out")" = 40
ok "batch: no escapes" is "$(tr -d '[:print:]\n' <"$tmp/out" | wc -c)" 0
two() {
	next --step 2
	: >"$tmp/out"
	"$top" -b -n 2 -d 3 --via="debugfs:$fixture" -o pid,cpu-time-total-ns,cpu-time-total-ns/s >"$tmp/out" &
	until grep -q '^tasks:' "$tmp/out"; do kill -0 $! || return; sleep 0.05; done
	step
	wait
	# 500 ms more of CPU in three seconds, or more on a busy machine; of the first
	# sample nothing is known.
	awk '/tasks:/ { n++ } $1 == 5 && n == 1 { a = $3 } $1 == 5 && n == 2 { b = $3 + 0 }
		END { exit !(a == "-" && b > 2 && b < 16.8) }' "$tmp/out"
}
ok "batch: totals become rates" two
# Stopped for thirty intervals: the samples that were missed are skipped, not made up for.
samples() { grep -c '^kintro-top ' "$tmp/out"; }
stopped() {
	local pid before
	: >"$tmp/out"
	"$top" -b -d 0.1 --via="debugfs:$fixture" >"$tmp/out" &
	pid=$!
	until [ "$(samples)" -ge 2 ]; do kill -0 $pid || return; sleep 0.05; done
	kill -STOP $pid
	before=$(samples)
	sleep 3
	kill -CONT $pid
	until [ "$(samples)" -gt $((before + 1)) ]; do kill -0 $pid || return; sleep 0.01; done
	before=$(($(samples) - before))
	kill $pid
	wait $pid 2>/dev/null
	echo "$before samples at once"
	[ $before -lt 15 ]
}
ok "batch: stopped and continued" stopped
rows --step 0
filtered() { batch -n 1 "$@" && grep -cE '^ *[0-9]+ ' "$tmp/out"; }
ok "filter: COLUMN:REGEX" is "$(filtered --filter 'comm:^task1.$' -o pid,comm)" 10
ok "filter: ! negates" is "$(filtered --filter '!comm:^task1.$' -o pid,comm)" 30
ok "filter: =, comma for and" is "$(filtered --filter 'uid=1000,kthread=false' -o pid,comm)" 3
ok "filter: a word" is "$(filtered --filter TASK39 -o pid,comm)" 1
ok "kernel threads can be hidden" is "$(filtered -K -o pid,comm)" 27
ok "sort" is "$(filtered --sort=-pid -o pid >/dev/null; sed -n 5p "$tmp/out")" " 40"
ok "tree" sh -c "'$top' -b -n 1 --tree --via=debugfs:$fixture -o pid,comm | grep -q '├─ \\[task5\\]'"
ok "tree in ASCII" sh -c "'$top' -b -n 1 --tree -U --via=debugfs:$fixture -o pid,comm | grep -q '|- \\[task5\\]'"
ok "no process, no mappings" sh -c "'$top' -b -n 1 --view=vas --via=debugfs:$fixture | grep -q 'name a process'"
ok "mappings of a process" is "$(filtered --view=vas -p 1 | head -n 1)" 1
for object in tasks vas vmas fields stats; do
	ok "any object as a table: $object" batch -n 1 --view=objects -p 1
done
while read -r words; do
	# shellcheck disable=SC2086 # words by design
	usage() { "$top" --via="debugfs:$fixture" $words >"$tmp/out" 2>"$tmp/err"; [ $? = 1 ]; }
	ok "wrong usage: $words" usage
done <<'END'
-b -n 0
-b -n x
-n 1
-b -d 0
-b -d x
-b --nope
-b word
-b --view=nope
-b -o nope
-b --sort=nope
-b --filter=nope=1
-b --filter=pid=x
-b -p 0
-b --theme=pink
-b --via=pigeon
END
absent() { "$top" -b -n 1 --via="debugfs:$tmp/nowhere" >"$tmp/out" 2>"$tmp/err"; [ $? = 2 ]; }
ok "driver absent: 2" absent
ok "driver absent: one line" is "$(wc -l <"$tmp/err")" 1
plain() { "$top" --via="debugfs:$fixture" </dev/null >"$tmp/out" 2>"$tmp/err"; [ $? = 1 ]; }
ok "no terminal" plain
full() { "$top" -b -n 1 --via="debugfs:$fixture" >/dev/full 2>"$tmp/err"; [ $? = 2 ]; }
ok "a full disk" full

# --- keys ---------------------------------------------------------------------------------

start 100x30 "--via=debugfs:$fixture"
ok "first frame" shows "task21"
ok "the view is marked" shows "[1Tasks]"
keys F1
ok "F1: help" shows "this help"
escape
ok "Esc closes it" shows "this help" not
keys M
ok "M sorts by memory" cursor_on 1
keys Home
ok "and the largest comes first" matches '^. +40 .*task40'
keys I Home
ok "I inverts" matches '^. +1 .*init'
keys F6 Home Down Enter
ok "F6 chooses a column" matches ' pid(▼|▲)'
keys I Home
ok "by pid" cursor_on 1
keys Down
ok "Down" cursor_on 2
keys Up
ok "Up" cursor_on 1
keys End
ok "End" cursor_on 40
keys Home NPage
ok "PgDn" matches '^> +2[0-9] '
keys Home / t a s k 7 Enter
ok "/ finds" cursor_on 7
keys / t a s k 1 Enter n
ok "n finds the next" matches '^> +1[0-9] '
keys 2 1
ok "digits find a pid" cursor_on 21
keys F4 u i d = 1 0 0 0 Enter
ok "\\ filters" shows "task10 " not
ok "and says so" shows "filter uid=1000"
keys F4 C-u x : Enter
ok "a wrong filter is refused with words" shows "no column"
keys F4 C-u Enter
ok "an empty filter shows all" shows "task10"
keys F4 C-u i d = 1 0 0 0 Home u End BSpace Enter
ok "a line is edited anywhere" shows "filter uid=100"
keys F4 C-u 'u' x Left DC i d = Right 7 Left Left C-k Enter
ok "and cut" matches 'filter uid *$'
keys F4 C-u a Up Up
ok "Up: what was entered before" shows "Filter: uid=100"
keys Down
ok "Down: what came after" shows "Filter: uid"
keys Down
ok "and what was being typed" shows "Filter: a"
keys C-u Enter
paste() { mux set-buffer "$1" && mux paste-buffer -p; }
keys F4
shows "Filter:" >/dev/null
paste $'uid=1000\nq\n'
ok "what is pasted is text" shows "Filter: uid=1000 q"
escape
paste q
keys F1
ok "or nothing" shows "this help"
escape
# The keys of somebody who waits in between, as for the answer to each.
works() {
	local try
	for try in {1..30}; do
		sleep 1.2
		keys F1
		sleep 0.3
		screen | grep -qF "this help" && return
	done
	echo "try $try: F1 shows no help"
	return 1
}
mux send-keys -l $'\e[200~q'
ok "a paste without an end ends" works
escape
keys Home Space
ok "Space tags" matches '^\* +1 '
ok "and counts" shows "1 tagged"
keys U
ok "U untags" shows "tagged" not
keys K
ok "K hides kernel threads" shows "[kthreadd]" not
keys K
ok "K shows them" shows "[kthreadd]"
keys F5
ok "F5: tree" shows "├─"
keys Home -
ok "- folds" shows "task3 " not
keys +
ok "+ unfolds" shows "─ task3"
keys t
ok "t: no tree" shows "├─" not
keys u 1 0 0 0 Enter
ok "u chooses a user" shows "user 1000"
ok "of whom the rows are" shows "task10 " not
keys u Enter
ok "u and nothing: all" shows "task10"
keys Home Enter
ok "Enter shows all of the row" shows "start-time-ns"
ok "with why a field is absent" both End "only as a column"
escape
keys e
ok "e: raw numbers" shows "409600"
keys e d C-u 0 . 3 Enter
ok "d takes an interval" shows "Seconds" not
keys d C-u x Enter
ok "d refuses what is none" shows "is no time"
keys H
ok "H: threads" shows "| threads"
keys H Right Right
ok "Right scrolls columns" matches '^ +S +class'
keys Left Left
ok "Left scrolls back" matches 'pid[▼▲]? +uid'
keys B
ok "B marks a baseline" shows "baseline"
rows --step 2
keys D
ok "D shows the difference" shows "DIFFERENCE since"
ok "what changed by how much" matches '\+500\.000ms'
keys End
ok "what is new" matches '^\+ *100002 '
keys D Z
ok "Z pauses" shows "PAUSED"
rows --step 3
keys I Home
ok "and the rows stay, and can be sorted" shows "100003" not
keys Z
ok "Z goes on" shows "PAUSED" not
ok "with new rows" both Home "100003"
keys I Home z
ok "z zooms to the address space" shows "[heap]"
keys M-1
ok "Alt-1 goes back" shows "[1Tasks]"
keys Tab
ok "Tab: the next view" shows "[2VAS]"
keys BTab BTab
ok "Shift-Tab: the one before" shows "[0Objects]"
for n in 1:Tasks 2:VAS "3:Kernel map" 4:Memory 5:Slab 6:Vmalloc 7:Sched 8:Locks 9:Self 0:Objects; do
	keys "M-${n%%:*}"
	ok "Alt-${n%%:*}: ${n#*:}" shows "[${n%%:*}${n#*:}]"
done
keys M-9 ']'
ok "] shows what is not available, and why" shows "CONFIG_FIXTURE"
keys '['
ok "[ goes back" shows "[driver's cost]"
keys M-1 F2
ok "F2: set-up" shows "colours: default"
keys Enter
ok "Enter changes" shows "colours: mono"
keys End
ok "all fields are there" shows "nivcsw/s"
escape
keys m
ok "m: no meters" shows "kintro-top 1" not
keys m W
ok "W writes the configuration" shows "written:"
ok "as a file" grep -q '^theme = mono' "$tmp/config/kintrospect/top.conf"
keys w C-u "$tmp/shot.rec" Enter
ok "w writes a snapshot" shows "kintro-top --replay reads it"
rows --step 5
sleep 0.6
keys w C-u "$tmp/shot.rec" Enter
ok "and another one" shows "kintro-top --replay reads it"
keys F
ok "F follows" shows "| follow"
keys F q
ok "q quits" shows "ENDED 0"
ok "and the terminal is sane" matches '(^| )icanon( |$)'
# It may be a symbolic link, as of those who keep their configuration in one place.
mkdir "$tmp/dots"
printf '# mine\nnew-key = kept\ntheme = light\nsort.tasks = pid\n' >"$tmp/dots/mine"
ln -sf "$tmp/dots/mine" "$XDG_CONFIG_HOME/kintrospect/top.conf"
start 80x24 "--via=debugfs:$fixture"
ok "the configuration is read" matches ' pid▲'
keys W
ok "and written again" shows "written:"
ok "with what it does not know" sh -c "grep -q '^# mine' $XDG_CONFIG_HOME/kintrospect/top.conf && grep -q '^new-key = kept' $XDG_CONFIG_HOME/kintrospect/top.conf"
ok "the link stays one" test -L "$XDG_CONFIG_HOME/kintrospect/top.conf"
ok "nothing is left next to what it points to" is "$(ls "$tmp/dots")" mine
ok "nothing is left next to it" is "$(ls "$XDG_CONFIG_HOME/kintrospect")" top.conf
keys C-c
ok "Ctrl-C quits" shows "ENDED 0"
ok "what is wrong with it is told" shows "top.conf:2: unknown setting"
rm -rf "$XDG_CONFIG_HOME"

# --- a recording -----------------------------------------------------------------------------

start 80x24 "--replay=$tmp/shot.rec"
ok "a recording" shows "sample 1 of 2"
keys .
ok ". steps" shows "sample 2 of 2"
ok "with rates" matches ' [1-9][0-9.]*% '
keys ,
ok ", steps back" shows "sample 1 of 2"
keys J '#' 2 Enter
ok "J jumps" shows "sample 2 of 2"
keys F10
ok "F10 quits" shows "ENDED 0"
ok "batch of a recording" sh -c "[ \$('$top' -b --replay=$tmp/shot.rec | grep -c '^kintro-top tasks') = 2 ]"

# --- the driver goes and comes -----------------------------------------------------------------

start 80x24 "--via=debugfs:$fixture"
shows "task10" >/dev/null
mv "$fixture" "$fixture.gone"
ok "the driver goes: it is said" shows "NO DRIVER"
ok "and the last rows stay" shows "task10"
mv "$fixture.gone" "$fixture"
ok "it comes again" shows "NO DRIVER" not
mkfifo "$tmp/fifo"
mv "$fixture/tasks" "$tmp/tasks"
mv "$tmp/fifo" "$fixture/tasks"
ok "a dump that does not end: stale" shows "stale "
keys Down
ok "and keys still work" matches '^> +[0-9]+ '
keys q
ok "quitting too" shows "ENDED 0"
rm "$fixture/tasks"
mv "$tmp/tasks" "$fixture/tasks"

# --- a process taken along, cells that are cut ----------------------------------------------

rows --step 1
start 80x30 "--via=debugfs:$fixture" --sort=pid
shows "task10" >/dev/null
keys 7
ok "a task" cursor_on 7
keys M-2
ok "is taken along to VAS" shows "whole address space, process 7"
keys M-1 Home M-3 M-2
ok "from another view the process stays" shows "whole address space, process 7"
keys M-1 M-2
ok "from Tasks it is the one of the cursor" shows "whole address space, process 1"
keys q
start 8x10 "--via=debugfs:$fixture" -o pid,comm
ok "a cell that is cut is marked" matches '^. +[0-9]+ [a-z[]+…$'
keys q
start 8x10 "--via=debugfs:$fixture" -U -o pid,comm
ok "in ASCII, too" matches '^. +[0-9]+ [a-z[]+>$'
keys q
start 40x12 "--via=debugfs:$fixture"
ok "a panel wider than the screen" both F1 "F1 ? h"
keys Right Right
ok "scrolls to the right" shows "F1 ? h" not
keys Left Left Left
ok "and to the left" shows "F1 ? h"
escape
keys q

# --- terminals, sizes, names ------------------------------------------------------------------------

rows --step 1 --hostile
start 100x40 "--via=debugfs:$fixture"
ok "hostile names" shows '\x1b[2J'
ok "wide ones" shows '日本語'
ok "the table is whole" matches '^  +16 .*0123456789abcde|0123456789abcde'
keys q
for terminal in vt100 xterm-256color screen; do
	environment="TERM=$terminal" start 80x24 "--via=debugfs:$fixture"
	ok "$terminal" shows "[1Tasks]"
	keys q
	ok "$terminal: and its end" shows "ENDED 0"
done
environment="TERM=dumb" start 80x24 "--via=debugfs:$fixture"
ok "dumb: words" shows "cannot place its cursor"
environment="LC_ALL=C" start 80x24 "--via=debugfs:$fixture"
shows "[1Tasks]" >/dev/null
keys F5
ok "the C locale" shows "|- "
ok "has only ASCII" is "$(screen | tr -d '\0-\177' | wc -c)" 0
keys q
environment="NO_COLOR=1" start 80x24 "--via=debugfs:$fixture"
shows "[1Tasks]" >/dev/null
ok "NO_COLOR: no colours" sh -c "! tmux -L kintro-top-$$ capture-pane -ep | grep -qE '\[[0-9;]*(3|4)[0-7]m'"
keys q
start 80x24 "--via=debugfs:$fixture"
shows "[1Tasks]" >/dev/null
for size in 1x1 2x1 1x2 3x3 5x4 10x5 20x6 40x8 79x23 300x100 1x100 300x1 80x24; do
	mux resize-window -x "${size%x*}" -y "${size#*x}"
	for view in 1 2 4 9 0 1; do keys "M-$view"; done
	for key in F1 F2 Enter /; do
		keys "$key"
		escape
	done
	ok "size $size" test -n "$(pid)"
done
ok "and it is whole again" shows "[1Tasks]"
for _ in {1..40}; do mux resize-window -x $((RANDOM % 120 + 1)) -y $((RANDOM % 50 + 1)); done
mux resize-window -x 80 -y 24
ok "a storm of sizes" shows "[1Tasks]"
mux kill-server

for signal in TERM HUP INT QUIT ABRT; do
	start 80x24 "--via=debugfs:$fixture"
	shows "[1Tasks]" >/dev/null
	kill -s $signal "$(pid)"
	ok "SIG$signal: it ends" shows "ENDED "
	ok "SIG$signal: the terminal is sane" matches '(^| )icanon( |$)'
done
start 80x24 "--via=debugfs:$fixture"
shows "[1Tasks]" >/dev/null
kill -TSTP "$(pid)"
sleep 0.3
kill -CONT "$(pid)"
ok "stopped and continued" both F1 "this help"
mux send-keys -l $'\e[M !!'
escape
keys q

rows --tasks 100000 --step 1
start 100x30 "--via=debugfs:$fixture"
for _ in {1..20}; do shows "/1000" >"$tmp/said" && break; done
ok "100,000 tasks" shows "/100001"
keys F5 End
ok "as a tree" matches '^> +[0-9]+ '
keys q
ok "and its end" shows "ENDED 0"

top_clean
echo "1..$count"
