#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# cppcheck over all hand-written C.
mapfile -t files < <(tests/lint/files c | grep '\.c$')
[ ${#files[@]} -gt 0 ] || exit 0
# What it found in a file is kept, and used again if the file did not change.
. tests/vm/lib.sh
mkdir -p "$CACHE/cppcheck"
cppcheck --quiet --inline-suppr --enable=warning,performance,portability \
	--std=c11 --platform=unix64 --cppcheck-build-dir="$CACHE/cppcheck" -j "$(nproc)" \
	--suppress=comparePointers:tests/bench/bpf/load.c \
	--suppress=objectIndex:tests/truth/vmas.c \
	--suppress=missingInclude --suppress=missingIncludeSystem \
	--suppress=arithOperationsOnVoidPointer --suppress=unknownMacro --suppress=internalAstError \
	-D__KERNEL__ -Iuapi -Iclient -Iclient/lib -Idriver -Itests/guest/lib -Itests/witness -Itests/fixture \
	"${files[@]}" 2>&1
