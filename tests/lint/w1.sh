#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The driver, and the build of it for tests, with the compiler's warnings that
# kbuild keeps for W=1, kernel-doc's among them; newer kernels' compilers and headers
# know more. -Wextra is for our files; what it
# says of the kernel's headers is not ours.
for kernel in 6.1 6.12 7.3; do
	tests/vm/driver --variant w1 --cflags "-Wall -Wextra -Wno-unused-parameter \
		-Wno-sign-compare -Wno-missing-field-initializers" "$kernel" W=1 2>&1 |
		grep -E '^[^ ]*/driver/[^ ]*: |^vm: [^w]|^ERROR'
done
tests/vm/driver --variant w1-mutate --cflags -DKIN_MUTATE 6.1 W=1 2>&1 |
	grep -vE '^ +[A-Z]+ |^make|^vm: waiting|\.ko$'
exit 0
