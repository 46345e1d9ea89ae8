// SPDX-License-Identifier: GPL-2.0-only
/*
 * Caches of the slab allocator, oldest first: new ones come at the end, so that a
 * dump which goes on after the last one it had neither misses nor repeats any.
 */
#include <linux/errno.h>
#include <linux/mm.h>

#include "../compat/slab.h"
#include "../kernel/slab_cache.h"
#include "../kernel/symbol.h"
#include "../source.h"
#include "../walk/trylock.h"

/* Caches read in one hold of the mutex at most. */
#define KIN_SLABS_HOLD 16

/* More caches than there will ever be: the list is broken then. */
#define KIN_SLABS_MAX 65536

/* Of how many of the last caches one must still be there to go on exactly. */
#define KIN_SLABS_LAST 16

/* Key: number of caches that are done with. */

/**
 * struct kin_slabs_place - a cache that is done with
 * @at: where it was in the list; to compare with, never to look at
 * @hash: of its name, as another may have got the place since
 * @position: counted from the oldest: others go, so that it may fall, never rise
 */
struct kin_slabs_place {
	const struct list_head *at;
	u32 hash;
	u64 position;
};

/**
 * struct kin_slabs - a dump in progress
 * @found: a row was made
 * @active: what is in use is to be counted
 * @last: where the last rows were
 * @place: where those of this hold are
 * @wanted: which of this hold have a row
 * @slab: what was read of those
 */
struct kin_slabs {
	bool found;
	bool active;
	struct kin_slabs_place last[KIN_SLABS_LAST];
	struct kin_slabs_place place[KIN_SLABS_HOLD];
	bool wanted[KIN_SLABS_HOLD];
	struct kin_slab slab[KIN_SLABS_HOLD];
};

static const char *kin_slabs_missing(unsigned int field)
{
	switch (field) {
	case KIN_WHOLE:
		return kin_slab_why(KIN_SLAB_WHY_ALL);
	case kin_f_slabs_name:
	case kin_f_slabs_size_bytes:
	case kin_f_slabs_slab_object_count:
	case kin_f_slabs_slab_pages:
		return NULL;
	case kin_f_slabs_object_count:
	case kin_f_slabs_active_count:
	case kin_f_slabs_slab_count:
	case kin_f_slabs_memory_bytes:
		return kin_slab_why(KIN_SLAB_WHY_COUNTS);
	case kin_f_slabs_capped:
	case kin_f_slabs_partial_count:
	case kin_f_slabs_used_bytes:
	case kin_f_slabs_wasted_bytes:
		return kin_slab_why(KIN_SLAB_WHY_PARTIAL);
	case kin_f_slabs_cpu_partial_count:
		return kin_slab_why(KIN_SLAB_WHY_CPU_PARTIAL);
	case kin_f_slabs_sheaf_capacity_count:
		return kin_slab_why(KIN_SLAB_WHY_SHEAF);
	case kin_f_slabs_user_offset_bytes:
	case kin_f_slabs_user_size_bytes:
		return kin_slab_why(KIN_SLAB_WHY_USER);
	default:
		return kin_slab_why(KIN_SLAB_WHY_CACHE);
	}
}

static int kin_slabs_open(struct kin_cursor *cursor)
{
	struct kin_slabs *walk = kvzalloc(sizeof(*walk), GFP_KERNEL);

	if (!walk)
		return -ENOMEM;
	walk->active = kin_want(cursor, slabs, active_count) ||
		       kin_want(cursor, slabs, used_bytes) || kin_want(cursor, slabs, wasted_bytes);
	cursor->private = walk;
	return 0;
}

static void kin_slabs_close(struct kin_cursor *cursor)
{
	kvfree(cursor->private);
}

/* Position to go on at: after the newest of the last rows that is still there. */
static u64 kin_slabs_resume(struct kin_cursor *cursor, const struct list_head *head)
{
	struct kin_slabs *walk = cursor->private;
	const struct kin_slabs_place *newest;
	u64 position = 0, found = 0;
	const struct list_head *at;
	unsigned int i;

	if (!cursor->key[0])
		return 0;
	/* As a rule it is there, and no further on than it was: caches are added at the end. */
	newest = &walk->last[(cursor->key[0] - 1) % KIN_SLABS_LAST];
	for (at = head->prev; at != head && position <= newest->position; at = at->prev, position++)
		if (at == newest->at && newest->hash == kin_slab_hash(at)) {
			cursor->cost.walked += position;
			return position + 1;
		}
	cursor->cost.walked += position;
	position = 0;
	for (at = head->prev; at != head && position < KIN_SLABS_MAX; at = at->prev, position++)
		for (i = 0; i < KIN_SLABS_LAST; i++)
			if (walk->last[i].at == at && position <= walk->last[i].position &&
			    walk->last[i].hash == kin_slab_hash(at))
				found = position + 1;
	cursor->cost.walked += position;
	if (found)
		return found;
	/* All gone at once: some that stay have moved to before where we were. */
	cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	return newest->position + 1;
}

/* Read the next caches in one hold of their mutex. Returns how many, -EBUSY or -EINTR. */
static int kin_slabs_hold(struct kin_cursor *cursor)
{
	const struct kin_filter *name = &cursor->filter[kin_filter_slabs_name];
	struct kin_slabs *walk = cursor->private;
	unsigned int count = 0, units;
	const struct list_head *head, *at;
	u64 position = 0, from, since = kin_clock();
	struct kin_slab *slab;
	int err;

	while (!kin_slab_trylock(&head)) {
		err = kin_trylock_pause(cursor, since);
		if (err)
			return err;
	}
	kin_hold_begin(cursor);
	if (head) {
		from = kin_slabs_resume(cursor, head);
		/* To find the place again belongs to the first item. */
		units = min_t(u64, 2 * from, KIN_SLABS_MAX) * KIN_COST_STEP;
		for (at = head->prev; at != head && position < KIN_SLABS_MAX &&
		     count < KIN_SLABS_HOLD; at = at->prev, position++) {
			if (position < from)
				continue;
			slab = &walk->slab[count];
			walk->place[count].at = at;
			walk->place[count].hash = kin_slab_hash(at);
			walk->place[count].position = position;
			walk->wanted[count] = kin_slab_read(at, name->set ? name->string : NULL,
							    walk->active, slab);
			units += KIN_COST_CACHE + slab->nodes * KIN_COST_NODE +
				 slab->counted * KIN_COST_SLAB;
			cursor->cost.walked += slab->counted;
			count++;
			if (!kin_charge(cursor, units))
				break;
			units = 0;
		}
	}
	kin_hold_end(cursor);
	kin_slab_unlock();
	cursor->cost.walked += position;
	return count;
}

static void kin_slabs_cache(struct kintrospect_slabs_row *row, const struct kin_slab *slab)
{
	kin_set(row, slabs, alias_count, slab->refcount > 0 ? slab->refcount - 1 : 0);
	kin_set(row, slabs, refcount, slab->refcount);
	kin_set(row, slabs, object_size_bytes, slab->object_size);
	kin_set(row, slabs, align_bytes, slab->align);
	kin_set(row, slabs, flags, slab->flags);
	kin_set(row, slabs, min_partial_count, slab->min_partial);
	if (!kin_slab_why(KIN_SLAB_WHY_CPU_PARTIAL))
		kin_set(row, slabs, cpu_partial_count, slab->cpu_partial);
	if (!kin_slab_why(KIN_SLAB_WHY_SHEAF))
		kin_set(row, slabs, sheaf_capacity_count, slab->sheaf_capacity);
	if (!kin_slab_why(KIN_SLAB_WHY_USER)) {
		kin_set(row, slabs, user_offset_bytes, slab->useroffset);
		kin_set(row, slabs, user_size_bytes, slab->usersize);
	}
}

static void kin_slabs_counts(struct kintrospect_slabs_row *row, const struct kin_slab *slab)
{
	u64 memory = slab->pages << PAGE_SHIFT, used = (u64)slab->active * slab->object_size;
	u32 known = slab->known;

	if (known & KIN_SLAB_PARTIAL) {
		kin_set(row, slabs, capped, slab->capped);
		kin_set(row, slabs, partial_count, slab->partial);
	}
	if (known & KIN_SLAB_COUNTS) {
		kin_set(row, slabs, object_count, slab->objects);
		kin_set(row, slabs, slab_count, slab->slabs);
	}
	if (known & KIN_SLAB_ACTIVE)
		kin_set(row, slabs, active_count, slab->active);
	if (known & KIN_SLAB_MEMORY)
		kin_set(row, slabs, memory_bytes, memory);
	if (known & KIN_SLAB_ACTIVE && known & KIN_SLAB_CACHE) {
		kin_set(row, slabs, used_bytes, used);
		if (known & KIN_SLAB_MEMORY && used <= memory)
			kin_set(row, slabs, wasted_bytes, memory - used);
	}
}

/* The constructor's name; its address may be a module's that has gone meanwhile. */
static bool kin_slabs_ctor(struct kin_cursor *cursor, struct kintrospect_slabs_row *row,
			   unsigned long ctor)
{
	char name[KSYM_SYMBOL_LEN];
	size_t len;

	if (!ctor || !kin_want(cursor, slabs, ctor))
		return true;
	len = kin_symbol_name(name, ctor);
	return !len || kin_set_string(cursor, row, slabs, ctor, name, len);
}

/* False when the batch has no room. */
static bool kin_slabs_row(struct kin_cursor *cursor, const struct kin_slab *slab)
{
	struct kintrospect_slabs_row *row = kin_row(cursor);

	if (!row)
		return false;
	kin_set(row, slabs, size_bytes, slab->size);
	kin_set(row, slabs, slab_object_count, slab->per_slab);
	kin_set(row, slabs, slab_pages, slab->slab_pages);
	if (slab->known & KIN_SLAB_CACHE)
		kin_slabs_cache(row, slab);
	kin_slabs_counts(row, slab);
	if (kin_want(cursor, slabs, name) &&
	    !kin_set_string(cursor, row, slabs, name, slab->name, strlen(slab->name)))
		return false;
	if (!kin_slabs_ctor(cursor, row, slab->ctor))
		return false;
	kin_commit(cursor, row);
	return true;
}

static int kin_slabs_fill(struct kin_cursor *cursor)
{
	const struct kin_filter *name = &cursor->filter[kin_filter_slabs_name];
	struct kin_slabs *walk = cursor->private;
	int i, count = kin_slabs_hold(cursor);

	/* The caches that are left have no row: the flags say that rows may be missing. */
	if (count == -EBUSY) {
		cursor->flags |= KINTROSPECT_BATCH_FLAG_BUSY | KINTROSPECT_BATCH_FLAG_INTERRUPTED;
		return 0;
	}
	if (count < 0)
		return count;
	for (i = 0; i < count; i++) {
		if (walk->wanted[i]) {
			if (!kin_slabs_row(cursor, &walk->slab[i]))
				return 1;
			walk->found = true;
		}
		walk->last[cursor->key[0] % KIN_SLABS_LAST] = walk->place[i];
		cursor->key[0]++;
	}
	if (!count && name->set && !walk->found)
		return kin_fail(cursor, -ESRCH, kin_f_slabs_name,
				"there is no cache of that name; of merged ones the first has the name");
	return count > 0;
}

const struct kin_source kin_slabs_source = {
	.table = &kin_slabs_table,
	.missing = kin_slabs_missing,
	.open = kin_slabs_open,
	.fill = kin_slabs_fill,
	.close = kin_slabs_close,
};
