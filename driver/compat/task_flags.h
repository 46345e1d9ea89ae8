/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * PF_* come, go and move with releases; the wire's flags stay. A name that this
 * kernel does not have is no bit at all, and one that has moved is moved back.
 */
#ifndef KIN_COMPAT_TASK_FLAGS_H
#define KIN_COMPAT_TASK_FLAGS_H

#include <linux/sched.h>

#include "../gen/kin_gen.h"

#ifndef PF_POSTCOREDUMP
#define PF_POSTCOREDUMP 0	/* since 5.16 */
#endif
#ifndef PF_USED_ASYNC
#define PF_USED_ASYNC 0		/* until 5.16 */
#endif
#ifndef PF_USER_WORKER
#define PF_USER_WORKER 0	/* since 6.4 */
#endif
#ifndef PF_FROZEN
#define PF_FROZEN 0		/* until 6.0, then a state, f5d39b020809 */
#endif
#ifndef PF_FREEZER_SKIP
#define PF_FREEZER_SKIP 0	/* until 6.0 */
#endif
#ifndef PF_KCOMPACTD
#define PF_KCOMPACTD 0		/* since 6.15 */
#endif
#ifndef PF_SWAPWRITE
#define PF_SWAPWRITE 0		/* until 5.17 */
#endif
#ifndef PF_NO_NOTIFY_SIGNAL
#define PF_NO_NOTIFY_SIGNAL 0	/* in late kernels and late stable ones */
#endif
#ifndef PF_MEMALLOC_NORECLAIM
#define PF_MEMALLOC_NORECLAIM 0	/* in 6.12, not in 6.1 nor 7.3 */
#endif
#ifndef PF_MEMALLOC_NOWARN
#define PF_MEMALLOC_NOWARN 0	/* in 6.12, not in 6.1 nor 7.3 */
#endif
#ifndef PF_MEMALLOC_NOCMA
#define PF_MEMALLOC_NOCMA 0	/* until 5.12, then PF_MEMALLOC_PIN */
#endif
#ifndef PF_MEMALLOC_PIN
#define PF_MEMALLOC_PIN 0	/* since 5.13 */
#endif
#ifndef PF_BLOCK_TS
#define PF_BLOCK_TS 0		/* since 6.9 */
#endif

/* All of them, or'ed: what X makes of a flag. */
#define KIN_TASK_FLAGS(X) ( \
	X(VCPU) | X(IDLE) | X(EXITING) | X(POSTCOREDUMP) | X(IO_WORKER) | X(WQ_WORKER) | \
	X(FORKNOEXEC) | X(MCE_PROCESS) | X(SUPERPRIV) | X(DUMPCORE) | X(SIGNALED) | \
	X(MEMALLOC) | X(NPROC_EXCEEDED) | X(USED_MATH) | X(USER_WORKER) | X(NOFREEZE) | \
	X(KCOMPACTD) | X(KSWAPD) | X(MEMALLOC_NOFS) | X(MEMALLOC_NOIO) | X(LOCAL_THROTTLE) | \
	X(KTHREAD) | X(RANDOMIZE) | X(NO_NOTIFY_SIGNAL) | X(MEMALLOC_NORECLAIM) | \
	X(MEMALLOC_NOWARN) | X(NO_SETAFFINITY) | X(MCE_EARLY) | X(MEMALLOC_PIN) | \
	X(BLOCK_TS) | X(FREEZER_SKIP) | X(SUSPEND_TASK) | X(FROZEN) | X(SWAPWRITE) | \
	X(USED_ASYNC) | X(MEMALLOC_NOCMA))

/* Where the kernel's bit is the wire's, it is one bit of a constant mask... */
#define KIN_PF_SAME(name) \
	((u64)PF_##name == KINTROSPECT_TASK_FLAG_##name ? (u64)PF_##name : 0)
/* ...and where not, which is rare, it is tested alone. */
#define KIN_PF_MOVED(name) \
	((u64)PF_##name != KINTROSPECT_TASK_FLAG_##name && (flags & PF_##name) ? \
		(u64)KINTROSPECT_TASK_FLAG_##name : 0)

/* The wire's flags of task_struct.flags. Any context. */
static inline u64 kin_task_flags(unsigned int flags)
{
	return (flags & KIN_TASK_FLAGS(KIN_PF_SAME)) | KIN_TASK_FLAGS(KIN_PF_MOVED);
}

#endif
