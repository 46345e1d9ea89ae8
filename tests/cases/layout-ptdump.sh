#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# layout against the kernel's own dump of its page tables (CONFIG_PTDUMP_DEBUGFS, on
# amd64): each of its marks stands where a region begins, and what it says of the pages
# that a section begins with is what we say. The dump goes on by one mark a line at most,
# so behind a region with nothing in it (ldt) two marks are late and left out here.
. /tests/lib/tap.sh
dump=/sys/kernel/debug/page_tables/kernel

alike() { [ -n "$1" ] && is "$1" "$2"; }
same() { # same OURS THEIRS WORDS
	ok "$3" alike "$1" "$2"
}

if [ ! -r $dump ]; then
	echo "1..0 # SKIP this kernel does not dump its page tables"
	exit
fi
cat $dump >"$tmp/dump"
kintro layout --no-header -o name,start-addr,perms,kind >"$tmp/layout"
# Both are looked for in one pass: the dump has very many lines.
grep -A 1 -F -- '---[' "$tmp/dump" >"$tmp/marks"
# A line is a range of pages that are alike: bounds, size, flags, level. A page that is not
# there has no flags.
awk '
	FNR == NR {
		if ($4 != "image")
			next
		start[$1] = $2
		if (lowest == "" || $2 < lowest)
			lowest = $2
		next
	}
	/^0x/ {
		split($1, bound, "-")
		if (bound[2] <= lowest)
			next
		for (name in start)
			if (bound[1] <= start[name] && start[name] < bound[2]) {
				print name, !/ (RW|ro) / ? "---" : "r" (/ RW / ? "w" : "-") (/ x / ? "x" : "-")
				delete start[name]
			}
	}' "$tmp/layout" "$tmp/dump" >"$tmp/pages"

while IFS=: read -r mark name; do
	grep -qF -- "---[ $mark ]---" "$tmp/marks" || continue
	start=$(awk -v name="$name" '$1 == name { print $2 }' "$tmp/layout")
	its=$(grep -A 1 -F -- "---[ $mark ]---" "$tmp/marks" | sed -n '2s/-.*//p')
	same "$start" "$its" "$name begins where the mark '$mark' stands"
done <<'END'
User Space:user
vmalloc() Area:vmalloc
Vmemmap:vmemmap
KASAN shadow:kasan-shadow
CPU entry Area:cpu-entry-area
ESPfix Area:espfix
EFI Runtime Services:efi-runtime
High Kernel Mapping:image-map
Modules:modules
Fixmap Area:fixmap
END

while read -r name start perms kind; do
	[ "$kind" = image ] || continue
	its=$(awk -v name="$name" '$1 == name { print $2 }' "$tmp/pages")
	same "$perms" "$its" "$name is $perms at $start, as in the page tables"
done <"$tmp/layout"
echo "1..$count"
