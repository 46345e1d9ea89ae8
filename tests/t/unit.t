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

. tests/lib/tap.sh
for source in tests/unit/test_*.c; do
	[ -e "$source" ] || continue
	name=$(basename "$source" .c)
	CMOCKA_MESSAGE_OUTPUT=TAP UBSAN_OPTIONS=print_stacktrace=1 "build/unit/$name" \
		>"$tmp/results" 2>&1
	status=$?
	merge "$tmp/results" "$name" && [ $status = 0 ]
	ok "$name ends well (status $status)" [ $? = 0 ]
done
[ $count -gt 0 ] || { echo "1..0 # SKIP no unit tests"; exit 0; }
echo "1..$count"
