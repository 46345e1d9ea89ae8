#!/usr/bin/awk -f
# SPDX-License-Identifier: GPL-2.0-only
#
# usage: tests/vm/reports.awk PATTERNS LOG
# Prints the faults in a kernel's log: from a line that matches one of the
# PATTERNS to the end of that report, not more than 400 lines in all.

FNR == NR {
	if ($0 != "" && $0 !~ /^#/)
		pattern[++n] = $0
	next
}

{
	gsub(/\r/, "")
	text = $0
	sub(/^\[ *[0-9]+\.[0-9]+\]( *\[ *[CT][0-9]+\])? /, "", text)
	for (i = 1; i <= n; i++)
		if (text ~ pattern[i]) {
			left = 80
			break
		}
	if (left > 0 && ++printed <= 400)
		print
	left--
	if (text ~ /^---\[ end trace/)
		left = 0
}
