// SPDX-License-Identifier: GPL-2.0-only
/* What the objects of locks share: names of classes and of places in the code. */
#include <linux/kernel.h>
#include <linux/string.h>

#include "../kernel/symbol.h"
#include "lockname.h"

/**
 * kin_lock_symbol - where an address lies
 * @text: KIN_LOCK_TEXT bytes
 * @addr: the address
 *
 * SYMBOL+0xOFFSET, and the module in brackets, as the kernel prints it but for the symbol's
 * size, which the kernel gets wrong for data of modules. An address that is in no
 * symbol (any more) is not printed, for not everybody may see it. Any context.
 *
 * Return: its length, 0 if there is none.
 */
size_t kin_lock_symbol(char *text, unsigned long addr)
{
	char *size, *module;

	if (!kin_symbol(text, addr))
		return 0;
	size = strrchr(text, '/');
	if (!size)
		return 0;
	module = size + strcspn(size, " ");
	memmove(size, module, strlen(module) + 1);
	return strlen(text);
}

/**
 * kin_lock_class_name - the name of a class as /proc/lockdep prints it
 * @text: KIN_LOCK_TEXT bytes
 * @class: the class
 *
 * print_name() of kernel/locking/lockdep_proc.c. Any context. Return: its length, 0 if
 * it has none.
 */
size_t kin_lock_class_name(char *text, const struct kin_lock_class *class)
{
	size_t len;

	if (!class->named) {
		len = kin_lock_symbol(text, (unsigned long)class->key);
		/* The symbol alone. */
		return len ? strcspn(text, "+ ") : 0;
	}
	len = scnprintf(text, KIN_LOCK_TEXT, "%s", class->name);
	if (class->version > 1)
		len += scnprintf(text + len, KIN_LOCK_TEXT - len, "#%u", class->version);
	if (class->subclass)
		len += scnprintf(text + len, KIN_LOCK_TEXT - len, "/%u", class->subclass);
	return len;
}

/**
 * kin_lock_note_stale - tell if lockdep turned itself off
 * @cursor: the dump
 *
 * To be called after something was copied, and in a walk that finds nothing. Any context.
 *
 * Return: whether rows of what was copied are stale.
 */
bool kin_lock_note_stale(struct kin_cursor *cursor)
{
	bool stale = kin_lock_stale();

	if (stale)
		cursor->flags |= KINTROSPECT_BATCH_FLAG_STALE;
	return stale;
}

/**
 * kin_lock_filter - begin with the class that was asked for
 * @cursor: the dump, at its beginning
 * @filter: the number of a class, or not set
 * @field: field number of the filter
 *
 * Any context. Return: 0, or -ESRCH when there is no such class.
 */
int kin_lock_filter(struct kin_cursor *cursor, const struct kin_filter *filter,
		    unsigned int field)
{
	if (!filter->set)
		return 0;
	if (filter->number > INT_MAX || kin_lock_next(filter->number) != filter->number)
		return kin_fail(cursor, -ESRCH, field, "there is no lock class with that id");
	cursor->key[0] = filter->number;
	return 0;
}
