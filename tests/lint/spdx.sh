#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every file names its licence in its first three lines.
tests/lint/files all | while read -r file; do
	case $file in
	*.json | *.png | LICENSES/* | COPYING | */debian/* | debian/* | tests/vm/reports) continue ;;
	esac
	[ -s "$file" ] || continue
	head -n 3 "$file" | grep -aq 'SPDX-License-Identifier: ' || echo "$file: no SPDX line"
done
# the driver must stay loadable as GPL, or it loses the symbols it needs
mapfile -t driver < <(tests/lint/files driver)
grep -L 'SPDX-License-Identifier: GPL-2.0-only' /dev/null "${driver[@]}" |
	grep -v '^/dev/null$' | sed 's/$/: the driver is GPL-2.0-only/'
exit 0
