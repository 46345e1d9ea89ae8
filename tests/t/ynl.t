#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 60
#
# The kernel's own YNL clients (tools/net/ynl) read the driver by our spec, as it is:
# the one in Python dumps every object and says what the files in debugfs say; the
# one in C is code made of the spec.
set -u
linux=$(tests/linux) || exit 1
modules=$(tests/vm/modules 6.1) || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/linux/tools/net"
cp -r "$linux/tools/net/ynl" "$tmp/linux/tools/net/" &&
	cp -r "$linux/Documentation" "$tmp/linux/" &&
	cp uapi/specs/kintrospect.yaml "$tmp/linux/Documentation/netlink/specs/" || exit 1
# a thread in state D, for stacks to have rows
cp "$modules/planted_stack.ko" "$tmp" || exit 1

# generate header|source FILE: what ynl_gen_c.py makes for user space. It goes up from
# the spec until it meets a file MAINTAINERS, and for ever if it meets none.
touch "$tmp/linux/MAINTAINERS"
ynl=$tmp/linux/tools/net/ynl
generate() {
	"$ynl/pyynl/ynl_gen_c.py" --mode user "--$1" --user-header kintrospect-user.h -o "$2" \
		--spec "$tmp/linux/Documentation/netlink/specs/kintrospect.yaml" >&2
}
generate header "$tmp/kintrospect-user.h" && generate source "$tmp/kintrospect-user.c" &&
	gcc -std=gnu11 -O2 -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Werror \
		-I"$tmp" -I"$ynl/lib" -Iuapi -o "$tmp/ynl-client" \
		tests/contract/ynl.c "$tmp/kintrospect-user.c" "$ynl/lib/ynl.c" >&2 || exit 1
exec tests/vm/run --with python --files "$tmp" -- "insmod /files/planted_stack.ko && \
	/tests/lib/suite.sh 'python3 /tests/contract/ynl.py' /files/ynl-client"
