#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 40
# limit: 2700
#
# kintro-top's memory does not grow: 10,000 refreshes of all its views with keys and a
# driver that goes and comes, counted to the byte under ASan, which looks for leaks at
# the end; and the program itself, by what it has resident.
set -u
. tests/lib/tap.sh
packaging/deps build check >&2 || exit 1
make -s -j"$(nproc)" flat-bin client >&2 || exit 1
export LC_ALL=C.UTF-8 XDG_CONFIG_HOME=$tmp/config ASAN_OPTIONS=log_path=$tmp/asan \
	UBSAN_OPTIONS=log_path=$tmp/ubsan
for step in 0 1 2 3; do
	python3 tests/top/fixture.py "$tmp/$step" --step $step || exit 1
done

flat() { build/unit/flat "$tmp" "$1" >"$tmp/out" 2>&1 && sed 's/^/# /' "$tmp/out" && grep -qx flat "$tmp/out"; }
ok "10,000 refreshes: as much in use at the end" flat 10000
ok "no word of ASan, LSan or UBSan" is "$(cat "$tmp"/asan* "$tmp"/ubsan* 2>/dev/null | head -n 30)" ""

# The pipe holds some samples that are not read yet, and the last ones when it has ended.
resident() { awk '/^VmRSS:/ { print $2 }' "/proc/$pid/status"; }
batch() {
	local samples=0 early=0 late=0 line pid
	exec {lines}< <(exec build/client/kintro-top -b -n 600 -d 0.01 "--via=debugfs:$tmp/1")
	pid=$!
	while read -r -u "$lines" line; do
		[[ $line == 'kintro-top tasks'* ]] || continue
		samples=$((samples + 1))
		[ $samples != 100 ] || early=$(resident)
		[ $samples != 500 ] || late=$(resident)
	done
	echo "# $samples samples: $early KiB, then $late KiB"
	[ $samples = 600 ] && [ "$early" -gt 0 ] && [ "$late" -gt 0 ] && [ "$late" -le $((early + 128)) ]
}
ok "600 samples of batch mode: as much resident" batch
echo "1..$count"
