#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kintro map and kintro layout ADDRESS in the guest: every mapping and region is in the
# picture, which covers the whole space and fits a terminal.
set -u
export LC_ALL=C.UTF-8
. /tests/lib/tap.sh
cd "$tmp" || exit 1

run() { # run COMMAND...: its output in files, its status in $rc
	"$@" >out 2>err </dev/null
	rc=$?
}

# --- the picture ---------------------------------------------------------------

# fits: no line is wider than 80 columns; addresses fall, from the top to 0.
fits() {
	[ -s out ] && ! grep -E '.{81}' out &&
		grep -o '^0x[0-9a-f]*' out | LC_ALL=C sort -rc &&
		[ "$(grep -o '^0x[0-9a-f]*' out | tail -n 1)" = 0x0000000000000000 ] &&
		[ "$(grep -o '^0x[0-9a-f]*' out | head -n 1)" = "$top" ]
}

top=$(kintro layout name=kernel -o last-addr --no-header)
run kintro map
[ "$rc" = 0 ] && fits
ok "map: the whole space, highest address on top, in 80 columns"

# leaves: what nothing lies in, by the regions' own rows
kintro layout -o name,parent,start-addr --no-header --filter 'kind!=unknown' >regions
awk 'NR == FNR { parents[$2]; next } !($1 in parents) { print $3, $1 }' regions regions >leaves
missing=0
while read -r start name; do
	if ! grep -q "^$start" out || ! grep -q -F " $name " out; then
		echo "# $name at $start is not there"
		missing=1
	fi
done <leaves
[ "$(wc -l <leaves)" -gt 15 ] && [ $missing = 0 ]
ok "map: every region that nothing lies in"

sleep 1000 &
pid=$!
until [ "$(cat /proc/$pid/comm)" = sleep ]; do :; done
run kintro map pid=$pid
[ "$rc" = 0 ] && fits
ok "map pid=: the whole space, in 80 columns"
missing=0 maps=0
while read -r range perms _ _ _ path; do
	case $path in '[vsyscall]' | '[vectors]') continue ;; esac
	start=$(printf '0x%016x' "0x${range%-*}") end=$(printf '0x%016x' "0x${range#*-}")
	maps=$((maps + 1))
	# the line of its name stands above that of its beginning, below that of its end
	awk -v start="$start" -v end="$end" -v perms="${perms%?}" -v path="${path##*/}" '
		index($0, start) == 1 { found = named; exit }
		index($0, end) == 1 { on = 1; next }
		/^0x/ { on = 0 }
		on && index($0, perms) && index($0, path) { named = 1 }
		END { exit !found }' out || {
		echo "# $range $perms $path is not there"
		missing=1
	}
done </proc/$pid/maps
[ $maps -gt 5 ] && [ $missing = 0 ]
ok "map pid=: each of the $maps mappings, with its permissions and its name"
cp out utf8
LC_ALL=C run kintro map pid=$pid
[ "$rc" = 0 ] && ! LC_ALL=C grep -q '[^ -~]' out && [ "$(wc -l <out)" = "$(wc -l <utf8)" ] && fits
ok "map: plain ASCII where the locale is not of UTF-8"
run kintro map --color=always
grep -q $'\033\\[3[0-9]m' out
ok "map: colours when they are wanted"
NO_COLOR=1 run kintro map
! grep -q $'\033' out
ok "map: none otherwise"
kill $pid

run kintro map pid=0
[ "$rc" = 1 ] && [ ! -s out ]
ok "map pid=0: wrong usage"
run kintro map pid=4194304
[ "$rc" = 3 ] && [ ! -s out ]
ok "map of no process: not found"
run kintro map --json
[ "$rc" = 1 ] && [ ! -s out ]
ok "map --json: wrong usage"
echo 2 >/proc/sys/kernel/kptr_restrict
run kintro map
[ "$rc" = 5 ] && [ ! -s out ] && grep -q CAP_SYSLOG err
ok "map without leave to see addresses: no permission, and what it needs"

# --- what those without that leave get of the layout -------------------------------

run kintro layout --csv
[ "$rc" = 0 ] && [ "$(wc -l <out)" -gt 15 ] &&
	awk -F , 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["start_addr"] $at["last_addr"] $at["gap_bytes"] != "" { bad = 1 }
		$at["phys_addr"] $at["kaslr_offset_bytes"] != "" { bad = 1 }
		$at["kind"] == "hole" && $at["size_bytes"] != "" { bad = 1 }
		END { exit bad }' out
ok "layout: names and sizes, but nothing that tells where"
run kintro layout addr=0x1000
[ "$rc" = 5 ] && [ ! -s out ]
ok "layout addr=: is not answered either"
run kintro modules --csv
[ "$rc" = 0 ] && ! grep -qE '0x[0-9a-f]{6}' out
ok "modules: no addresses"
echo 0 >/proc/sys/kernel/kptr_restrict

# --- where an address is --------------------------------------------------------------

addr=$(awk '$3 == "vprintk_emit" && NF == 3 { print $1 }' /proc/kallsyms)
run kintro layout "$addr"
[ "$rc" = 0 ] && grep -q ' text .*vprintk_emit+0x0/' out && [ "$(grep -c vprintk_emit out)" = 1 ] &&
	grep -q kernel out
ok "layout ADDRESS, as in kallsyms: the regions it is in, and its symbol"
run kintro layout "0x$addr"
[ "$rc" = 0 ] && grep -q 'vprintk_emit+0x0/' out
ok "layout ADDRESS with 0x"
module=$(awk '$4 == "[kintrospect]" && $2 ~ /[tT]/ && $3 ~ /^kin_/ { print $1, $3; exit }' /proc/kallsyms)
run kintro layout "${module% *}"
[ "$rc" = 0 ] && grep -q "+0x0/.*kintrospect" out
ok "layout ADDRESS of a module's function: its module, too"
run kintro layout 0x1000
[ "$rc" = 0 ] && [ "$(awk 'NR > 1 { print $NF, $(NF - 1) }' out)" = "- user" ]
ok "layout ADDRESS in user space"
run kintro layout "$addr" "$addr"
[ "$rc" = 1 ]
ok "layout of two addresses: wrong usage"
run kintro layout "$addr" --via=debugfs
[ "$rc" = 1 ] && grep -q netlink err
ok "layout ADDRESS through a file: says that it cannot"
echo "1..$count"
