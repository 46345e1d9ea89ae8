#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 60
#
# The kernel's own YNL client (tools/net/ynl) dumps every object by our spec, as
# it is, and says what the files in debugfs say.
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
exec tests/vm/run --with python --files "$tmp" -- "insmod /files/planted_stack.ko && python3 /tests/contract/ynl.py"
