#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Stricter warnings of gcc over what runs in user space, and its static analyser
# over the clients. What it says of leaks is wrong wherever ownership goes into a
# struct; the unit tests run with LeakSanitizer instead. What includes the driver's sources
# has headers of its own for them, which the build knows.
. tests/lib/once.sh
version=$(gcc --version | head -n 1)

# look FILE OPTION...: what gcc says of a file. If that is nothing, the file is remembered by
# the sum of its text and of what the preprocessor makes of it.
# shellcheck disable=SC2317 # called by xargs
look() {
	local file=$1 sum said
	shift
	sum=$({ cat "$file" && gcc "$@" -E "$file" 2>/dev/null; } | sha256sum)
	[ -n "$(unseen "gcc $version $*" <<<"$sum")" ] || return 0
	said=$(gcc "$@" -c "$file" -o /dev/null 2>&1)
	if [ -n "$said" ]; then
		echo "$said"
	else
		remember "gcc $version $*" "${sum%% *}"
	fi
}
export -f look unseen remember
export version CACHE

warn() {
	xargs -P "$(nproc)" -I '{}' bash -c 'look "$@"' look '{}' -std=gnu11 -O1 \
		-Wall -Wextra -Wshadow -Wvla -Wundef -Wpointer-arith \
		-Wformat=2 -Wno-format-nonliteral -Wmissing-prototypes \
		-Wstrict-prototypes -Wold-style-definition \
		-fdiagnostics-plain-output -fdiagnostics-path-format=none "$@" \
		-Iuapi -Iclient -Iclient/lib
}

{ tests/lint/files client | grep '\.c$'; ls client/gen/*.c; } | warn -D_GNU_SOURCE -Wwrite-strings -fanalyzer -Wno-analyzer-malloc-leak
tests/lint/files guest | grep '\.c$' | grep -v '^tests/unit/' | warn -D_GNU_SOURCE= -Wno-maybe-uninitialized -Itests/guest/lib -Itests/witness -Itests/fixture
tests/lint/files guest | grep '^tests/unit/.*\.c$' | grep -v '/test_btf\.c$' | warn -D_GNU_SOURCE -Wno-maybe-uninitialized
exit 0
