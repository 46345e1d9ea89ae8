/* SPDX-License-Identifier: GPL-2.0-only */
/* Flags of mappings from one kernel to the next. */
#ifndef KIN_COMPAT_VM_FLAGS_H
#define KIN_COMPAT_VM_FLAGS_H

#include <linux/kintrospect.h>
#include <linux/mm.h>

/* Flags that a kernel or an architecture does not have. */
#ifndef VM_DENYWRITE
#define VM_DENYWRITE 0		/* gone since 5.16 */
#endif
#ifndef VM_MAYBE_GUARD
#define VM_MAYBE_GUARD 0	/* since 6.19 */
#endif
#ifndef VM_UFFD_MINOR
#define VM_UFFD_MINOR 0		/* since 5.13 */
#endif
#ifndef VM_UFFD_RWP
#define VM_UFFD_RWP 0		/* since 7.2 */
#endif
#ifndef VM_PKEY_BIT0
#define VM_PKEY_BIT0 0
#define VM_PKEY_BIT1 0
#define VM_PKEY_BIT2 0
#define VM_PKEY_BIT3 0
#define VM_PKEY_BIT4 0
#endif
#ifndef VM_GROWSUP
#define VM_GROWSUP 0
#endif
#ifndef VM_MTE
#define VM_MTE 0		/* arm64, since 5.10 */
#define VM_MTE_ALLOWED 0
#endif
#ifndef VM_ARM64_BTI
#define VM_ARM64_BTI 0		/* arm64, since 5.8 */
#endif
#ifndef VM_SHADOW_STACK
#define VM_SHADOW_STACK 0	/* since 6.6 */
#endif
#ifndef VM_DROPPABLE
#define VM_DROPPABLE 0		/* since 6.11 */
#endif
#ifndef VM_SEALED
#define VM_SEALED 0		/* since 6.10 */
#endif
#ifndef VM_ALLOW_ANY_UNCACHED
#define VM_ALLOW_ANY_UNCACHED 0	/* since 6.9 */
#endif

/* Flags that give VM_ARCH_1 another name, which then is the one to show. */
#define KIN_VM_ARCH_1 (VM_ARCH_1 & ~(VM_GROWSUP | VM_ARM64_BTI | VM_DROPPABLE))

/**
 * kin_vm_flags - a mapping's flags by this interface's numbers
 * @flags: VM_*
 *
 * All numbers are constants: the compiler makes one mask of the many flags whose
 * bits agree and a test of each of the few others. Any context.
 */
static __always_inline u64 kin_vm_flags(unsigned long flags)
{
#define KIN_FLAG(kernel, name) (flags & (kernel) ? (u64)KINTROSPECT_VM_FLAG_##name : 0)
	return KIN_FLAG(VM_READ, READ) | KIN_FLAG(VM_WRITE, WRITE) | KIN_FLAG(VM_EXEC, EXEC) |
	       KIN_FLAG(VM_SHARED, SHARED) | KIN_FLAG(VM_MAYREAD, MAYREAD) |
	       KIN_FLAG(VM_MAYWRITE, MAYWRITE) | KIN_FLAG(VM_MAYEXEC, MAYEXEC) |
	       KIN_FLAG(VM_MAYSHARE, MAYSHARE) | KIN_FLAG(VM_GROWSDOWN, GROWSDOWN) |
	       KIN_FLAG(VM_UFFD_MISSING, UFFD_MISSING) | KIN_FLAG(VM_PFNMAP, PFNMAP) |
	       KIN_FLAG(VM_DENYWRITE, DENYWRITE) | KIN_FLAG(VM_UFFD_WP, UFFD_WP) |
	       KIN_FLAG(VM_LOCKED, LOCKED) | KIN_FLAG(VM_IO, IO) |
	       KIN_FLAG(VM_SEQ_READ, SEQ_READ) | KIN_FLAG(VM_RAND_READ, RAND_READ) |
	       KIN_FLAG(VM_DONTCOPY, DONTCOPY) | KIN_FLAG(VM_DONTEXPAND, DONTEXPAND) |
	       KIN_FLAG(VM_LOCKONFAULT, LOCKONFAULT) | KIN_FLAG(VM_ACCOUNT, ACCOUNT) |
	       KIN_FLAG(VM_NORESERVE, NORESERVE) | KIN_FLAG(VM_HUGETLB, HUGETLB) |
	       KIN_FLAG(VM_SYNC, SYNC) | KIN_FLAG(KIN_VM_ARCH_1, ARCH_1) |
	       KIN_FLAG(VM_WIPEONFORK, WIPEONFORK) | KIN_FLAG(VM_DONTDUMP, DONTDUMP) |
	       KIN_FLAG(VM_SOFTDIRTY, SOFTDIRTY) | KIN_FLAG(VM_MIXEDMAP, MIXEDMAP) |
	       KIN_FLAG(VM_HUGEPAGE, HUGEPAGE) | KIN_FLAG(VM_NOHUGEPAGE, NOHUGEPAGE) |
	       KIN_FLAG(VM_MERGEABLE, MERGEABLE) | KIN_FLAG(VM_PKEY_BIT0, PKEY_BIT0) |
	       KIN_FLAG(VM_PKEY_BIT1, PKEY_BIT1) | KIN_FLAG(VM_PKEY_BIT2, PKEY_BIT2) |
	       KIN_FLAG(VM_PKEY_BIT3, PKEY_BIT3) | KIN_FLAG(VM_PKEY_BIT4, PKEY_BIT4) |
	       KIN_FLAG(VM_UFFD_MINOR, UFFD_MINOR) | KIN_FLAG(VM_GROWSUP, GROWSUP) |
	       KIN_FLAG(VM_MTE, MTE) | KIN_FLAG(VM_MTE_ALLOWED, MTE_ALLOWED) |
	       KIN_FLAG(VM_SHADOW_STACK, SHADOW_STACK) | KIN_FLAG(VM_DROPPABLE, DROPPABLE) |
	       KIN_FLAG(VM_SEALED, SEALED) | KIN_FLAG(VM_ALLOW_ANY_UNCACHED, ALLOW_ANY_UNCACHED) |
	       KIN_FLAG(VM_ARM64_BTI, BTI) | KIN_FLAG(VM_MAYBE_GUARD, MAYBE_GUARD) |
	       KIN_FLAG(VM_UFFD_RWP, UFFD_RWP);
#undef KIN_FLAG
}

#endif
