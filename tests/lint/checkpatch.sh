#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel's own style check, of the newest kernel that Debian has.
linux=$(tests/linux 2>/dev/null) || { echo "tests/linux failed"; exit 1; }
top=$PWD
. tests/lib/once.sh
# it writes a file into the current folder
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
version=$(sha256sum "$linux"/scripts/{checkpatch.pl,spelling.txt,const_structs.checkpatch})

# look IGNORE {SUM FILE}...: what it says of files; of what it says nothing is remembered.
# shellcheck disable=SC2317,SC2086 # called by xargs; a number
look() {
	local ignore=$1 said rc sums=()
	declare -A sum=()
	shift
	while [ $# -gt 0 ]; do
		sum[$2]=$1
		shift 2
	done
	said=$(cd "$tmp" && "$linux/scripts/checkpatch.pl" --no-tree --no-summary --terse --strict \
		--max-line-length=100 --show-types --ignore="$ignore" --file "${!sum[@]}" 2>&1)
	rc=$?
	[ $rc -le 1 ] || { echo "checkpatch.pl ended with $rc: $said"; return; }
	for file in "${!sum[@]}"; do
		grep -qF "$file:" <<<"$said" || sums+=("${sum[$file]}")
	done
	[ ${#sums[@]} = 0 ] || remember "checkpatch $version $ignore" "${sums[@]}"
	grep -E '(ERROR|WARNING|CHECK):' <<<"$said" | sed "s|^$top/||"
}

# check IGNORE FILE...
check() {
	local ignore=$1
	shift
	[ $# -gt 0 ] || return 0
	sha256sum "${@/#/$top/}" | unseen "checkpatch $version $ignore" |
		xargs -r -n 60 -P "$(nproc)" bash -c 'look "$@"' look "$ignore"
}
export -f look remember
export tmp linux top version CACHE

# kin_set() and its kin paste the name of a field, which must not be bracketed;
# k*alloc_obj is newer than the oldest kernel the driver is for; a pointer to a
# lock is no lock.
all=ALLOC_WITH_SIZEOF,MACRO_ARG_REUSE,MACRO_ARG_PRECEDENCE,UNCOMMENTED_DEFINITION
# A string that people read is not broken, so that grep finds it.
all+=,LONG_LINE_STRING
mapfile -t files < <(tests/lint/files driver | grep -vE '^driver/(compat|kernel)/')
check "$all" "${files[@]}"
# What is there for old kernels looks old; halves of a u64 are read one by one.
mapfile -t files < <(tests/lint/files driver | grep -E '^driver/(compat|kernel)/')
check "$all,LINUX_VERSION_CODE,CONSTANT_COMPARISON,DEPRECATED_API,VOLATILE" "${files[@]}"

# User space does not have the kernel's types, strscpy, kstrto*, __packed and headers, has
# PRIu64, and help texts of many lines.
user=$all,PREFER_KERNEL_TYPES,PREFER_DEFINED_ATTRIBUTE_MACRO,STRCPY,STRLCPY,STRNCPY
user+=,ARRAY_SIZE,CONST_STRUCT,SSCANF_TO_KSTRTO,NAKED_SSCANF,ENOSYS,AVOID_EXTERNS
user+=,USE_NEGATIVE_ERRNO,VOLATILE,CAMELCASE,EMBEDDED_FUNCTION_NAME,SPLIT_STRING
mapfile -t files < <(tests/lint/files client)
check "$user" "${files[@]}"
# Tests have lists as macros, and counters that are cleared together.
tests=$user,STRING_FRAGMENTS,MULTIPLE_ASSIGNMENTS,COMPLEX_MACRO,TRAILING_SEMICOLON,MACRO_ARG_UNUSED
tests+=,MULTISTATEMENT_MACRO_USE_DO_WHILE,STATIC_CONST_CHAR_ARRAY
mapfile -t files < <(tests/lint/files guest)
check "$tests" "${files[@]}"
exit 0
