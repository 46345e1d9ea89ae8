#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 120
# limit: 900
#
# What goes while it is read: a module whose address is named, the driver itself when its
# loading fails, memory of a zone, the return address that a kretprobe hides. Names that
# two symbols have. A node of the device tree that comes while the driver is loaded. And what of old kernels is known by their sublevel only.
set -u
. tests/lib/tap.sh
packaging/deps build check >&2 || exit 1

# The tree of mappings changes under the mmap lock held for reading (CVE-2023-3269).
# stepping VERSION: how this kernel's driver goes from mapping to mapping
stepping() {
	local version=$1
	mkdir -p "$tmp/linux" && : >"$tmp/linux/mm.h"
	printf '#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + (c))\n#define LINUX_VERSION_CODE KERNEL_VERSION(%s)\n' \
		"${version//./,}" >"$tmp/linux/version.h"
	${CC:-cc} -E -dM -DCONFIG_64BIT -I"$tmp" driver/kernel/vma_iter.h |
		sed -n 's/^#define KIN_VMA_\(LOOKUPS\|NODES\)\b.*/\1/p'
}
for version in 6.1.0 6.1.36 6.2.0 6.3.10 6.4.0; do
	ok "$version: each mapping is looked up" is "$(stepping $version)" LOOKUPS
done
for version in 6.1.37 6.1.192; do
	ok "$version: nodes are read" is "$(stepping $version)" NODES
done
for version in 5.10.46 6.3.11 6.4.1 6.12.1 7.3.4; do
	ok "$version: the kernel's own steps" is "$(stepping $version)" ""
done

# guest ARGUMENT...: its TAP becomes part of ours.
guest() {
	local status
	tests/vm/run "$@" >"$tmp/guest"
	status=$?
	merge "$tmp/guest" && [ $status = 0 ]
	ok "the guest's tests came to their end (status $status)" [ $? = 0 ]
}
modules=$(tests/vm/modules 6.1) || exit 1
driver=$(tests/vm/driver --variant twice --cflags -DKIN_LOOKUP_TWICE 6.1) || exit 1
# With preemption a reader that is stopped keeps nobody waiting but by what it holds.
guest --driver "$driver" --cmdline preempt=full --files "$modules" --timeout 400 \
	--qemu "-m slots=1,maxmem=2G -object memory-backend-ram,id=more,size=256M -device pc-dimm,memdev=more" -- \
	"/tests/lib/suite.sh /tests/cases/twice.sh /tests/cases/naming.sh /tests/cases/init.sh /tests/cases/offline.sh"
modules=$(tests/vm/modules 6.1 armhf) || exit 1
guest --arch armhf --timeout 400 --files "$modules" -- \
	"/tests/lib/suite.sh /tests/cases/kretprobe.sh /tests/cases/node.sh"
echo "1..$count"
