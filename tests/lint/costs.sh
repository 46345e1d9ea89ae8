#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a change costs, by the table of ARCHITECTURE.md, is what it did cost: for two of its rows
# there is a commit that makes such a change and nothing else. Files that uapi/kingen.py and
# tests/grid write do not count. Of the files that a row names after a semicolon, which only some
# changes need, the folders do not count either.

document=ARCHITECTURE.md
generated='^(client/gen/|driver/gen/|uapi/linux/)'
generated+='|^(uapi/AVAILABILITY\.md|README\.md|client/man/kintro\.8|client/completion/kintro)$'
generated+='|^(tests/lib/objects|tests/guest/lib/objects\.h)$'

if ! git rev-parse -q --verify HEAD >/dev/null 2>&1; then
	echo "SKIP there is no history of commits"
	exit 0
fi

missing=''
# compare ROW SUBJECT: the row of the table that begins so, with the commit of that subject.
compare() {
	local commit cell number folders files count
	commit=$(git log --format='%H %s' |
		awk -v subject="$2" 'substr($0, 42) == subject { print $1; exit }')
	# the oldest commit of a shallow history has the whole tree for a change
	git rev-parse -q --verify "${commit:-none}^" >/dev/null ||
		{ missing="no commit \"$2\" with its parent in this history"; return; }
	cell=$(awk -F ' *[|] *' -v row="$1" '$2 == row { print $3 }' $document)
	number=$(grep -oE '^[0-9]+' <<<"$cell") ||
		{ echo "$document: the table has no row \"$1\" that begins with a number"; return; }
	# those of the files after the semicolon, as one pattern; without any, one that is no path
	# shellcheck disable=SC2016 # backquotes of the document
	folders=$(sed -n 's/^[^;]*;//p' <<<"$cell" | grep -oE '`[^`]+/' | tr -d '`' | paste -sd '|')
	files=$(git show --format= --name-only "$commit" | grep -vE "$generated" |
		grep -vE "^(${folders:-//})")
	count=$(wc -l <<<"$files")
	[ "$count" = "$number" ] && return
	echo "$document: \"$1\" should say $count files instead of $number, by commit ${commit:0:12}:"
	printf '%s\n' "$files"
}

# shellcheck disable=SC2016 # backquotes of the document
faults=$(
	compare 'add a counter that `tasks` sums over threads' \
		'tasks: bytes read from storage, and written there'
	compare 'add an object' 'irqs: interrupts, their handlers, affinity and counts'
	[ -z "$missing" ] || echo "SKIP $missing"
)
# a fault of one row counts, even if the other cannot be looked at
if grep -qv '^SKIP ' <<<"${faults:-SKIP }"; then
	grep -v '^SKIP ' <<<"$faults"
else
	printf '%s' "${faults:+$faults$'\n'}"
fi
exit 0
