#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A name that several symbols have is not used. A test build looks for one, s_start.
. /tests/lib/tap.sh

refused() { dmesg | sed -n 's/.*kintrospect: the kernel has several symbols \(.*\): none is used/\1/p'; }
ok "several symbols have the name" test "$(grep -c ' s_start$' /proc/kallsyms)" -gt 1
ok "it is refused, and no other is" is "$(refused)" s_start
ok "nor are structures of one name that differ" \
	is "$(dmesg | grep -c 'kintrospect: the kernel has structures')" 0
echo "1..$count"
