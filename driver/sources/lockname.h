/* SPDX-License-Identifier: GPL-2.0-only */
/* What the objects of locks share: names of classes and of places in the code. */
#ifndef KIN_SOURCES_LOCKNAME_H
#define KIN_SOURCES_LOCKNAME_H

#include <linux/kallsyms.h>

#include "../kernel/lockdep.h"
#include "../source.h"

/* A name of a class, or a symbol with offset, size and module. */
#define KIN_LOCK_TEXT (KIN_LOCK_NAME + KSYM_SYMBOL_LEN)

size_t kin_lock_class_name(char *text, const struct kin_lock_class *class);
size_t kin_lock_symbol(char *text, unsigned long addr);
bool kin_lock_note_stale(struct kin_cursor *cursor);
int kin_lock_filter(struct kin_cursor *cursor, const struct kin_filter *filter,
		    unsigned int field);

#endif
