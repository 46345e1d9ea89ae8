/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernel functions and data that no module may link to, found by name once
 * when the driver is loaded. Every user has to do without: a name may be
 * missing from this kernel, or kallsyms may be.
 *
 *	if (KIN_FN_HAS(oom_badness))
 *		points = KIN_FN(oom_badness)(task, pages);
 *	else
 *		why = KIN_FN_WHY(oom_badness);
 *
 * KIN_FN() takes its type from the kernel's own declaration, so that a changed
 * prototype is an error of the compiler. It is a static call where there are
 * such: since 6.2 x86 seals functions whose address nobody takes
 * (CONFIG_X86_KERNEL_IBT), and an indirect call to one is a fault. So that there
 * is nothing to call through, the address is not kept then.
 */
#ifndef KIN_KERNEL_LOOKUP_H
#define KIN_KERNEL_LOOKUP_H

#include <linux/kallsyms.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/pagewalk.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/mm.h>
#include <linux/sched/task_stack.h>
#include <linux/stacktrace.h>
#include <linux/static_call.h>
#include <linux/swap.h>
#include <linux/types.h>
#include <linux/version.h>
#ifdef CONFIG_ARM
#include <asm/stacktrace.h>
#endif

#include "../options.h"

/* KIN_NO_STATIC_CALL: pointers after all, which tests/t/calls.t has to notice. */
#if defined(CONFIG_HAVE_STATIC_CALL) && !defined(KIN_NO_STATIC_CALL)
#define KIN_FN_DECLARE(name) \
	extern bool kin_has_##name; \
	DECLARE_STATIC_CALL(kin_fn_##name, name)
#define KIN_FN_DEFINE(name) \
	bool kin_has_##name __ro_after_init; \
	DEFINE_STATIC_CALL_NULL(kin_fn_##name, name)
#define KIN_FN_SET(name, addr) do { \
	unsigned long kin_addr_ = (addr); \
	if (kin_addr_) \
		static_call_update(kin_fn_##name, (typeof(name) *)kin_addr_); \
	kin_has_##name = kin_addr_; \
} while (0)
#define KIN_FN(name) static_call(kin_fn_##name)
#define KIN_FN_HAS(name) (kin_has_##name)
#else
#define KIN_FN_DECLARE(name) \
	extern unsigned long kin_addr_##name
#define KIN_FN_DEFINE(name) \
	unsigned long kin_addr_##name __ro_after_init
#define KIN_FN_SET(name, addr) (kin_addr_##name = (addr))
#define KIN_FN(name) ((typeof(name) *)kin_addr_##name)
#define KIN_FN_HAS(name) (kin_addr_##name != 0)
#endif

/* Why a function or a datum is not there: a string constant. */
#define KIN_FN_WHY(name) \
	(kin_option_lookup.on ? \
	 "symbol " #name " not found (CONFIG_KALLSYMS, CONFIG_KPROBES)" : \
	 "symbol " #name " not looked up (parameter lookup=0)")
#define KIN_DATA_WHY(name) \
	(kin_option_lookup.on ? \
	 "symbol " #name " not found (CONFIG_KALLSYMS_ALL, CONFIG_KPROBES)" : \
	 "symbol " #name " not looked up (parameter lookup=0)")

#define KIN_FUNCTION(name) KIN_FN_DECLARE(name)
#define KIN_DATA(name) extern const void *kin_data_##name
#include "lookup_names.h"

unsigned long kin_lookup_addr(const char *name, bool function);
unsigned long kin_lookup_mark(const char *name);
int kin_lookup_init(void);

#endif
