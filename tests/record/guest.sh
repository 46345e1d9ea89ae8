#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# In the guest: what is printed is recorded into /out as well, for the host to print it
# once more; and all that can happen to a recorder. Prints TAP.
set -u
export LC_ALL=C.UTF-8
. /tests/lib/tap.sh
cd "$tmp" || exit 1

# live NAME ARGUMENT...: prints it, and records the same rows
live() {
	local name=$1
	shift
	printf '%s\n' "$@" >"/out/$name.args"
	# shellcheck disable=SC2016 # the inner shell's
	ok "$name: printed and recorded" bash -c 'kintro "$@" --record="$0.rec" >"$0.live"' \
		"/out/$name" "$@"
}

documents() { kintro --json --via="file:$1" --watch=1ms | wc -l; }
ends() { # ends STATUS COMMAND...
	local status=$1
	shift
	"$@" >out 2>err
	is $? "$status"
}

ends_full() { # ends_full STATUS COMMAND...
	local status=$1
	shift
	"$@" >/dev/full 2>err
	is $? "$status" && grep -q 'cannot write' err
}

# --- what the host prints again --------------------------------------------------

sleep 1000 &
live whole --json
live all-fields --json --all-fields
live threads tasks --json --threads
live text tasks
live columns tasks -o pid,comm,wchan --sort=-pid
live csv vmas --csv
live lines vas --jsonl
live filter vmas --json --filter 'perms~x' --limit=5
live key vmas --json pid=1
live debugfs --json --via=debugfs
setpriv --bounding-set=-syslog --inh-caps=-syslog kintro tasks --json --record=/out/hidden.rec \
	>/out/hidden.live
printf '%s\n' tasks --json >/out/hidden.args
live watch tasks --json --watch=0.05 --count=5
# A name of any bytes.
name=$'a\tb\xff\e[1m'
cp "$(command -v sleep)" "$name"
"./$name" 1000 &
live hostile tasks --json
kmany tasks 5000 bash -c 'kintro tasks vas --json --record=/out/many.rec >/out/many.live'
printf '%s\n' tasks vas --json >/out/many.args
ok "5000 tasks are in it" test "$(grep -o '"pid":' /out/many.live | wc -l)" -gt 5000

# --- the command -------------------------------------------------------------------

ok "five samples" kintro record five --watch=0.05 --count=5
ok "they are there" is "$(documents five)" 5
ok "and more are added" kintro record five --watch=0.05 --count=2
ok "to the same file" is "$(documents five)" 7
ok "which is root's alone" is "$(stat -c %a five)" 600
ok "steps from one on" is "$(kintro tasks --json --via=file:five --watch=1ms --sample=6 | wc -l)" 2
ok "no such sample" ends 3 kintro tasks --via=file:five --sample=8
ok "only what was named" kintro record named tasks pid=1
ok "is in it" is "$(kintro --json --via=file:named | jq -c '[(.tasks | length), .vas]')" '[1,null]'
ok "what is not, is not available" ends 4 kintro vas --via=file:named
ok "nobody may not" ends 5 setpriv --reuid=65534 --regid=65534 --clear-groups kintro record no
ok "and leaves no file" test ! -e no
ok "a process that is not there" ends 3 kintro record no tasks pid=4194303
printf 'my letters\n' >letters
ok "no recording is written over" ends 2 kintro record letters
ok "it is as it was" is "$(cat letters)" "my letters"
ok "no recording is read" ends 2 kintro tasks --via=file:letters
ok "there is none" ends 3 kintro tasks --via=file:nothing
ok "a recording of itself" ends 1 kintro record five --via=file:five

# A process that ends while it is recorded: its last samples say so.
sleep 1000 &
pid=$!
kintro record gone tasks pid=$pid --watch=0.2 &
recorder=$!
until kintro tasks --via=file:gone >/dev/null 2>&1; do kill -0 $recorder || break; done
kill $pid
while kintro tasks --via=file:gone >/dev/null 2>&1; do kill -0 $recorder || break; done
kill -TERM $recorder
wait $recorder
ok "recording survives a process that was named" is $? 0
ok "the sample says that it is gone" ends 3 kintro tasks --via=file:gone
ok "the first one does not" ends 0 kintro tasks --via=file:gone --sample=1

# --- signals -------------------------------------------------------------------------

for signal in INT TERM; do
	kintro record $signal tasks --watch=0.02 &
	recorder=$!
	until [ "$(stat -c %s $signal 2>/dev/null || echo 0)" -gt 20000 ]; do
		kill -0 $recorder || break
	done
	ok "another recorder is told" ends 2 kintro record $signal tasks
	kill -$signal $recorder
	wait $recorder
	ok "SIG$signal ends it well" is $? 0
	ok "and leaves whole samples" is "$(kintro tasks --json --via=file:$signal --limit=1 |
		jq -c .warnings)" '[]'
done
bad=0
for n in $(seq 15); do
	kintro record killed tasks vmas --watch=0.01 2>err &
	recorder=$!
	sleep "0.$((n % 5 + 1))"
	kill -KILL $recorder
	wait $recorder 2>/dev/null
	[ ! -s killed ] || kintro tasks --via=file:killed >out 2>&1 || bad=$((bad + 1))
done
ok "killed 15 times, it reads" is $bad 0
ok "it is gone on with" kintro record killed tasks
ok "and is whole then" is "$(kintro tasks --json --via=file:killed --limit=1 |
	jq -c .warnings)" '[]'

# --- files ---------------------------------------------------------------------------

# Room for the header, which grows with the objects that there are, and a few samples. A
# first sample is as large as there are tasks, and some may come meanwhile.
kintro record room tasks
header=$(stat -c %s room)
kintro record room tasks
limit=$((header + header / 8 + 4 * ($(stat -c %s room) - header)))
ok "rotation" kintro record turn tasks --watch=0.01 --count=200 --max-size=$limit --keep=3
ok "three old files" test -e turn.1 -a -e turn.2 -a -e turn.3 -a ! -e turn.4
ok "none is too large" test -z "$(find . -name 'turn*' -size +${limit}c)"
lost=$(for file in turn.3 turn.2 turn.1 turn; do
	kintro tasks --json --via=file:$file --watch=1ms --limit=0 | jq .time.monotonic_ns
done | awk 'NR > 1 && ($1 <= last || $1 - last > 60e9) { n++ } { last = $1 } END { print n + 0 }')
ok "one goes on where the other ends" is "$lost" 0
ok "by age" kintro record old tasks --watch=0.2 --count=6 --max-age=0.5 --keep=1
ok "one old file" test -e old.1 -a ! -e old.2
ok "none is kept" kintro record none tasks --watch=0.02 --count=10 --max-size=$limit --keep=0
ok "but the last" test -e none -a ! -e none.1

touch keep.3 keep.4 keep.6
ok "what an earlier run kept" kintro record keep tasks --watch=0.01 --count=200 --max-size=$limit --keep=2
ok "goes, as far as its numbers go on" test -e keep.2 -a ! -e keep.3 -a ! -e keep.4 -a -e keep.6

# Another recorder is refused at any time, also while a file takes the place of the last.
kintro record two tasks --watch=0.01 --count=150 --max-size=$limit --keep=200 &
recorder=$!
until [ -s two ]; do kill -0 $recorder || break; done
stolen=0 refused=0
while kill -0 $recorder 2>/dev/null; do
	if kintro record two tasks 2>err; then
		kill -0 $recorder 2>/dev/null && stolen=$((stolen + 1))
	elif grep -q 'another program is recording to two' err; then
		refused=$((refused + 1))
	fi
done
wait $recorder
ok "two recorders: the first goes on" is $? 0
ok "and the other is refused" test $stolen = 0 -a $refused -gt 0 -a ! -e two.new
bad=0 samples=0
for file in two two.*; do
	n=$(kintro tasks --json --limit=0 --watch=1ms --via=file:$file 2>err | wc -l)
	samples=$((samples + n))
	[ ! -s err ] || bad=$((bad + 1))
done
ok "no file is damaged" is $bad 0
ok "no sample is lost" test $samples -ge 150

mkdir small
mount -t tmpfs -o size=64k none small
ok "a full disk ends it" ends 2 kintro record small/file --watch=0.01
ok "in words" grep -q 'cannot write small/file: No space left on device' err
ok "with whole samples" is "$(kintro tasks --json --via=file:small/file --limit=1 |
	jq -c .warnings)" '[]'
kintro --json --record=small/file >out 2>err
ok "and a document that cannot be recorded says so" is "$?, $(jq -c .truncated out)" "2, false"
umount small

# --- differences ------------------------------------------------------------------------

sleep 1000 &
one=$!
kintro record change tasks
kill $one
wait $one 2>/dev/null
sleep 1001 &
two=$!
kintro record change tasks
ok "there is a difference" ends 6 kintro diff change@1 change tasks
ok "one is gone" grep -q "^- pid=$one " out
ok "one is added" grep -q "^+ pid=$two .*comm=sleep" out
ok "in JSON" ends 6 kintro diff change@-2 change@-1 --json
cp out /out/diff.json
ok "the same" is "$(jq -c "[(.objects.tasks.gone | map(.pid) | index($one)) != null,
	(.objects.tasks.added | map(.pid) | index($two)) != null, .elapsed_ns > 0]" out)" \
	'[true,true,true]'
ok "by a column" ends 6 kintro diff change@1 change tasks --sort=-pid
ok "the last number first" is "$(sed -n 's/^. pid=\([0-9]*\).*/\1/p' out | sort -rn | cmp - <(sed -n 's/^. pid=\([0-9]*\).*/\1/p' out) && echo yes)" yes
ok "which is not printed on a full disk" ends_full 2 kintro diff change@1 change tasks
ok "nor are tables" ends_full 2 kintro tasks
ok "nor help" ends_full 2 kintro-top --help
ok "no difference to itself" ends 0 kintro diff change change
ok "which is silent" test ! -s out
ok "no such sample" ends 3 kintro diff change@3 change
ok "no such object" ends 4 kintro diff change@1 change vas
ok "too few" ends 1 kintro diff change

# --- without the driver --------------------------------------------------------------------

# with the alias, asking for the driver would load it again
mkdir -p /etc/modprobe.d
echo 'alias net-pf-16-proto-16-family-kintrospect kintrospect' >/etc/modprobe.d/planted.conf
kintro tasks --watch=0.3 --count=20 --limit=1 -o pid --no-header >watched 2>watch-words &
watcher=$!
until [ -s watched ]; do kill -0 $watcher || break; done
kintro record reload tasks --watch=0.3 --count=30 2>words &
recorder=$!
until kintro tasks --via=file:reload --sample=2 >/dev/null 2>&1; do
	kill -0 $recorder || break
done
until rmmod kintrospect 2>/dev/null; do kill -0 $recorder || break; done
until grep -q 'waiting for the driver' words; do kill -0 $recorder || break; sleep 0.1; done
until grep -q 'waiting for the driver' watch-words; do kill -0 $watcher || break; sleep 0.1; done
slept() { awk '/^voluntary_ctxt/ { print $2 }' "/proc/$1/status"; }
for pid in $recorder $watcher; do
	before=$(slept $pid)
	until [ "$(slept $pid)" -gt $((before + 4)) ]; do kill -0 $pid || break; sleep 0.1; done
done
ok "neither recorder nor --watch loads it again" test ! -e /sys/module/kintrospect
ok "recordings need no driver" is "$(kintro tasks --json --via=file:reload | jq -c .truncated)" false
ok "not in one either" test "$(kintro --via=file:five | grep -c .)" -gt 5
modprobe kintrospect
wait $watcher
ok "--watch goes on when the driver is back" is $? 0
ok "says so" is "$(grep -c 'waiting for the driver\|there again' watch-words)" 2
ok "and has all its samples" is "$(grep -c 1 watched)" 20
rm /etc/modprobe.d/planted.conf
wait $recorder
ok "a recorder waits for the driver" is $? 0
ok "and says so" is "$(grep -c 'waiting for the driver\|there again' words)" 2
ok "30 samples all the same" is "$(kintro tasks --json --via=file:reload --watch=1ms | wc -l)" 30
kill %1 2>/dev/null
cd / || exit 1
echo "1..$count"
