#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# No two object files of a folder need each other, directly or through others: such a
# knot can only be understood, tested and changed as a whole.

folders=(client/lib client/kintro client/top)

make -s client >/dev/null 2>&1 || echo "make client fails"
for folder in "${folders[@]}"; do
	tests/lint/knots.py "$folder" "build/client/obj/${folder#client/}"
done
exit 0
