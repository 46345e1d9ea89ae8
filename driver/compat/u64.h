/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers of 64 bits that somebody may be changing, also where a word has 32. */
#ifndef KIN_COMPAT_U64_H
#define KIN_COMPAT_U64_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define KIN_U64_TRIES 8

static inline u64 kin_read_u64(const void *at)
{
#ifdef CONFIG_64BIT
	return READ_ONCE(*(const u64 *)at);
#else
	u64 value = READ_ONCE(*(const u64 *)at), again;
	unsigned int tries;

	/* Perhaps two loads. The halves belong together if they come twice the same. */
	for (tries = 0; tries < KIN_U64_TRIES; tries++) {
		again = value;
		value = READ_ONCE(*(const u64 *)at);
		if (value == again)
			break;
	}
	return value;
#endif
}

/* READ_ONCE() of a u64 or an s64. Any context. */
#define KIN_U64(x) \
	({ BUILD_BUG_ON(sizeof(x) != sizeof(u64)); (typeof((x) + 0))kin_read_u64(&(x)); })

#endif
