#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# No READ_ONCE() of a u64 or an s64 in the driver: where a word has 32 bits it is two
# loads. KIN_U64() of driver/compat/u64.h reads such a number. What is compiled is a copy
# of the driver in which READ_ONCE() refuses these types.
copy=build/lint-u64
mkdir -p "$copy" || exit 1
rm -rf "$copy/driver" "$copy/uapi"
cp -r driver uapi "$copy/" && ln -sfn "$PWD/tests" "$copy/tests" &&
	ln -sfn "$PWD/packaging" "$copy/packaging" || exit 1
find "$copy/driver" -name '*.[ch]' ! -path '*/gen/*' ! -name u64.h \
	-exec sed -i 's/\bREAD_ONCE(/KIN_CHECKED_READ_ONCE(/g' {} +
# shellcheck disable=SC2016 # for make
echo 'ccflags-y += -include $(src)/checked.h -ftrack-macro-expansion=0' >>"$copy/driver/Kbuild"
cat >"$copy/driver/checked.h" <<'END'
#define KIN_CHECKED_READ_ONCE(x) ({ \
	_Static_assert(!__builtin_types_compatible_p(typeof(x), unsigned long long) && \
		       !__builtin_types_compatible_p(typeof(x), long long), \
		       "READ_ONCE() of a u64 is two loads: use KIN_U64()"); \
	READ_ONCE(x); })
END
for kernel in 6.1 7.3; do
	"$copy/tests/vm/driver" "$kernel" 2>&1 | grep -E 'error: |^vm: [^wt]'
done | sort -u
exit 0
