#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Manual pages are as mandoc wants them, and of a day.
command -v mandoc >/dev/null || { echo "SKIP no mandoc"; exit; }
pages=(client/man/*.[1-8] packaging/pi/*.[1-8])
mandoc -T lint -W warning "${pages[@]}" 2>&1
for page in "${pages[@]}"; do
	grep -qE '^\.TH [A-Z\\-]+ [1-8] 20[0-9]{2}-[01][0-9]-[0-3][0-9] ' "$page" ||
		echo "$page: its .TH has no date"
done
exit 0
