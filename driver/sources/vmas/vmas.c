// SPDX-License-Identifier: GPL-2.0-only
/* Every mapping of every process: vm_area_struct. */
#include <linux/delay.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pid.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

#include "../../compat/mm.h"
#include "../../compat/u64.h"
#include "../../compat/vm_flags.h"
#include "../../compat/vma_lock.h"
#include "../../kernel/rwsem.h"
#include "../../kernel/vma_iter.h"
#include "../../strings/paths.h"
#include "../../walk/process.h"
#include "../../walk/trylock.h"
#include "residency.h"

/*
 * Key: pid, address to go on at (0: at the beginning). A process that does not fit
 * one hold of its mmap lock is remembered by its struct pid and its mm_struct, as
 * its number may pass to another process and exec gives it other mappings.
 */

/* Rows before the mmap lock is let go for somebody who waits for it. */
#define KIN_HOLD_ROWS_MIN 32

/**
 * struct kin_vmas - a dump in progress
 * @only: the one process that was asked for, or NULL
 * @id: the process in progress, or NULL
 * @mm: its address space, kept from being another's; not kept in use
 * @from: mappings end above this address
 * @to: mappings begin below this address
 * @contended: somebody waited for the mmap lock when it was let go
 * @single: mappings are read by their own locks, as the mmap lock is not free
 * @holder: who has that for writing, or 0
 * @walk: page tables are to be walked
 * @data_end: where the last mapping with the role of data ended
 * @brk: where the heap ends, in this hold
 * @start_brk: where the heap begins
 * @start_stack: where the first thread's stack begins
 * @born_ns: when the process in progress began
 * @res: of the mapping in progress
 * @paths: paths in this batch
 */
struct kin_vmas {
	struct pid *only;
	struct pid *id;
	struct mm_struct *mm;
	unsigned long from;
	unsigned long to;
	bool contended;
	bool single;
	pid_t holder;
	bool walk;
	unsigned long data_end;
	unsigned long brk;
	unsigned long start_brk;
	unsigned long start_stack;
	u64 born_ns;
	struct kin_residency res;
	struct kin_paths paths;
};

/* Padded as in a row. */
static const char kin_perms[16][8] = {
	"---p", "r--p", "-w-p", "rw-p", "--xp", "r-xp", "-wxp", "rwxp",
	"---s", "r--s", "-w-s", "rw-s", "--xs", "r-xs", "-wxs", "rwxs",
};

static_assert(offsetof(struct kintrospect_vmas_row, dev_major) -
	      offsetof(struct kintrospect_vmas_row, perms) == sizeof(kin_perms[0]));

/* Zero a row from one member up to another, with what lies between as padding. */
#define kin_vmas_zero(row, member, next) \
	memset((void *)(row) + offsetof(struct kintrospect_vmas_row, member), 0, \
	       offsetof(struct kintrospect_vmas_row, next) - \
	       offsetof(struct kintrospect_vmas_row, member))

/* The name that a mapping's operations give it: the kernel's own mappings have one. */
static const char *kin_vma_special(struct vm_area_struct *vma)
{
	if (vma->vm_file || !vma->vm_ops || !vma->vm_ops->name)
		return NULL;
	return vma->vm_ops->name(vma);
}

static u8 kin_vma_special_role(const char *name)
{
	if (!strcmp(name, "[vdso]") || !strcmp(name, "[sigpage]") || !strcmp(name, "[vectors]"))
		return KINTROSPECT_VMA_ROLE_VDSO;
	if (!strcmp(name, "[vvar]") || !strcmp(name, "[vvar_vclock]"))
		return KINTROSPECT_VMA_ROLE_VVAR;
	return KINTROSPECT_VMA_ROLE_SPECIAL;
}

/* The rules of enum kintrospect_vma_role, in their order. */
static __always_inline u8 kin_vma_role(const struct kin_vmas *vmas,
				       const struct vm_area_struct *vma, unsigned long flags,
				       const char *special, bool after_data)
{
	unsigned long start = vma->vm_start, end = vma->vm_end;

	if (unlikely(special))
		return kin_vma_special_role(special);
	if (unlikely(flags & (VM_PFNMAP | VM_IO | VM_HUGETLB)))
		return flags & (VM_PFNMAP | VM_IO) ? KINTROSPECT_VMA_ROLE_DEVICE :
						     KINTROSPECT_VMA_ROLE_HUGETLB;
	if (!vma->vm_file) {
		if (start < vmas->brk && end > vmas->start_brk)
			return KINTROSPECT_VMA_ROLE_HEAP;
		if ((flags & VM_GROWSDOWN) ||
		    (start <= vmas->start_stack && end > vmas->start_stack))
			return KINTROSPECT_VMA_ROLE_STACK;
	}
	if (!(flags & (VM_READ | VM_WRITE | VM_EXEC)))
		return KINTROSPECT_VMA_ROLE_GUARD;
	if (vma->vm_file) {
		if (flags & VM_EXEC)
			return KINTROSPECT_VMA_ROLE_TEXT;
		if (!(flags & VM_WRITE))
			return KINTROSPECT_VMA_ROLE_RODATA;
		return flags & VM_MAYSHARE ? KINTROSPECT_VMA_ROLE_SHARED :
					     KINTROSPECT_VMA_ROLE_DATA;
	}
	if (after_data && (flags & VM_WRITE) && !(flags & VM_MAYSHARE))
		return KINTROSPECT_VMA_ROLE_BSS;
	return flags & VM_EXEC ? KINTROSPECT_VMA_ROLE_JIT : KINTROSPECT_VMA_ROLE_MMAP;
}

static bool kin_vma_is_data(const struct kin_vmas *vmas, struct vm_area_struct *vma)
{
	return kin_vma_role(vmas, vma, vma->vm_flags, kin_vma_special(vma), false) ==
	       KINTROSPECT_VMA_ROLE_DATA;
}

/* Whether the mapping that ends where this one begins has the role of data. */
static bool kin_vma_after_data(const struct kin_vmas *vmas, const struct vm_area_struct *vma)
{
	struct vm_area_struct *prev;
	bool data = false;

	if (vma->vm_file || !vma->vm_start)
		return false;
	if (vmas->single) {
		prev = kin_vma_lock_at(vma->vm_mm, vma->vm_start - 1);
		if (prev) {
			data = kin_vma_is_data(vmas, prev);
			kin_vma_unlock(prev);
		}
		return data;
	}
	prev = find_vma(vma->vm_mm, vma->vm_start - 1);
	return prev && prev->vm_end == vma->vm_start && kin_vma_is_data(vmas, prev);
}

/* As /proc/PID/maps names mappings. False when there is no room. */
static __always_inline bool kin_vmas_path(struct kin_cursor *cursor, struct kin_vmas *vmas,
					  struct kintrospect_vmas_row *row,
					  const struct vm_area_struct *vma,
					  const char *special)
{
	const char *given = kin_vma_anon_name(vma);
	const char *text = special;
	int ret;

	if (vma->vm_file && !given) {
		ret = kin_paths_get(cursor, &vmas->paths, kin_file_path(vma->vm_file), &row->path);
		if (ret > 0)
			kin_present(row, vmas, path);
		return ret >= 0;
	}
	if (!vma->vm_file && !special) {
		if (kin_vma_named_heap(vma, vmas->start_brk, vmas->brk))
			text = "[heap]";
		else if (vma->vm_start <= vmas->start_stack && vma->vm_end >= vmas->start_stack)
			text = "[stack]";
	}
	if (!text && given) {
		snprintf(vmas->paths.buf, sizeof(vmas->paths.buf), "[anon%s:%s]",
			 vma->vm_file ? "_shmem" : "", given);
		text = vmas->paths.buf;
	}
	return likely(!text) || kin_set_string(cursor, row, vmas, path, text, strlen(text));
}

/*
 * Everything but path and residency, none of which can fail. Writes every byte of
 * what lies before the residency. The mapping is read before the row is written:
 * as far as the compiler knows, either may change the other.
 */
static __always_inline void kin_vmas_row(struct kintrospect_vmas_row *row,
					 const struct vm_area_struct *vma,
					 unsigned long start, u32 pid, u8 role)
{
	u64 offset = ((u64)vma->vm_pgoff << PAGE_SHIFT) + (start - vma->vm_start);
	const struct file *file = vma->vm_file;
	unsigned long flags = vma->vm_flags;
	unsigned long end = vma->vm_end;
	const struct inode *inode;
	unsigned long ino = 0;
	dev_t dev = 0;

	if (file) {
		inode = kin_file_inode(file);
		ino = inode->i_ino;
		dev = inode->i_sb->s_dev;
	} else {
		offset = 0;
	}
	row->present[0] = 0;
	row->present[1] = 0;
	/* With what pads them. */
	kin_vmas_zero(row, role, start_addr);
	kin_vmas_zero(row, path, rss_bytes);
	kin_set(row, vmas, pid, pid);
	kin_set(row, vmas, role, role);
	kin_set(row, vmas, start_addr, start);
	kin_set(row, vmas, end_addr, end);
	kin_set(row, vmas, size_bytes, end - start);
	kin_set(row, vmas, flags, kin_vm_flags(flags));
	memcpy((void *)row + offsetof(typeof(*row), perms),
	       kin_perms[(flags & (VM_READ | VM_WRITE | VM_EXEC)) | (flags & VM_MAYSHARE ? 8 : 0)],
	       sizeof(kin_perms[0]));
	kin_present(row, vmas, perms);
	row->dev_major = MAJOR(dev);
	row->dev_minor = MINOR(dev);
	row->offset_bytes = offset;
	row->inode = ino;
	if (!file)
		return;
	kin_present(row, vmas, dev_major);
	kin_present(row, vmas, dev_minor);
	kin_present(row, vmas, offset_bytes);
	kin_present(row, vmas, inode);
}

/* The part of a row behind the path. Return: 1 when the lock is to be let go first. */
static __always_inline int kin_vmas_residency(struct kin_cursor *cursor, struct kin_vmas *vmas,
					      struct kintrospect_vmas_row *row,
					      struct vm_area_struct *vma, unsigned long start)
{
	const size_t sums = offsetof(typeof(*row), rss_bytes);
	int ret = -ENODATA;

	if (unlikely(vmas->single && vmas->walk)) {
		/* What is in memory takes the mmap lock. The row says that it was not free. */
		kin_set(row, vmas, busy, KINTROSPECT_BUSY_LOCK_MMAP_LOCK);
		if (vmas->holder)
			kin_set(row, vmas, busy_holder_pid, vmas->holder);
		cursor->flags |= KINTROSPECT_BATCH_FLAG_BUSY;
	} else if (likely(vmas->walk)) {
		ret = kin_residency_walk(cursor, &vmas->res, row, vma, start);
		if (ret >= 0)
			return ret;
		cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	}
	memset((void *)row + sums, 0, sizeof(*row) - sums);
	return 0;
}

/*
 * One mapping, its mmap lock held. Return: 1 when there is no room or the lock is
 * to be let go first, else 0.
 */
static __always_inline int kin_vmas_one(struct kin_cursor *cursor, struct kin_vmas *vmas,
					struct vm_area_struct *vma, u32 pid)
{
	struct kintrospect_vmas_row *row = kin_row_raw(cursor);
	const char *special = kin_vma_special(vma);
	unsigned long start = vma->vm_start;
	bool sums;
	u8 role;

	if (!row)
		return 1;
	/*
	 * The mapping behind the last row may have grown to include that, or been
	 * merged with it. What was said stays said: this row is about the rest.
	 */
	if (unlikely(start < cursor->key[1])) {
		start = cursor->key[1];
		cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	}
	role = kin_vma_role(vmas, vma, vma->vm_flags, special, vmas->data_end == vma->vm_start);
	kin_vmas_row(row, vma, start, pid, role);
	sums = cursor->batch.row_size > offsetof(typeof(*row), rss_bytes);
	if (sums && kin_vmas_residency(cursor, vmas, row, vma, start))
		return 1;
	/* Last, as the path cache relies on what it has handed out. */
	if (kin_want(cursor, vmas, path) && !kin_vmas_path(cursor, vmas, row, vma, special)) {
		if (sums && kin_row_has(row, kin_f_vmas_rss_bytes))
			kin_residency_keep(&vmas->res, row, vma, start, vma->vm_end);
		return 1;
	}
	if (sums) {
		kin_residency_done(&vmas->res, row);
		row->start_time_ns = vmas->born_ns;
		kin_present(row, vmas, start_time_ns);
	}
	kin_commit(cursor, row);
	cursor->key[1] = vma->vm_end;
	if (role == KINTROSPECT_VMA_ROLE_DATA)
		vmas->data_end = vma->vm_end;
	return 0;
}

/* Where the heap and the first stack lie. */
static void kin_vmas_begin(struct kin_vmas *vmas, const struct mm_struct *mm)
{
	vmas->brk = READ_ONCE(mm->brk);
	vmas->start_brk = READ_ONCE(mm->start_brk);
	vmas->start_stack = READ_ONCE(mm->start_stack);
}

/*
 * Mappings by their own locks, which are free even if the mmap lock is not, unless
 * its holder has locked them too. Return: as kin_vmas_hold().
 */
static int kin_vmas_single(struct kin_cursor *cursor, struct kin_vmas *vmas,
			   struct kin_process *process)
{
	struct mm_struct *mm = process->mm;
	struct vm_area_struct *vma;
	u64 since = kin_clock();
	int ret;

	vmas->holder = kin_rwsem_writer(&mm->mmap_lock);
	kin_vmas_begin(vmas, mm);
	for (;;) {
		vma = kin_vma_lock_next(mm, max_t(u64, cursor->key[1], vmas->from));
		if (IS_ERR(vma)) {
			ret = kin_trylock_pause(cursor, since);
			if (ret)
				break;
			continue;
		}
		if (!vma)
			return 0;
		kin_hold_begin(cursor);
		ret = -ENODATA;
		if (vma->vm_start < vmas->to) {
			if (vmas->data_end != vma->vm_start && kin_vma_after_data(vmas, vma))
				vmas->data_end = vma->vm_start;
			ret = kin_vmas_one(cursor, vmas, vma, process->pid);
		}
		kin_charge(cursor, KIN_COST_VMA);
		kin_vma_unlock(vma);
		kin_hold_end(cursor);
		cursor->cost.walked++;
		if (ret)
			return ret == -ENODATA ? 0 : 1;
	}
	return ret;
}

/*
 * Take the mmap lock, or see to it that mappings are read without it. Return: 0;
 * -EBUSY when it was not free in time, -EINTR.
 */
static int kin_vmas_lock(struct kin_cursor *cursor, struct kin_vmas *vmas, struct mm_struct *mm)
{
	vmas->single = false;
	if (!KIN_VMA_LOCKS)
		return kin_mmap_read_lock(cursor, mm);
	vmas->single = !mmap_read_trylock(mm);
	return 0;
}

/*
 * One hold of a process's mmap lock, or of the locks of some mappings. Return: 0 when
 * all its mappings are done, 1 when not, -EBUSY when a lock was not free in time,
 * -EINTR.
 */
static int kin_vmas_hold(struct kin_cursor *cursor, struct kin_vmas *vmas,
			 struct kin_process *process)
{
	struct mm_struct *mm = process->mm;
	struct vm_area_struct *vma;
	struct kin_vma_iter iter;
	unsigned int rows = 0;
	int ret;

	/*
	 * Who waits for the lock gets it only if nobody takes it back at once: the
	 * lock lets a lone reader pass a waiting writer for milliseconds.
	 */
	if (vmas->contended)
		usleep_range(50, 100);
	ret = kin_vmas_lock(cursor, vmas, mm);
	if (!ret && vmas->single)
		ret = kin_vmas_single(cursor, vmas, process);
	if (ret == -EBUSY)
		kin_process_busy(process, KINTROSPECT_BUSY_LOCK_MMAP_LOCK, &mm->mmap_lock);
	if (ret || vmas->single)
		return ret;
	kin_hold_begin(cursor);
	kin_residency_hold(&vmas->res);
	kin_vmas_begin(vmas, mm);
	vma = kin_vma_first(&iter, mm, max_t(u64, cursor->key[1], vmas->from));
	vmas->data_end = vma && kin_vma_after_data(vmas, vma) ? vma->vm_start : 0;
	for (; vma && vma->vm_start < vmas->to; vma = kin_vma_next(&iter)) {
		ret = kin_vmas_one(cursor, vmas, vma, process->pid);
		if (ret)
			break;
		rows++;
		/* Its pages may have taken all that the hold had. */
		ret = cursor->cost.hold_left <= 0 || !kin_charge(cursor, KIN_COST_VMA) ||
		      (rows >= KIN_HOLD_ROWS_MIN && mmap_lock_is_contended(mm));
		if (ret)
			break;
	}
	vmas->contended = mmap_lock_is_contended(mm);
	kin_hold_end(cursor);
	mmap_read_unlock(mm);
	cursor->cost.walked += rows;
	return ret;
}

/* The process in progress is done with, or will never be. */
static void kin_vmas_leave(struct kin_cursor *cursor, struct kin_vmas *vmas)
{
	if (vmas->mm)
		mmdrop(vmas->mm);
	put_pid(vmas->id);
	vmas->mm = NULL;
	vmas->id = NULL;
	vmas->contended = false;
	vmas->data_end = 0;
	vmas->res.at = 0;
	vmas->res.restarts = 0;
	cursor->key[0]++;
	cursor->key[1] = 0;
}

/* The row of a process of which no mapping, or no further one, could be read. */
static void kin_vmas_unread(struct kin_cursor *cursor, const struct kin_process *process)
{
	struct kintrospect_vmas_row *row = kin_row(cursor);

	/* There was room for any row when this began, and none was added. */
	if (WARN_ON_ONCE(!row))
		return;
	kin_set(row, vmas, pid, process->pid);
	kin_set(row, vmas, start_time_ns, KIN_U64(process->leader->start_boottime));
	kin_process_set_busy(cursor, row, vmas, process);
	kin_commit(cursor, row);
}

/* A process to read mappings of: the one in progress, or the next. As kin_process_next(). */
static int kin_vmas_process(struct kin_cursor *cursor, struct kin_vmas *vmas,
			    struct kin_process *process)
{
	int ret;

	if (!vmas->id)
		return kin_process_next(cursor, vmas->only, process);
	ret = kin_process_again(cursor, vmas->id, process);
	if (ret == -EINTR || process->busy || process->mm == vmas->mm)
		return ret == -EINTR ? ret : 1;
	/* Gone, or exec has given it other mappings: the rest cannot be read. */
	cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	kin_vmas_leave(cursor, vmas);
	kin_process_put(process);
	return 1;
}

static int kin_vmas_fill(struct kin_cursor *cursor)
{
	struct kin_vmas *vmas = cursor->private;
	struct kin_process process = {};
	int ret;

	kin_paths_begin(&vmas->paths);
	if (!kin_row_raw(cursor))
		return 1;

	ret = kin_vmas_process(cursor, vmas, &process);
	if (process.leader)
		vmas->born_ns = KIN_U64(process.leader->start_boottime);
	if (process.mm)
		ret = kin_vmas_hold(cursor, vmas, &process);
	else if (!process.busy)
		return ret;

	if (process.busy) {
		kin_vmas_unread(cursor, &process);
		ret = 0;
	}
	if (!ret) {
		kin_vmas_leave(cursor, vmas);
		ret = 1;
	} else if (ret > 0 && !vmas->id) {
		vmas->id = get_pid(process.id);
		vmas->mm = process.mm;
		mmgrab(vmas->mm);
	}
	kin_process_put(&process);
	return ret;
}

static int kin_vmas_open(struct kin_cursor *cursor)
{
	const struct kin_filter *filter = cursor->filter;
	struct kin_vmas *vmas;
	int err;

	vmas = kvzalloc(sizeof(*vmas), GFP_KERNEL);
	if (!vmas)
		return -ENOMEM;
	err = kin_process_open(cursor, &filter[kin_filter_vmas_pid], kin_f_vmas_pid, &vmas->only);
	if (err) {
		kvfree(vmas);
		return err;
	}
	if (filter[kin_filter_vmas_start_addr].set)
		vmas->from = min_t(u64, filter[kin_filter_vmas_start_addr].number, ULONG_MAX);
	vmas->to = ULONG_MAX;
	if (filter[kin_filter_vmas_end_addr].set)
		vmas->to = min_t(u64, filter[kin_filter_vmas_end_addr].number, ULONG_MAX);
	vmas->walk = kin_residency_open(cursor, &vmas->res);
	cursor->private = vmas;
	return 0;
}

static void kin_vmas_close(struct kin_cursor *cursor)
{
	struct kin_vmas *vmas = cursor->private;

	kin_vmas_leave(cursor, vmas);
	put_pid(vmas->only);
	kvfree(vmas);
}

const struct kin_source kin_vmas_source = {
	.table = &kin_vmas_table,
	.missing = kin_residency_missing,
	.open = kin_vmas_open,
	.fill = kin_vmas_fill,
	.close = kin_vmas_close,
};
