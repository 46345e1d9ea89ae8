#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 60
#
# No function that the driver found by name is called through a pointer. x86 takes
# the landing pad (ENDBR) from functions whose address nobody takes, and then such
# a call is a fault on every processor that has CET: none that QEMU emulates has,
# so the modules' own code is read instead. Boots nothing.
set -u
. tests/lib/tap.sh

# instructions MODULE: one a line, with blanks between: the function it is in, its
# relocation's symbol or -, itself.
instructions() {
	objdump -drw --no-show-raw-insn "$1" | awk -F'\t' '
		/^Disassembly of section/ { of = "-"; next }
		/^[0-9a-f]+ <.*>:$/ { of = substr($1, index($1, "<") + 1); sub(/>:$/, "", of); next }
		NF > 1 {
			symbol = NF > 2 ? $NF : "-"
			sub(/[-+]0x[0-9a-f]+$/, "", symbol)
			print of, symbol, $2
		}'
}

# faults MODULE: what could be a call through a pointer, one a line.
#
# An address comes into being in a function that asks for it, and goes from there
# to nobody but static_call_update(): so no such function may have an indirect
# branch at all. It must not be kept in a variable either, as the sources' own
# KIN_NO_STATIC_CALL does. A static call is its trampoline or what it is patched
# to; a trampoline has no landing pad, so its address must not be had either, nor
# may the key be read, which has a pointer to the function.
faults() {
	instructions "$1" | awk '
		function finish(name) {
			if (branch && asks)
				print of ": branches through a pointer, and has addresses of functions"
			for (name in kept)
				print of ": " (branch ? "branches through a pointer, and " : "") \
					"uses " name
			branch = asks = 0
			delete kept
		}
		$1 != of { finish(); of = $1 }
		{ call = $3 ~ /^(call|jmp)q?$/ }
		$2 ~ /indirect/ || / (notrack |bnd )?l?(call|jmp)q? +\*/ { branch = 1 }
		/kin_lookup_addr|kin_find_kallsyms|kin_offset_in_symbol/ { asks = 1 }
		$2 == "__SCT__kin_fn_kallsyms_lookup_name" && call { asks = 1 }
		$2 ~ /^kin_addr_/ { kept[$2] }
		# a trampoline and its key are arguments of the update, which follows soon
		$2 ~ /^__SC[TK]__kin_fn_/ && !($2 ~ /^__SCT_/ && call) { soon = 5; next }
		soon && call && $2 == "__static_call_update" { soon = 0 }
		soon && !--soon { print of ": has a static call'"'"'s address for something else" }
		END { finish() }'
	# what is not code: tables of pointers, and variables that could hold one
	readelf -rW "$1" | awk '
		/^Relocation section/ { section = $3 }
		section ~ /\.(debug_|static_call_sites|text|init\.text|exit\.text)/ { next }
		$5 ~ /^(__SC[TK]__kin_fn_|kin_addr_)/ { print section ": a pointer to " $5 }'
	readelf -sW "$1" | awk '
		$8 ~ /^kin_addr_/ { print $8 ": a variable with an address" }
		$8 ~ /^kin_has_/ && $3 != 1 { print $8 ": large enough for an address" }'
}

# called MODULE: the functions that are called by static calls, without repetition
called() {
	instructions "$1" |
		sed -nE 's/^[^ ]+ __SCT__kin_fn_([a-z_]+) (call|jmp) .*/\1/p' | sort -u
}

# config KERNEL ARCH REGEX: whether the kernel's configuration has such a line
config() {
	grep -qE "^($3)" "$(tests/vm/kernel "$1" "$2")/build/.config"
}

# Not on these kernels: what only 32-bit ARM or 5.10 calls, and what 6.12 has exported.
elsewhere='in_sched_functions unwind_frame stack_trace_save_tsk kallsyms_on_each_symbol'
wanted=$(grep -rohE '\bKIN_FN\([a-z_]+\)' driver --include='*.c' | sed 's/.*(//; s/)//' | sort -u |
	grep -vxF "${elsewhere// /$'\n'}")
for kernel in 6.12 7.3; do
	config "$kernel" amd64 CONFIG_X86_KERNEL_IBT=y
	ok "$kernel amd64 has CONFIG_X86_KERNEL_IBT, so that it matters"
	module=$(tests/vm/driver "$kernel") || exit 1
	missing=$(comm -3 <(echo "$wanted") <(called "$module"))
	number=$(wc -w <<<"$wanted")
	[ "$number" -gt 0 ] && [ -z "$missing" ]
	ok "$kernel: all $number functions found by name are called by static calls"
	[ -z "$missing" ] || echo "# differ: ${missing//$'\n'/ }"
	found=$(faults "$module")
	[ -z "$found" ]
	ok "$kernel: nothing calls one of them through a pointer"
	[ -z "$found" ] || echo "# ${found//$'\n'/$'\n# '}"

	module=$(tests/vm/driver --variant pointers --cflags -DKIN_NO_STATIC_CALL "$kernel") || exit 1
	# kin_lookup_init() has all of them
	found=$(faults "$module" | grep -v '^kin_lookup_init:') unseen=''
	for name in $wanted; do
		grep -qx ".*: branches through a pointer, and uses kin_addr_$name" <<<"$found" || unseen+=" $name"
	done
	[ -z "$unseen" ] && [ -z "$(called "$module")" ]
	ok "$kernel: of a driver that does call them through pointers every one is seen"
	[ -z "$unseen" ] || echo "# not seen:$unseen"

	# There are no static calls; landing pads (BTI) or types (kCFI) would be checked.
	! config "$kernel" arm64 'CONFIG_(CFI|CFI_CLANG|ARM64_BTI_KERNEL)=y'
	ok "$kernel arm64, which calls through pointers, checks no such call (CFI, BTI)"
done
echo "1..$count"
