/* SPDX-License-Identifier: GPL-2.0-only */
/* SLAB_* come, go and move with releases; the wire's flags stay. */
#ifndef KIN_COMPAT_SLAB_FLAGS_H
#define KIN_COMPAT_SLAB_FLAGS_H

#include <linux/slab.h>

#include "../gen/kin_gen.h"

#ifndef SLAB_KMALLOC
#define SLAB_KMALLOC 0		/* since 6.1 */
#endif
#ifndef SLAB_MEM_SPREAD
#define SLAB_MEM_SPREAD 0	/* until 6.8 */
#endif
#ifndef SLAB_NO_MERGE
#define SLAB_NO_MERGE 0		/* since 6.5 */
#endif
#ifndef SLAB_MAY_ACCOUNT
#define SLAB_MAY_ACCOUNT 0	/* in 7.3, not in 6.12 */
#endif
#ifndef SLAB_NO_USER_FLAGS
#define SLAB_NO_USER_FLAGS 0	/* since 6.0 */
#endif
#ifndef SLAB_SKIP_KFENCE
#define SLAB_SKIP_KFENCE 0	/* since 6.1 */
#endif
#ifndef SLAB_NO_OBJ_EXT
#define SLAB_NO_OBJ_EXT 0	/* since 6.10 */
#endif
#ifndef SLAB_OBJ_EXT_IN_OBJ
#define SLAB_OBJ_EXT_IN_OBJ 0	/* in 7.3, not in 6.12 */
#endif
#ifndef SLAB_NO_SHEAVES
#define SLAB_NO_SHEAVES 0	/* in 7.3, not in 6.12 */
#endif

#define KIN_SLAB_FLAG(name) \
	((flags & (__force u32)SLAB_##name) ? (u64)KINTROSPECT_SLAB_FLAG_##name : 0)

/* The wire's flags of kmem_cache.flags. Any context. */
static inline u64 kin_slab_flags(u32 flags)
{
	return KIN_SLAB_FLAG(CONSISTENCY_CHECKS) | KIN_SLAB_FLAG(RED_ZONE) |
		KIN_SLAB_FLAG(POISON) | KIN_SLAB_FLAG(KMALLOC) | KIN_SLAB_FLAG(HWCACHE_ALIGN) |
		KIN_SLAB_FLAG(CACHE_DMA) | KIN_SLAB_FLAG(CACHE_DMA32) |
		KIN_SLAB_FLAG(STORE_USER) | KIN_SLAB_FLAG(PANIC) |
		KIN_SLAB_FLAG(TYPESAFE_BY_RCU) | KIN_SLAB_FLAG(MEM_SPREAD) |
		KIN_SLAB_FLAG(TRACE) | KIN_SLAB_FLAG(DEBUG_OBJECTS) |
		KIN_SLAB_FLAG(NOLEAKTRACE) | KIN_SLAB_FLAG(NO_MERGE) | KIN_SLAB_FLAG(FAILSLAB) |
		KIN_SLAB_FLAG(ACCOUNT) | KIN_SLAB_FLAG(MAY_ACCOUNT) | KIN_SLAB_FLAG(KASAN) |
		KIN_SLAB_FLAG(NO_USER_FLAGS) | KIN_SLAB_FLAG(SKIP_KFENCE) |
		KIN_SLAB_FLAG(RECLAIM_ACCOUNT) | KIN_SLAB_FLAG(NO_OBJ_EXT) |
		KIN_SLAB_FLAG(OBJ_EXT_IN_OBJ) | KIN_SLAB_FLAG(NO_SHEAVES);
}

#undef KIN_SLAB_FLAG

#endif
