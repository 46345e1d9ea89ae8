#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernel addresses are named by driver/kernel/symbol.c only. It keeps the module that
# an address belongs to; the kernel's own functions print the name of one that is freed.
mapfile -t files < <(tests/lint/files driver | grep -vxE 'driver/kernel/symbol\.c')
grep -nE '\b(sprint_symbol\w*|sprint_backtrace\w*|kallsyms_lookup|__?module_address|lookup_symbol_name)[[:space:]]*\(|%p[SsBbFf]' \
	/dev/null "${files[@]}" | sed 's|$|   <- name addresses by kernel/symbol.h|'
exit 0
