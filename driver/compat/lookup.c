// SPDX-License-Identifier: GPL-2.0-only
/*
 * Look-ups by name. kallsyms_lookup_name() itself has not been exported since
 * 5.7, but a kprobe may name it: one that is registered disabled patches
 * nothing and tells the address.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

#include "lookup.h"
#include "symbol.h"

KIN_OPTION(lookup, true,
	   "find unexported kernel symbols; 0: do without, fields that need them are absent (default 1)");

#define KIN_FUNCTION(name) KIN_FN_DEFINE(name)
#define KIN_DATA(name) const void *kin_data_##name __ro_after_init
#include "lookup_names.h"

KIN_FN_DECLARE(kallsyms_lookup_name);
KIN_FN_DEFINE(kallsyms_lookup_name);

/* How far @addr lies in its symbol, which must not be a module's; or -1. */
static int kin_offset_in_symbol(unsigned long addr)
{
	char text[KSYM_SYMBOL_LEN];
	unsigned int offset;
	const char *plus;

	kin_symbol(text, addr);
	plus = strrchr(text, '+');
	if (!plus || sscanf(plus, "+0x%x/", &offset) != 1 || strchr(plus, '['))
		return -1;
	return offset;
}

/*
 * Since 6.2 the address of a probe on an x86 function lies behind its ENDBR
 * (arch/x86/kernel/kprobes/core.c, arch_adjust_kprobe_addr()): go back to
 * where the symbol begins.
 */
static unsigned long kin_find_kallsyms(void)
{
	struct kprobe kp = {
		.symbol_name = "kallsyms_lookup_name",
		.flags = KPROBE_FLAG_DISABLED,
	};
	unsigned long addr;
	int offset;

	if (register_kprobe(&kp))
		return 0;
	addr = (unsigned long)kp.addr;
	unregister_kprobe(&kp);
	offset = kin_offset_in_symbol(addr);
	return offset < 0 || offset > 16 ? 0 : addr - offset;
}

/**
 * kin_lookup_addr - address of a symbol of the kernel proper
 * @name: its name, which no second symbol has
 * @function: whether it is to be called
 *
 * While the driver is being loaded only: kernels before 6.1 search linearly.
 * Process context. Return: 0 when it is not there.
 */
unsigned long kin_lookup_addr(const char *name, bool function)
{
	unsigned long addr;

	if (!KIN_FN_HAS(kallsyms_lookup_name))
		return 0;
	addr = KIN_FN(kallsyms_lookup_name)(name);
	/* Some module may have a function of that name. */
	if (!addr || kin_offset_in_symbol(addr))
		return 0;
	/* kallsyms drops the bit that says Thumb code; branches need it. */
	if (function && IS_ENABLED(CONFIG_THUMB2_KERNEL))
		addr |= 1;
	return addr;
}

/**
 * kin_lookup_mark - address of a symbol that marks a bound
 * @name: its name
 *
 * As kin_lookup_addr(), but it may be the end of what kallsyms knows, and need not be
 * the symbol that the address is called by. Whoever asks has to see that it makes sense.
 */
unsigned long kin_lookup_mark(const char *name)
{
	return KIN_FN_HAS(kallsyms_lookup_name) ? KIN_FN(kallsyms_lookup_name)(name) : 0;
}

/**
 * kin_lookup_init - resolve all names
 *
 * Process context, may sleep. Return: 0; a name that is not found is no error,
 * whoever wants it asks KIN_FN_HAS().
 */
int kin_lookup_init(void)
{
	if (!kin_option_lookup.on)
		return 0;
	KIN_FN_SET(kallsyms_lookup_name, kin_find_kallsyms());
	if (!KIN_FN_HAS(kallsyms_lookup_name)) {
		pr_info("kallsyms_lookup_name not found: fields that need unexported symbols are absent\n");
		return 0;
	}

#define KIN_FUNCTION(name) KIN_FN_SET(name, kin_lookup_addr(#name, true))
#define KIN_DATA(name) (kin_data_##name = (const void *)kin_lookup_addr(#name, false))
#include "lookup_names.h"
	return 0;
}

/**
 * kin_lookup_exit - the counterpart of kin_lookup_init()
 *
 * There is nothing to give back: addresses of the kernel proper stay good.
 */
void kin_lookup_exit(void)
{
}
