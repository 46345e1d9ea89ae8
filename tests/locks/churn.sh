#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# On a kernel with lockdep: classes come and go while they are dumped, and others get their
# numbers. No row may join what never was together, nor have the name of a class that was
# gone when the row was made.
. /tests/lib/tap.sh
insmod /files/planted_churn.ko || exit
parameters=/sys/module/planted_churn/parameters
edges=/sys/kernel/debug/kintrospect/lock_edges

# --- a dump in pieces, and another generation now and then -------------------------------
# A read gives a page. A batch of rows of hubs fills 16 pages at most, so what is read was
# collected after the last change but one.
exec 3<"$edges"
: >"$tmp/text"
: >"$tmp/changes"
while dd bs=65536 count=16 <&3 2>/dev/null >"$tmp/piece" && [ -s "$tmp/piece" ]; do
	cat "$tmp/piece" >>"$tmp/text"
	grep -q churn_hub "$tmp/piece" || continue
	echo 1 >$parameters/next || break
	echo "$(stat -c %s "$tmp/text") $(<$parameters/generation)" >>"$tmp/changes"
done
exec 3<&-
# from, to and to's number of rows with a hub or a leaf, and the generation that was the
# newest when the row was collected, or one before it
LC_ALL=C awk -F '\t' '
	FILENAME ~ /changes$/ { split($0, of, " "); at[++n] = of[1]; number[n] = of[2]; next }
	FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
	{ end += length($0) + 1 }
	# Other columns, such as a caller, can have the word as well.
	$column["from"] ~ /^churn_/ || $column["to"] ~ /^churn_/ {
		while (s < n && end > at[s + 1])
			s++
		print $column["from"], $column["to"], $column["to_id"], (s > 1 ? number[s - 1] : 1)
	}' "$tmp/changes" "$tmp/text" >"$tmp/rows"
cat /proc/planted_churn >"$tmp/churn"
changes=$(grep -c . "$tmp/changes")
ok "a dump went on over $changes changes" [ "$changes" -ge 3 ]
ok "with rows of several generations" [ "$(sed -n 's/.*churn_leaf\.\([0-9]*\)\..*/\1/p' \
	"$tmp/rows" | sort -u | grep -c .)" -ge 3 ]
# numbers were really given to others
ok "numbers came again" [ "$(awk '{ print $4 }' "$tmp/churn" | sort | uniq -d | grep -c .)" -gt 0 ]
awk '
	FILENAME ~ /churn$/ { id[$2 "." $3] = $4; next }
	{
		wrong = $1 !~ /^churn_hub\.[0-9]+$/ || $2 !~ /^churn_leaf\.[0-9]+\.[0-9]+$/
		leaf = substr($2, 12)
		split(leaf, of, ".")
		if (wrong || id[leaf] != $3 || of[1] < $4)
			print
	}' "$tmp/churn" "$tmp/rows" >"$tmp/out"
ok "there were rows of hubs" [ "$(grep -c . "$tmp/rows")" -gt 500 ]
ok "every name is of the class that has the number then" [ ! -s "$tmp/out" ]

# --- whole dumps, while generations follow one another -----------------------------------

while [ ! -e "$tmp/end" ] && echo 1 2>/dev/null >$parameters/next; do :; done &
churn=$!
: >"$tmp/out"
: >"$tmp/rows"
begin=$(<$parameters/generation)
# A dump that was interrupted has few rows.
for ((round = 0; round < 100 && (round < 3 || $(<$parameters/generation) < begin + 4 ||
	$(grep -c . "$tmp/rows") <= 1000); round++)); do
	kintro lock-edges --no-header -o from,to 2>/dev/null >"$tmp/edges"
	grep churn_ "$tmp/edges" >>"$tmp/rows"
	# kintro's columns are padded
	grep churn_ "$tmp/edges" | awk '{ $1 = $1; print }' |
		grep -vE '^churn_hub\.[0-9]+ churn_leaf\.[0-9]+\.[0-9]+$' >>"$tmp/out"
	kintro lock-chains --no-header -o class-ids 2>/dev/null >"$tmp/chains"
	kintro locks --no-header -o class-id,name --filter 'name~^churn_hub' >"$tmp/hubs"
	cat /proc/planted_churn >"$tmp/churn"
	awk '
		FILENAME ~ /hubs$/ { hub[$1]; next }
		FILENAME ~ /churn$/ { leaf[$4]; next }
		{
			count = split($1, of, ",")
			for (i = 1; i <= count; i++)
				if (of[i] in hub && (i > 1 || count > 2 ||
						     (count == 2 && !(of[2] in leaf))))
					print "chain", $1
		}' "$tmp/hubs" "$tmp/churn" "$tmp/chains" >>"$tmp/out"
done
: >"$tmp/end"
wait $churn
ok "there were rows" [ "$(grep -c . "$tmp/rows")" -gt 1000 ]
ok "generations followed one another" [ "$(<$parameters/generation)" -ge $((begin + 4)) ]
ok "nothing is together that never was" [ ! -s "$tmp/out" ]
rmmod planted_churn
kintro locks --no-header -o name >"$tmp/rows"
ok "nothing is left of it" [ "$(grep -c churn_ "$tmp/rows")" = 0 ]
echo "1..$count"
