#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Indentation and line ends; checkpatch knows more of C, this looks at all files.
mapfile -t files < <(tests/lint/files all | grep -vxF tests/vm/reports)
grep -nI '[[:blank:]]$' "${files[@]}" | grep -vE '^[^:]*\.md:' | sed 's/$/   <- blank at the end/'
mapfile -t c < <(tests/lint/files c)
[ ${#c[@]} -eq 0 ] || grep -nP '^ {2,}(?!\*)\S' "${c[@]}" | sed 's/$/   <- indented by blanks/'
grep -lI $'\r' "${files[@]}" | sed 's/$/: carriage returns/'
for file in "${files[@]}"; do
	[[ $file != *.png ]] || continue
	[ ! -s "$file" ] || [ -z "$(tail -c 1 "$file" | tr '\0' x)" ] || echo "$file: no newline at the end"
done
exit 0
