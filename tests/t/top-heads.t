#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 60
#
# What kintro-top has above its tables, on the screen as text: meters of the driver's
# objects, bars, the matrix of affinity, what follows a row, its own cost. The rows are
# those of tests/top/fixture.py --machine, of which everything is known.
set -u
. tests/lib/tap.sh
. tests/lib/top.sh
via=--via=debugfs:$fixture

# line TEXT: a line of the screen is this, blanks at its end apart.
line() {
	local try
	for try in {1..1200}; do
		screen | sed 's/ *$//' >"$tmp/out"
		grep -qxF -- "$1" "$tmp/out" && return 0
		sleep 0.05
	done
	echo "try $try: waited for the line '$1'"
	return 1
}
# count REGEX N: so many lines are like it.
count_is() {
	local try got
	for try in {1..1200}; do
		got=$(screen | grep -cE -- "$1")
		[ "$got" != "$2" ] || return 0
		sleep 0.05
	done
	screen >"$tmp/out"
	echo "try $try: $got lines like /$1/, not $2"
	return 1
}
batch() { "$top" -b "$via" "$@" >"$tmp/out" 2>"$tmp/err"; }
says() { grep -qxE -- "$1" "$tmp/out"; }

# --- meters ---------------------------------------------------------------------------

rows --machine
batch -n 1
ok "batch: run queues" says 'run queues 3 on 4 CPUs, longest 2 on cpu 2'
# 25610 and 32010 of 228106 pages are in blocks below the order.
ok "batch: fragmentation" says 'fragmentation: of free memory 11.2% is unusable for order 3, 14.0% for order 9'
ok "batch: of the locks the one waited for most" says 'most waited for &rq->__lock: 0.0% now, 3.000s in all'
waited() {
	next --machine --step 3
	: >"$tmp/out"
	batch -n 2 -d 3 &
	until grep -q '^most waited' "$tmp/out"; do kill -0 $! || return; sleep 0.05; done
	step
	wait
	# 60 ms more in three seconds, or more on a busy machine.
	awk '/^most waited for &mm->mmap_lock: / { p = $5 + 0 } END { exit !(p > 0.2 && p < 2.2) }' "$tmp/out"
}
ok "batch: then the one waited for since" waited
rows
batch -n 1
ok "what has no rows is absent" sh -c "! grep -E '^(run queues|fragmentation|most)' $tmp/out"
rows --machine --without locks --without fragmentation
batch -n 1
ok "what the driver does not have is absent" is "$(grep -cE '^(run queues|fragmentation|most)' "$tmp/out")" 1
ok "and nothing is said of it" is "$(cat "$tmp/err")" ""

rows --machine
start 80x24 "$via"
ok "run queues" matches '^run \[\|{18} {6}\] 3 on 4 CPUs, 2 on cpu 2 .*⣶'
ok "fragmentation" line 'frag[###                     ] of free unusable: order 3 11.2%, order 9 14.0%'
ok "the lock waited for most" line 'lock[                        ] waited for 0.0%, 3.000s in all: &rq->__lock'
keys m
ok "m: no meters" shows "waited for" not
keys m
ok "m: meters" shows "waited for"
rows --machine --step 1 --without locks --without fragmentation
keys q
shows ENDED >/dev/null
start 80x24 "$via"
ok "without an object there is no line of it" shows "3 on 4 CPUs"
ok "nor an empty one" is "$(screen | sed -n 's/^\(\[1Tasks\]\).*/\1/; 3p')" "[1Tasks]"
keys q
start 80x19 "$via"
ok "on few lines they are left out" shows "[1Tasks]"
ok "for the table" shows "on 4 CPUs" not
keys q

# --- memory ------------------------------------------------------------------------------

rows --machine
start 80x24 "$via"
shows "[1Tasks]" >/dev/null
keys M-4
ok "memory: all types in a bar" \
	line ' 0 Normal     625M m    .    .    u    .    .    .    .    .    u    mmmm'
ok "how much is unusable" \
	line ' unusable %        0    16   16   16   20   20   20   20   20   20   36'
ok "of every zone" line ' 1 Normal     256M .    .    .    .    .    .    .    .    .    .    mmmm'
ok "what the letters mean" line 'free memory by order: unmovable movable reclaimable'
keys ']' ']'
ok "fragmentation is a table" shows "[fragmentation]"
ok "of every order" shows "1/33"
mux resize-window -x 120 -y 60
ok "with room a line a type" \
	line ' movable      500M mm       .        .        .        .        .        .        .        .        .        mmmmmmmm'
ok "as long as it has memory" \
	line ' unmovable    125M .        .        .        u        .        .        .        .        .        uu       .'
ok "the least is to be seen" matches '^ reclaimable 40.0K r  '
ok "each zone by name" line 'node 0 Normal, 625M free'
ok "only types that there are" shows "highatomic" not
rows --machine --without fragmentation
keys q
start 80x24 "$via" --view=memory
ok "without the object fragmentation: bars" shows " 1 Normal     256M"
ok "and no share" matches '^ unusable % *$'
keys q
rows --machine --without buddy
start 80x24 "$via" --view=memory
ok "without free lists: tables only" shows "[zones]"
ok "and no picture" shows "by order" not
keys q

# --- sched -------------------------------------------------------------------------------

rows --machine
start 80x24 "$via" -U --view=sched
ok "run queues as bars" \
	line 'cpu 0   run 0  [    ] util   0% [    ]  cpu 1   run 1  [||  ] util  25% [#   ]'
ok "the longest is full" \
	line 'cpu 2   run 2  [||||] util  50% [##  ]  cpu 3   run 0  [    ] util  75% [### ]'
keys ']'
ok "affinity is a table" shows "[affinity]"
ok "of marks" line '. not allowed + allowed * its CPU @ running'
ok "where it runs, where it may" line '>  1 task1  @+++'
ok "its only CPU" line '   2 task2  .*..'
ok "a list" line '   3 task3  +.*.'
ok "a range" line '   4 task4  ++.*'
keys F4 c p u s - a l l o w e d : 3 Enter
ok "it is filtered as any" count_is '^[> ] +[0-9]+ task' 10
keys F4 C-u Enter w C-u "$tmp/sched.rec" Enter
ok "it is written" shows "--replay reads it"
keys q
make -s -C client O="$PWD/build/client" "$PWD/build/client/kintro" >&2
ok "as kintro has it of the same rows" is \
	"$(LC_ALL=C build/client/kintro "--via=file:$tmp/sched.rec" sched --matrix --no-header | awk '$1 == 3 { print $NF }')" \
	"+.*."
rows --machine --cpus 100
start 80x24 "$via" -U --view=affinity
ok "many CPUs: several a mark" shows "2 CPUs each, z: one"
ok "of which some are allowed" matches '^   3 task3  -\*-{48}$'
ok "or all" matches '^   4 task4  \+\*\+{23}\.{25}$'
ok "numbered" matches 'comm   0    10   20   30   40   50   60   70   80   90$'
ok "run queues: a character each" matches '^run       0 \.12\.12\.12'
ok "and the next line of them" line 'run      68 2.12.12.12.12.12.12.12.12.12.12.'
keys z
ok "z: one CPU a mark" shows "Left, Right; z: all"
ok "every second" matches '^   3 task3  \+\.\*\.\+\.\+\.'
keys Right
ok "Right: from the eighth on" matches 'comm {5}10   15   20'
keys Right Right Right Right Right
ok "to the last" matches ' 95$'
ok "the marks too" matches '^   4 task4  \+{18}\.{50}$'
keys Left Left Left Left Left Left
ok "Left: back to the first" matches 'comm   0    5    10'
keys z
ok "z: all again" shows "2 CPUs each"
keys q

# --- locks -------------------------------------------------------------------------------

rows --machine
start 100x24 "$via" --view=locks
ok "locks: where to go from here" line 'class 1 &rq->__lock | z: call sites and dependencies'
keys Down
ok "for the row of the cursor" line 'class 2 &mm->mmap_lock | z: call sites and dependencies'
keys z
ok "z: call sites of the class" shows "[call sites]"
ok "its two" count_is ' site_[0-9]' 2
ok "and no others" count_is ' site_2_' 2
ok "of which it says so" line 'of class 2 &mm->mmap_lock | ] dependencies; Backspace: all classes'
ok "below, too" shows "| class-id 2"
keys ']'
ok "]: its dependencies" count_is ' took_2_3' 1
ok "and no others either" count_is ' took_' 1
keys Z z
ok "z goes on to the class taken, also while paused" shows "of class 3 files_lock"
ok "which leads nowhere" shows "no rows"
keys BSpace
ok "Backspace: all classes" shows "[classes]"
keys ']' ']'
ok "and all dependencies" count_is ' took_' 3
keys ']' z
ok "z on a lock that is held: call sites of its class" count_is ' site_3_' 3
keys BSpace BSpace
ok "from where there is nothing to go back to" shows "nothing to go back to"
keys Z w C-u "$tmp/locks.rec" Enter
ok "they are written" shows "--replay reads it"
keys q

rows --machine --stale
start 100x24 "$via" --view=locks
ok "lockdep is off: that comes first" line 'lockdep turned itself off: what it says of locks is stale'
ok "the class of the cursor below it" line 'class 1 &rq->__lock | z: call sites and dependencies'
rows --machine
ok "not if it is on" shows "turned itself off" not
keys q
rows --machine --stale
batch -n 1 --view=locks
ok "batch has it too" says 'lockdep turned itself off: what it says of locks is stale'
rows --machine

# --- recordings --------------------------------------------------------------------------

start 100x24 "--replay=$tmp/locks.rec" --view=locks
ok "a recording: the lock's meter" shows "3.000s in all: &rq->__lock"
ok "none of what was not recorded" shows "on 4 CPUs" not
keys End z
ok "z in a recording" count_is ' site_3_' 3
ok "only of the class" count_is ' site_[0-9]' 3
keys q
start 100x24 "--replay=$tmp/sched.rec" --view=affinity
ok "a recording: run queues' meter" shows "3 on 4 CPUs, 2 on cpu 2"
ok "bars" shows "cpu 2   run 2  ["
ok "and the matrix" line '   4 task4  □□·■'
keys q

# --- self --------------------------------------------------------------------------------

start 100x30 "$via"
# the first sample, which is of tasks
matches '^> *[0-9]+ ' >/dev/null
keys M-9
ok "self: its own share" matches '^kintro-top: [0-9.]+% CPU, [0-9.]+[KMG] resident$'
same_memory() {
	local shown real
	shown=$(screen | sed -n 's/^kintro-top: .*, \([0-9.]*[KMG]\) resident.*/\1/p' | numfmt --from=iec)
	real=$(($(ps -o rss= -p "$(pid)") * 1024))
	echo "shown $shown, really $real"
	[ $((shown * 10)) -gt $((real * 8)) ] && [ $((shown * 10)) -lt $((real * 12)) ]
}
ok "its memory, as ps has it" same_memory
# 20 rows of stats and all fields; and of the meters 4, 33 and 3.
fields=$(($(wc -l <"$fixture/fields") - 1))
ok "the last refresh" matches "^last refresh: 5 dumps, $((20 + fields + 40)) rows, [0-9.]+[mu]s; driver -, longest lock hold -$"
ok "by object" matches "^fields +$fields +[0-9.]+[mu]s +- +- +[0-9]+ s$"
ok "of other views too" matches '^tasks +40 '
keys q
batch -n 1 --view=self
ok "batch has it too" says "last refresh: 5 dumps, $((20 + fields + 40)) rows, .*"
ok "without an object less" sh -c "python3 tests/top/fixture.py $fixture --machine --without locks &&
	'$top' -b -n 1 $via --view=self | grep -q '^last refresh: 4 dumps, '"

# --- filters by what is shown ------------------------------------------------------------------

rows
filtered() { batch -n 1 "$@" -o pid,S=state,rss=rss-anon-bytes+rss-file-bytes,%cpu=cpu-time-total-ns/s && grep -cE '^ *[0-9]+ ' "$tmp/out"; }
ok "a title of a field" is "$(filtered --filter S=R)" 10
ok "as all that a field takes" is "$(filtered --filter '!S:R')" 30
# Of the 27 that have memory those with 20 pages of it or more.
ok "a sum, with a unit" is "$(filtered --filter 'rss>=80K,rss<1M')" 14
ok "its negation" is "$(filtered --filter '!rss>=80K')" 26
ok "fields with a plus between them" is "$(filtered --filter 'rss-anon-bytes+rss-file-bytes>=80K')" 14
ok "a rate of which nothing is known" is "$(filtered --filter '%cpu>=0')" 0
busy() {
	next --step 2
	: >"$tmp/out"
	batch -n 2 -d 3 --filter '%cpu>2' -o pid,%cpu=cpu-time-total-ns/s &
	until grep -q '^tasks:' "$tmp/out"; do kill -0 $! || return; sleep 0.05; done
	step
	wait
	awk '/tasks:/ { n++ } n == 2 && $1 ~ /^[0-9]+$/ { rows++; if ($2 + 0 < 2 || $2 + 0 > 16.8) bad++ }
		END { exit !(rows == 10 && !bad) }' "$tmp/out"
}
ok "a rate, as it is shown" busy
while read -r words; do
	refused() { ! batch -n 1 --filter "$words" -o pid,rss=rss-anon-bytes+rss-file-bytes,csw/s=nvcsw-total/s && [ ! -s "$tmp/out" ]; }
	ok "refused: $words" refused
done <<'END'
rss:4
rss>x
rss>
csw/s>1x
csw/s~1
nope/s>1
rss-anon-bytes+nope>1
END
rows --machine

# --- terminals and sizes ---------------------------------------------------------------------

rm -rf "$fixture"
rows --machine
environment="LC_ALL=C" start 80x24 "$via"
shows "[1Tasks]" >/dev/null
for n in 4:order 7:run 8:class 9:resident; do
	keys "M-${n%%:*}"
	ok "C locale, view ${n%%:*}: it is there" shows "${n#*:}"
	ok "C locale, view ${n%%:*}: only ASCII" is "$(screen | tr -d '\0-\177' | wc -c)" 0
done
keys q
environment="NO_COLOR=1" start 80x24 "$via"
shows "[1Tasks]" >/dev/null
for n in 4:order 7:run 8:class 9:resident; do
	keys "M-${n%%:*}"
	shows "${n#*:}" >/dev/null
	ok "NO_COLOR, view ${n%%:*}" sh -c "! tmux -L kintro-top-$$ capture-pane -ep | grep -qE '\[[0-9;]*(3|4)[0-7]m'"
done
keys q
environment=
start 80x24 "$via"
shows "[1Tasks]" >/dev/null
for size in 1x1 2x1 1x2 3x3 5x4 10x9 20x14 40x20 30x24 79x23 300x100 1x100 300x1 80x24; do
	mux resize-window -x "${size%x*}" -y "${size#*x}"
	for view in 4 7 8 9; do keys "M-$view" ']' z ']' z BSpace Right; done
	keys M-4
	ok "size $size" test -n "$(pid)"
done
ok "and it is whole again" line 'free memory by order: unmovable movable reclaimable'
keys q
ok "its end" shows "ENDED 0"

ok "no word of ASan or UBSan" is "$(cat "$tmp"/asan* "$tmp"/ubsan* 2>/dev/null | head -n 30)" ""
echo "1..$count"
