// SPDX-License-Identifier: GPL-2.0-only
/*
 * Look-ups by name. kallsyms_lookup_name() itself has not been exported since
 * 5.7, but a kprobe may name it: one that is registered disabled patches
 * nothing and tells the address.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bsearch.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/sort.h>
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

/*
 * Names that two symbols have: static ones of two files may. The first that kallsyms finds
 * would be a guess.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 12, 0)

KIN_FN_DECLARE(kallsyms_on_each_symbol);
KIN_FN_DEFINE(kallsyms_on_each_symbol);

/* One pass over all symbols counts the names: each search would take half of that. */
#define KIN_NAMES_MAX 64

static struct kin_name {
	const char *name;
	unsigned long addr;
	bool twice;
} kin_names[KIN_NAMES_MAX];

static unsigned int kin_name_count;

static int kin_name_compare(const void *a, const void *b)
{
	return strcmp(((const struct kin_name *)a)->name, ((const struct kin_name *)b)->name);
}

static struct kin_name *kin_name_find(const char *name)
{
	const struct kin_name wanted = { .name = name };

	return bsearch(&wanted, kin_names, kin_name_count, sizeof(wanted), kin_name_compare);
}

/* Modules come last, and their symbols are not asked for. */
static int kin_name_symbol(void *data, const char *name, struct module *module,
			   unsigned long addr)
{
	struct kin_name *found = module ? NULL : kin_name_find(name);

	if (found) {
		found->twice |= found->addr && found->addr != addr;
		found->addr = addr;
	}
	return !!module;
}

static void kin_names_init(void)
{
#define KIN_NAME(text) (kin_names[kin_name_count++].name = (text))
#define KIN_FUNCTION(name) KIN_NAME(#name)
#define KIN_DATA(name) KIN_NAME(#name)
#include "lookup_names.h"
	/* Of those who look up names by themselves. */
	KIN_NAME("bpf_get_btf_vmlinux");
	KIN_NAME("btf_name_by_offset");
	KIN_NAME("btf_type_by_id");
	KIN_NAME("get_slabinfo");
	sort(kin_names, kin_name_count, sizeof(*kin_names), kin_name_compare, NULL);
	KIN_FN_SET(kallsyms_on_each_symbol, kin_lookup_addr("kallsyms_on_each_symbol", true));
	/* Its end asks lockdep for the lock of modules, which is out of reach. */
	if (IS_ENABLED(CONFIG_LOCKDEP) || !KIN_FN_HAS(kallsyms_on_each_symbol))
		return;
	/* For the module at the end, of which one symbol is seen. */
	rcu_read_lock();
	KIN_FN(kallsyms_on_each_symbol)(kin_name_symbol, NULL);
	rcu_read_unlock();
}

static bool kin_name_twice(const char *name)
{
	const struct kin_name *found = kin_name_find(name);

	return found && found->twice;
}

#else

/* As linux/kallsyms.h declares it since 6.2, and 6.1 since 6.1.60. */
int kallsyms_on_each_match_symbol(int (*fn)(void *data, unsigned long addr), const char *name,
				  void *data);

KIN_FN_DECLARE(kallsyms_on_each_match_symbol);
KIN_FN_DEFINE(kallsyms_on_each_match_symbol);

static void kin_names_init(void)
{
	KIN_FN_SET(kallsyms_on_each_match_symbol,
		   kin_lookup_addr("kallsyms_on_each_match_symbol", true));
}

static int kin_name_symbol(void *data, unsigned long addr)
{
	unsigned long *first = data;

	if (*first && *first != addr)
		return 1;
	*first = addr;
	return 0;
}

/* Where the kernel has no search for all, there is no other but through all of them. */
static bool kin_name_twice(const char *name)
{
	unsigned long first = 0;

	return KIN_FN_HAS(kallsyms_on_each_match_symbol) &&
	       KIN_FN(kallsyms_on_each_match_symbol)(kin_name_symbol, name, &first);
}

#endif

/* The address that kallsyms has of a name, 0: none or several. */
static unsigned long kin_lookup_once(const char *name)
{
	unsigned long addr;

	if (!KIN_FN_HAS(kallsyms_lookup_name))
		return 0;
	addr = KIN_FN(kallsyms_lookup_name)(name);
	if (!addr || !kin_name_twice(name))
		return addr;
	pr_info("the kernel has several symbols %s: none is used\n", name);
	return 0;
}

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
 * @name: its name, which no second symbol may have
 * @function: whether it is to be called
 *
 * While the driver is being loaded only: kernels before 6.1 search linearly.
 * Process context. Return: 0 when it is not there.
 */
unsigned long kin_lookup_addr(const char *name, bool function)
{
	unsigned long addr;

	addr = kin_lookup_once(name);
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
	return kin_lookup_once(name);
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
	kin_names_init();

#define KIN_FUNCTION(name) KIN_FN_SET(name, kin_lookup_addr(#name, true))
#define KIN_DATA(name) (kin_data_##name = (const void *)kin_lookup_addr(#name, false))
#include "lookup_names.h"
	return 0;
}
