#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Stricter warnings of gcc over what runs in user space, and its static analyser
# over the clients. What it says of leaks is wrong wherever ownership goes into a
# struct; the unit tests run with LeakSanitizer instead. What includes the driver's sources
# has headers of its own for them, which the build knows.
warn() {
	xargs -P "$(nproc)" -I '{}' gcc -std=gnu11 -O1 \
		-Wall -Wextra -Wshadow -Wvla -Wundef -Wpointer-arith \
		-Wformat=2 -Wno-format-nonliteral -Wmissing-prototypes \
		-Wstrict-prototypes -Wold-style-definition \
		-fdiagnostics-plain-output -fdiagnostics-path-format=none "$@" \
		-Iuapi -Iclient -Iclient/lib -c '{}' -o /dev/null 2>&1
}

{ tests/lint/files client | grep '\.c$'; ls client/gen/*.c; } | warn -D_GNU_SOURCE -Wwrite-strings -fanalyzer -Wno-analyzer-malloc-leak
tests/lint/files guest | grep '\.c$' | grep -v '^tests/unit/' | warn -D_GNU_SOURCE= -Wno-maybe-uninitialized -Itests/guest/lib
tests/lint/files guest | grep '^tests/unit/.*\.c$' | grep -v '/test_btf\.c$' | warn -D_GNU_SOURCE -Wno-maybe-uninitialized
exit 0
