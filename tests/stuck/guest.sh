#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Next to processes that are stuck (kstuck has their pids in KS_*): every way to ask for
# address spaces ends, says who was not read and why, and loses nobody else.
. /tests/lib/tap.sh

# shellcheck disable=SC2206 # lists of pids
reader=(${KS_reader-}) writer=(${KS_writer-} ${KS_shared-}) swap=(${KS_swap-})
locked=("${reader[@]}" "${writer[@]}")
files=/sys/kernel/debug/kintrospect

uptime_ms() { awk '{ printf "%d", $1 * 1000 }' /proc/uptime; }

# took COMMAND...: the ms that it takes, in $ms, and its status
took() {
	local begin status
	begin=$(uptime_ms)
	timeout -s KILL 60 "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
	ms=$(($(uptime_ms) - begin))
	return $status
}

# within MS COMMAND...: ends by itself with status 0, in $tmp/out and $tmp/err. A busy host
# takes processors from this guest, by how much tells a command that waits for nothing: so
# a command that takes too long has some of that one's time on top, and five attempts.
within() {
	local most=$1 status try plain spent
	shift
	for try in 1 2 3 4 5; do
		took "$@"
		status=$? spent=$ms
		[ $status = 0 ] || break
		[ "$spent" -ge "$most" ] || return 0
		cp "$tmp/out" "$tmp/kept"
		cp "$tmp/err" "$tmp/kept.err"
		took kintro fields --csv
		plain=$ms
		mv "$tmp/kept" "$tmp/out"
		mv "$tmp/kept.err" "$tmp/err"
		[ "$spent" -ge $((most + 4 * plain)) ] || return 0
	done
	echo "$*: status $status after $spent ms, where nothing to wait for takes ${plain-?}; attempt $try"
	return 1
}

# has LIST PID: whether a pid is in a list of words
has() { [[ " $1 " == *" $2 "* ]]; }

# Processes that nothing keeps from being read, and how many mappings each has.
others() {
	local pid
	for pid in $(kintro tasks --csv --no-header -o pid --filter=kthread=false); do
		has "${locked[*]} ${swap[*]} ${KS_zombie-} ${KS_exec-}" "$pid" && continue
		# made for this look only
		has "$$ $BASHPID" "$pid" && continue
		[ -r "/proc/$pid/maps" ] || continue
		echo "$pid $(grep -vc '\[vsyscall\]\|\[vectors\]' "/proc/$pid/maps")"
	done
}

# complete: rows in $tmp/out (pid,start_addr,busy as CSV) of all others are as maps has them
complete() {
	local pid want got bad=0
	while read -r pid want; do
		[ -d "/proc/$pid" ] || continue
		got=$(grep -c "^$pid,0x" "$tmp/out")
		[ "$got" = "$want" ] || { echo "pid $pid: $got rows, maps has $want"; bad=1; }
	done <"$tmp/others"
	return $bad
}

# busy OBJECT PID LOCK HOLDER: the row of a process that says which lock, and who has it
busy() {
	grep -q "^$2,$3,$4\$" "$tmp/busy" || { echo "no row $2,$3,$4 in $1:"; cat "$tmp/busy"; return 1; }
}

# By their own locks, mappings are read though the mmap lock is not free.
single=false
[[ $(uname -r) != 7.* ]] || single=true

others >"$tmp/others"
ok "there are others to look at" test "$(wc -l <"$tmp/others")" -ge 3

ok "vmas ends" within 1000 kintro vmas --csv --no-header -o pid,start-addr,busy
ok "all mappings of all others are there" complete
cp "$tmp/out" "$tmp/vmas"
for pid in "${locked[@]}"; do
	if $single; then
		ok "mappings of $pid, whose lock is not free, are there" grep -q "^$pid,0x" "$tmp/vmas"
	else
		ok "one row of $pid says so" test "$(grep -c "^$pid,,mmap-lock\$" "$tmp/vmas")" = 1
		ok "there is no other row of it" test "$(grep -c "^$pid," "$tmp/vmas")" = 1
	fi
done
ok "residency ends" within 1000 kintro vmas --csv --no-header -o pid,start-addr,rss-bytes
kintro vmas --csv --no-header -o pid,busy,busy-holder-pid,rss-bytes 2>"$tmp/err" |
	sed -n 's/,$//p' | sort -u >"$tmp/busy"
for pid in "${reader[@]}"; do
	ok "vmas: $pid is busy, and readers are nobody" busy vmas "$pid" mmap-lock ''
done
for pid in "${writer[@]}"; do
	holder=$pid
	ok "vmas: $pid is busy, and holds the lock itself" busy vmas "$pid" mmap-lock "$holder"
done
for pid in "${swap[@]}"; do
	ok "vmas: $pid is in exec" busy vmas "$pid" exec-update-lock "$pid"
done
[ ${#locked[@]} = 0 ] || ok "one warning tells of it" test "$(grep -c 'warning: vmas: ' "$tmp/err")" = 1

ok "vas ends" within 1000 kintro vas --csv --no-header -o pid,busy,busy-holder-pid
cp "$tmp/out" "$tmp/busy"
for pid in "${swap[@]}"; do
	ok "vas: $pid is in exec" busy vas "$pid" exec-update-lock "$pid"
	ok "a request for the row of $pid waits for nothing" krow busy "$pid"
done
while read -r pid _; do
	[ -d "/proc/$pid" ] || continue
	ok "vas: $pid is not busy" busy vas "$pid" '' ''
done <"$tmp/others"

for pid in "${reader[0]-}" "${writer[0]-}" "${swap[0]-}" ${KS_exec-} ${KS_disk-} ${KS_frozen-}; do
	[ "$pid" ] || continue
	ok "vmas pid=$pid, asked by name, ends" within 2000 kintro vmas "pid=$pid"
	ok "vas pid=$pid ends" within 2000 kintro vas "pid=$pid"
	ok "stacks tgid=$pid ends" within 1000 kintro stacks "tgid=$pid"
	ok "kintro map pid=$pid ends" within 2000 kintro map "pid=$pid"
done
ok "tasks ends" within 1000 kintro tasks --all-fields --csv
ok "stacks ends" within 1000 kintro stacks
ok "the overview ends" within 1500 kintro
ok "--json ends" within 2000 kintro --json
ok "it is JSON, with all objects" jq -e '(.vmas | length) > 10 and (.vas | length) > 2 and (.tasks | length) > 10' "$tmp/out"
[ ${#locked[@]}${#swap[@]} = 00 ] || $single ||
	ok "and says that locks were busy" jq -e '[.warnings[] | select(.code == "busy")] | length > 0' "$tmp/out"
ok "record ends" within 2000 kintro record "$tmp/a.krec"
ok "the recording has the same" test "$(kintro vmas --via=file:"$tmp/a.krec" --csv --no-header -o pid,busy |
	grep -c ',mmap-lock$')" = "$(grep -c ',mmap-lock$' "$tmp/vmas")"
ok "kintro-top -b ends" within 2000 kintro-top -b -n 1
for object in vas vmas stacks tasks; do
	ok "debugfs: $object ends" within 1000 cat $files/$object
	ok "proc: $object ends" within 1000 cat /proc/kintrospect/$object
done
ok "doctor ends" within 1500 kintro doctor
ok "all dumps together waited for a bounded time" test \
	"$(kintro stats --csv --no-header -o object,hold-max-ns 2>/dev/null | awk -F, '$2 > 1e9' | wc -l)" = 0

# Another family comes, answers and goes while somebody waits for rows.
if [ ${#locked[@]} -gt 0 ] && modprobe -n l2tp_netlink 2>/dev/null; then
	for ((i = 0; i < 20; i++)); do
		kintro vmas >/dev/null 2>&1
	done &
	ok "another family is registered meanwhile" within 3000 modprobe l2tp_netlink
	ok "it answers" within 3000 ip l2tp show tunnel
	ok "it goes again" within 3000 modprobe -r l2tp_netlink
	wait $!
fi

if [ ${#locked[@]} -gt 0 ]; then
	timeout -s KILL 3 ps aux >/dev/null 2>&1
	ok "ps aux, next to this, does not end" test $? = 137
fi
echo "1..$count"
