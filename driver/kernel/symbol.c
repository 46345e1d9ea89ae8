// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of kernel addresses. Before 7.0 the kernel copies the symbol's name in a critical
 * section and prints the module's name after it: from memory that may be freed by then.
 * A module is freed a grace period after it has left the list, so one RCU read section
 * over the whole call keeps its name. tests/lint/symbols.sh forbids the calls elsewhere.
 */
#include <linux/kernel.h>
#include <linux/rcupdate.h>

#include "symbol.h"

/* The kernel prints an address that has no name as a number. */
static size_t kin_symbol_length(const char *text, int len)
{
	return len <= 0 || *text == '0' ? 0 : len;
}

/**
 * kin_symbol - the symbol that an address lies in
 * @text: KSYM_SYMBOL_LEN bytes: name+0xOFFSET/0xSIZE, and [module] after a blank
 * @addr: the address
 *
 * Any context. Return: length, 0 if the address has no name.
 */
size_t kin_symbol(char *text, unsigned long addr)
{
	int len;

	rcu_read_lock();
	len = sprint_symbol(text, addr);
	rcu_read_unlock();
	return kin_symbol_length(text, len);
}

/**
 * kin_symbol_name - the symbol that an address lies in, without offset and size
 * @text: KSYM_SYMBOL_LEN bytes: the name, and [module] after a blank
 * @addr: the address
 *
 * Any context. Return: length, 0 if the address has no name.
 */
size_t kin_symbol_name(char *text, unsigned long addr)
{
	int len;

	rcu_read_lock();
	len = sprint_symbol_no_offset(text, addr);
	rcu_read_unlock();
	return kin_symbol_length(text, len);
}

/**
 * kin_symbol_caller - the function that a return address belongs to
 * @text: KSYM_SYMBOL_LEN bytes, as of kin_symbol()
 * @addr: the address
 *
 * The last instruction of a function may be a call that never returns. So the byte
 * before @addr tells the function.
 *
 * Any context. Return: length, 0 if the address has no name.
 */
size_t kin_symbol_caller(char *text, unsigned long addr)
{
	int len;

	rcu_read_lock();
	len = scnprintf(text, KSYM_SYMBOL_LEN, "%pB", (void *)addr);
	rcu_read_unlock();
	return kin_symbol_length(text, len);
}
