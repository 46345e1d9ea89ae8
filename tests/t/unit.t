#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 20
#
# Unit tests of the clients' library (tests/unit), each a cmocka program built
# with ASan and UBSan.
set -u
packaging/deps build check >&2 || exit 1
make -j"$(nproc)" unit-bin >&2 || exit 1

# The plan is one for all of them: results are counted anew, diagnosis kept.
count=0
for source in tests/unit/test_*.c; do
	[ -e "$source" ] || continue
	name=$(basename "$source" .c)
	out=$(CMOCKA_MESSAGE_OUTPUT=TAP UBSAN_OPTIONS=print_stacktrace=1 "build/unit/$name" 2>&1)
	rc=$?
	while IFS= read -r line; do
		case $line in
		ok\ * | not\ ok\ *)
			count=$((count + 1))
			echo "$line" | sed -E "s/^((not )?ok) [0-9]+( -)? */\1 $count - $name: /" ;;
		1..*) ;;
		*) echo "# $line" ;;
		esac
	done <<<"$out"
	count=$((count + 1))
	if [ $rc = 0 ]; then
		echo "ok $count - $name ends well"
	else
		echo "not ok $count - $name ends well (status $rc)"
	fi
done
[ $count -gt 0 ] || { echo "1..0 # SKIP no unit tests"; exit 0; }
echo "1..$count"
