#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 70
# limit: 2700
#
# Recordings: made in a guest, where recorders are interrupted, killed and starved;
# printed on the host, where they have to say what kintro said then and there.
set -u
. tests/lib/tap.sh
packaging/deps build check >&2 || exit 1
make client >&2 || exit 1
kintro=$PWD/build/client/kintro

mkdir "$tmp/out"
tests/vm/run --memory 1024 --out "$tmp/out" -- /tests/record/guest.sh >"$tmp/guest"
status=$?
merge "$tmp/guest" && [ $status = 0 ]
ok "the guest's tests came to their end (status $status)" [ $? = 0 ]

# same NAME: prints the recording as it was printed then. Documents may differ in where
# rows are from and how long that took.
same() {
	local args=() arg
	while IFS= read -r arg; do
		case $arg in
		--via=*) continue ;;
		--watch=*) arg=--watch=1ms ;;
		esac
		args+=("$arg")
	done <"$tmp/out/$1.args"
	"$kintro" "${args[@]}" --via="file:$tmp/out/$1.rec" >"$tmp/replay" 2>"$tmp/err" || return
	case " ${args[*]} " in
	*" --json "*)
		jq -S 'del(.source, .duration_ns)' "$tmp/out/$1.live" >"$tmp/live.json" &&
			jq -S 'del(.source, .duration_ns)' "$tmp/replay" >"$tmp/replay.json" &&
			[ -s "$tmp/live.json" ] && diff "$tmp/live.json" "$tmp/replay.json" ;;
	*)
		[ -s "$tmp/replay" ] && diff "$tmp/out/$1.live" "$tmp/replay" ;;
	esac
}
for args in "$tmp"/out/*.args; do
	name=$(basename "$args" .args)
	ok "$name: the recording says what was said then" same "$name"
done

# Of another object, or of other columns, as if asked then.
whole=file:$tmp/out/whole.rec
ok "fewer columns" is "$("$kintro" tasks pid=1 -o pid,state --jsonl --via="$whole" |
	jq -c '[.pid, .comm]')" '[1,null]'
ok "the overview" test "$("$kintro" --via="$whole" | grep -c .)" -gt 5
ok "CSV" test "$("$kintro" vmas --csv --via="$whole" | wc -l)" -gt 10
ok "the columns of an object" "$kintro" tasks --help --via="$whole"
many=$tmp/out/many.rec
ok "a sample of 5000 tasks in less than 100 bytes a task" \
	test "$(stat -c %s "$many")" -lt 500000
ok "it is printed with 8 MB of memory" prlimit --data=8000000 "$kintro" tasks --jsonl \
	--via="file:$many"

# --- damage ------------------------------------------------------------------------

# Five samples, of which the last loses its end, and the third a bit.
cp "$tmp/out/watch.rec" "$tmp/hurt"
size=$(stat -c %s "$tmp/hurt")
truncate -s $((size - 7)) "$tmp/hurt"
ok "cut short, it is the one before" is "$("$kintro" tasks --json --limit=0 --via="file:$tmp/hurt" |
	jq -c '[.time.monotonic_ns, (.warnings | map(.code))]')" "$(jq -sc \
	'[.[3].time.monotonic_ns, ["damaged"]]' "$tmp/out/watch.live")"
# Frames: the header, then a sample each.
frames=$(LC_ALL=C grep -abo $'\x89KREC' "$tmp/hurt" | cut -d: -f1 | tr '\n' ' ')
ok "a header and five samples" is "$(wc -w <<<"$frames")" 6
read -r _ _ _ third fourth _ <<<"$frames"
printf '\377\377\377' | dd of="$tmp/hurt" bs=1 seek=$(((third + fourth) / 2)) conv=notrunc status=none
"$kintro" tasks --json --limit=0 --watch=1ms --via="file:$tmp/hurt" >"$tmp/steps" 2>"$tmp/err"
ok "a bit flipped, that sample is left out" is "$(wc -l <"$tmp/steps")" 3
ok "and it is told" is "$(jq -r '.warnings[].message' "$tmp/steps" | grep -c 'cannot be read')" 1
for sample in 1 2 3 4; do
	"$kintro" tasks --via="file:$tmp/hurt" --sample=$sample >/dev/null 2>"$tmp/err" || echo $sample
done >"$tmp/bad"
ok "when asked for, it is an error" is "$(wc -l <"$tmp/bad")" 1

ok "differences are as the schema says" python3 - "$tmp/out/diff.json" \
	<("$kintro" schema diff) <<'END'
import json, sys
import jsonschema
with open(sys.argv[1], encoding="utf-8") as text, open(sys.argv[2], encoding="utf-8") as schema:
    jsonschema.validate(json.load(text), json.load(schema))
END
echo "1..$count"
