// SPDX-License-Identifier: GPL-2.0-only
/*
 * Caches of the slab allocator. Their list and its mutex have no name that a module
 * could use; the functions behind /proc/slabinfo begin and end a walk for us. The
 * structures were public until 6.7 (linux/slub_def.h) and are found by the
 * kernel's type information since, those of nodes always.
 *
 * Where that is missing, the structure of a node, which has been the same from 5.10
 * to 7.3, is believed only if the kernel's own count, get_slabinfo(), says the
 * same of its numbers. Where there is no struct kmem_cache either, the line that
 * /proc/slabinfo would show is taken apart.
 */
#include <linux/jhash.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/nodemask.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/version.h>

#include "../compat/slab_flags.h"
#include "btf.h"
#include "lookup.h"
#include "slab_cache.h"
#include "slab_offsets.h"

/* What a line of /proc/slabinfo and, before the first one, its header take. */
#define KIN_SLAB_TEXT 1024

/* Times that numbers which do not fit together are read again. */
#define KIN_SLAB_TRIES 3

KIN_FN_DECLARE(get_slabinfo);
KIN_FN_DEFINE(get_slabinfo);

/* As struct slabinfo of mm/slab.h begins, with room for what may be added. */
struct kin_slabinfo {
	unsigned long active_objs;
	unsigned long num_objs;
	unsigned long active_slabs;
	unsigned long num_slabs;
	unsigned long shared_avail;
	unsigned int limit;
	unsigned int batchcount;
	unsigned int shared;
	unsigned int objects_per_slab;
	unsigned int cache_order;
	unsigned long spare[16];
};

static const struct seq_operations *kin_slab_ops __ro_after_init;

/* The mutex of the caches and the head of their list, or NULL where they have no name. */
static struct mutex *kin_slab_mutex __ro_after_init;
static const struct list_head *kin_slab_head __ro_after_init;

/* A line of /proc/slabinfo is all there is; room for it, under the mutex of the caches. */
static bool kin_slab_lines __ro_after_init;
static char kin_slab_text[KIN_SLAB_TEXT];

#define KIN_AT(base, offset, type) READ_ONCE(*(const type *)((const char *)(base) + (offset)))

/* --- numbers of nodes -------------------------------------------------- */

/* Sum up nodes: pointers were checked when the driver was loaded. */
static void kin_slab_nodes(const void *cache, struct kin_slab *slab)
{
	const void *node;
	unsigned int i;
	unsigned long partial;

	slab->scan = 0;
	slab->slabs = 0;
	slab->objects = 0;
	slab->partial = 0;
	slab->capped = false;
	for (i = 0; i < nr_node_ids; i++) {
		node = KIN_AT(cache, kin_cache.node + i * kin_cache.node_step, void *);
		if (!node)
			continue;
		slab->nodes++;
		partial = KIN_AT(node, kin_node.nr_partial, unsigned long);
		slab->partial += partial;
		slab->scan += min_t(unsigned long, partial, KIN_SLAB_PARTIAL_MAX);
		slab->capped |= partial > KIN_SLAB_PARTIAL_MAX;
		slab->slabs += KIN_AT(node, kin_node.nr_slabs, unsigned long);
		slab->objects += KIN_AT(node, kin_node.total_objects, unsigned long);
	}
}

/*
 * Pages of all slabs. Each has the usual order or, where memory was scattered, the
 * least that holds an object: so many of either that both numbers come out.
 * False when they do not.
 */
static bool kin_slab_pages(struct kin_slab *slab, u32 usual, u32 least)
{
	u64 full = (u64)slab->slabs * slab->per_slab;
	u32 few = least & ((1U << KIN_OO_SHIFT) - 1), rest;
	u64 small = 0;

	if (full < slab->objects)
		return false;
	if (full > slab->objects) {
		if (few >= slab->per_slab)
			return false;
		small = div_u64_rem(full - slab->objects, slab->per_slab - few, &rest);
		if (rest || small > slab->slabs)
			return false;
	}
	slab->pages = ((u64)(slab->slabs - small) << (usual >> KIN_OO_SHIFT)) +
		(small << (least >> KIN_OO_SHIFT));
	return true;
}

/* Whether the kernel counts free objects in bounded time, whatever there is. */
static bool kin_slab_bounded(void)
{
	return LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0);
}

/*
 * Counts change as they are read: those that contradict each other are read again. The
 * partial slabs are gone through only for the objects that are in use (@active).
 */
static void kin_slab_count(const void *cache, bool active, struct kin_slab *slab)
{
	u32 usual = KIN_AT(cache, kin_cache.oo, u32), least = KIN_AT(cache, kin_cache.min, u32);
	struct kin_slabinfo info;
	unsigned int try;

	if (!kin_node.known)
		return;
	for (try = 0; try < KIN_SLAB_TRIES; try++) {
		kin_slab_nodes(cache, slab);
		slab->known &= ~KIN_SLAB_ACTIVE;
		slab->known |= KIN_SLAB_COUNTS | KIN_SLAB_PARTIAL;
		if (active && (!slab->capped || kin_slab_bounded())) {
			slab->counted += slab->scan;
			memset(&info, 0, sizeof(info));
			KIN_FN(get_slabinfo)((struct kmem_cache *)cache, (struct slabinfo *)&info);
			slab->objects = info.num_objs;
			slab->slabs = info.num_slabs;
			slab->active = info.active_objs;
			if (slab->active > slab->objects)
				continue;
			slab->known |= KIN_SLAB_ACTIVE;
		}
		if (kin_slab_pages(slab, usual, least)) {
			slab->known |= KIN_SLAB_MEMORY;
			return;
		}
	}
}

/* --- one cache --------------------------------------------------------- */

static const void *kin_slab_cache(const struct list_head *at)
{
	return (const char *)at - kin_cache.list;
}

static void kin_slab_members(const void *cache, struct kin_slab *slab)
{
	u32 oo = KIN_AT(cache, kin_cache.oo, u32);

	strscpy(slab->name, KIN_AT(cache, kin_cache.name, char *), sizeof(slab->name));
	slab->size = KIN_AT(cache, kin_cache.size, u32);
	slab->per_slab = oo & ((1U << KIN_OO_SHIFT) - 1);
	slab->slab_pages = 1U << (oo >> KIN_OO_SHIFT);
	slab->object_size = KIN_AT(cache, kin_cache.object_size, u32);
	slab->align = KIN_AT(cache, kin_cache.align, u32);
	slab->flags = kin_slab_flags(KIN_AT(cache, kin_cache.flags, u32));
	slab->refcount = KIN_AT(cache, kin_cache.refcount, s32);
	slab->min_partial = KIN_AT(cache, kin_cache.min_partial, unsigned long);
	slab->ctor = KIN_AT(cache, kin_cache.ctor, unsigned long);
	if (kin_cache.cpu_partial >= 0)
		slab->cpu_partial = KIN_AT(cache, kin_cache.cpu_partial, u32);
	if (kin_cache.sheaf_capacity >= 0)
		slab->sheaf_capacity = KIN_AT(cache, kin_cache.sheaf_capacity, u32);
	if (kin_cache.useroffset >= 0)
		slab->useroffset = KIN_AT(cache, kin_cache.useroffset, u32);
	if (kin_cache.usersize >= 0)
		slab->usersize = KIN_AT(cache, kin_cache.usersize, u32);
	slab->known |= KIN_SLAB_CACHE;
}

/* A number that ends at @*end, and the blanks before it. */
static u64 kin_slab_number(const char *text, const char **end)
{
	u64 value = 0, unit = 1;
	const char *at = *end;

	for (; at > text && at[-1] == ' '; at--)
		;
	for (; at > text && at[-1] >= '0' && at[-1] <= '9'; at--, unit *= 10)
		value += (at[-1] - '0') * unit;
	*end = at;
	return value;
}

/*
 * name active objects size objects-per-slab pages-per-slab : tunables ...
 * : slabdata active-slabs slabs shared. The name may have blanks: from the end on.
 */
static void kin_slab_line(const struct list_head *at, struct kin_slab *slab)
{
	struct seq_file file = { .buf = kin_slab_text, .size = KIN_SLAB_TEXT - 1 };
	const char *line, *end;

	kin_slab_ops->show(&file, (void *)at);
	if (file.count >= file.size)
		return;
	kin_slab_text[file.count] = '\0';
	/* The header is before the line. */
	line = strrchr(kin_slab_text, '\n');
	if (!line)
		return;
	kin_slab_text[line - kin_slab_text] = '\0';
	line = strrchr(kin_slab_text, '\n');
	line = line ? line + 1 : kin_slab_text;

	end = line + strlen(line);
	kin_slab_number(line, &end);
	slab->slabs = kin_slab_number(line, &end);
	end = strstr(line, " : tunables");
	if (!end)
		return;
	slab->slab_pages = kin_slab_number(line, &end);
	slab->per_slab = kin_slab_number(line, &end);
	slab->size = kin_slab_number(line, &end);
	slab->objects = kin_slab_number(line, &end);
	slab->active = kin_slab_number(line, &end);
	slab->known = KIN_SLAB_COUNTS;
	if (slab->active <= slab->objects)
		slab->known |= KIN_SLAB_ACTIVE;
	if (kin_slab_pages(slab, ilog2(slab->slab_pages | 1) << KIN_OO_SHIFT, U16_MAX))
		slab->known |= KIN_SLAB_MEMORY;
	while (end > line && end[-1] == ' ')
		end--;
	strscpy(slab->name, line, min_t(size_t, end - line + 1, sizeof(slab->name)));
}

/**
 * kin_slab_read - read a cache
 * @at: the cache, by its place in the list
 * @name: the only cache to be read, or NULL
 * @active: @slab->active is wanted
 * @slab: what was read
 *
 * Numbers of nodes are as of /proc/slabinfo: free objects of at most
 * KIN_SLAB_PARTIAL_MAX slabs of each node are counted, with interrupts off, if @active.
 *
 * Locking: kin_slab_lock(). Return: false if it has another name, and was not read.
 */
bool kin_slab_read(const struct list_head *at, const char *name, bool active,
		   struct kin_slab *slab)
{
	const void *cache = kin_slab_cache(at);

	slab->nodes = 0;
	slab->counted = 0;
	if (name && kin_cache.known &&
	    strncmp(KIN_AT(cache, kin_cache.name, char *), name, KIN_SLAB_NAME - 1))
		return false;
	memset(slab, 0, sizeof(*slab));
	if (kin_cache.known) {
		kin_slab_members(cache, slab);
		kin_slab_count(cache, active, slab);
	} else {
		kin_slab_line(at, slab);
	}
	return !name || !strcmp(slab->name, name);
}

/**
 * kin_slab_hash - tell a cache from another that has got its memory
 * @at: the cache
 *
 * Locking: kin_slab_lock(). Return: a number made of its name.
 */
u32 kin_slab_hash(const struct list_head *at)
{
	const char *name;

	if (!kin_cache.known)
		return 0;
	name = KIN_AT(kin_slab_cache(at), kin_cache.name, char *);
	return jhash(name, strlen(name), 0);
}

/**
 * kin_slab_lock - keep caches from coming and going
 *
 * Takes the mutex of the caches (slab_mutex): process context, sleeps. Return: the
 * list's head, newest cache first, or NULL; kin_slab_unlock() in either case.
 */
const struct list_head *kin_slab_lock(void)
{
	loff_t pos = 0;
	/* Of which no release uses the file. */
	const struct list_head *first = kin_slab_ops->start(NULL, &pos);

	return first ? first->prev : NULL;
}

/**
 * kin_slab_trylock - kin_slab_lock(), if nobody has the mutex
 * @head: set to the list's head, or to NULL
 *
 * Whoever makes a cache waits for memory with the mutex held. Without
 * CONFIG_KALLSYMS_ALL it can only be waited for, as /proc/slabinfo does.
 *
 * Return: whether it is locked; kin_slab_unlock() then.
 */
bool kin_slab_trylock(const struct list_head **head)
{
	if (!kin_slab_mutex) {
		*head = kin_slab_lock();
		return true;
	}
	if (!mutex_trylock(kin_slab_mutex))
		return false;
	*head = kin_slab_head;
	return true;
}

/**
 * kin_slab_unlock - the counterpart of kin_slab_lock()
 */
void kin_slab_unlock(void)
{
	kin_slab_ops->stop(NULL, NULL);
}

/* --- coming and going -------------------------------------------------- */

/*
 * Learn what kin_slab_trylock() takes: the mutex by that name is the one that is held now.
 * Not inline: it calls through a pointer, and kin_slab_init() has addresses of functions.
 */
static noinline void __init kin_slab_find_mutex(void)
{
	const struct list_head *head = kin_slab_lock();
	struct mutex *mutex = (struct mutex *)kin_data_slab_mutex;

	if (head && mutex && mutex_is_locked(mutex)) {
		kin_slab_head = head;
		kin_slab_mutex = mutex;
	}
	kin_slab_unlock();
}

/*
 * The oldest two caches, of struct kmem_cache and kmem_cache_node themselves, which
 * are small: whether what is read of them is what the kernel counts.
 */
static noinline bool __init kin_slab_check(void)
{
	const struct list_head *head = kin_slab_lock(), *at;
	unsigned int i, good = 0;

	at = head ? head->prev : NULL;
	for (i = 0; at && at != head && i < 2; i++, at = at->prev) {
		const void *cache = kin_slab_cache(at);
		struct kin_slab before = {}, after = {};
		struct kin_slabinfo info = {};
		u32 oo = KIN_AT(cache, kin_cache.oo, u32);

		if (!KIN_AT(cache, kin_cache.node, void *))
			break;
		kin_slab_nodes(cache, &before);
		KIN_FN(get_slabinfo)((struct kmem_cache *)cache, (struct slabinfo *)&info);
		kin_slab_nodes(cache, &after);
		good += info.num_slabs && info.num_slabs >= before.slabs &&
			info.num_slabs <= after.slabs && info.num_objs >= before.objects &&
			info.num_objs <= after.objects && before.partial <= info.num_slabs &&
			info.objects_per_slab == (oo & ((1U << KIN_OO_SHIFT) - 1)) &&
			info.cache_order == oo >> KIN_OO_SHIFT;
	}
	kin_slab_unlock();
	return good == 2;
}

/**
 * kin_slab_init - find out where caches are and what they look like
 *
 * After kin_btf_init(). Process context, may sleep. What is missing is no error.
 */
void __init kin_slab_init(void)
{
	if (!IS_ENABLED(CONFIG_SLUB) || !IS_ENABLED(CONFIG_SLUB_DEBUG))
		return;
	kin_slab_ops = kin_slab_find_ops();
	if (!kin_slab_ops)
		return;
	kin_slab_find_mutex();
	kin_slab_find_cache();
	if (!kin_cache.known) {
		kin_slab_lines = kin_slab_bounded();
		return;
	}
	KIN_FN_SET(get_slabinfo, kin_lookup_addr("get_slabinfo", true));
	if (!KIN_FN_HAS(get_slabinfo))
		return;
	kin_slab_find_node();
	kin_node.known = kin_slab_check();
}

/**
 * kin_slab_why - why something cannot be had
 * @part: of what
 *
 * Any context. Return: a string constant, NULL where it can be had.
 */
const char *kin_slab_why(enum kin_slab_part part)
{
	if (!IS_ENABLED(CONFIG_SLUB))
		return "needs CONFIG_SLUB";
	if (!IS_ENABLED(CONFIG_SLUB_DEBUG))
		return "needs CONFIG_SLUB_DEBUG";
	if (!kin_slab_ops)
		return "/proc/slabinfo could not be opened when the driver was loaded";
	if (!kin_cache.known) {
		if (kin_slab_lines && (part == KIN_SLAB_WHY_ALL || part == KIN_SLAB_WHY_COUNTS))
			return NULL;
		return kin_btf_why();
	}
	switch (part) {
	case KIN_SLAB_WHY_COUNTS:
	case KIN_SLAB_WHY_PARTIAL:
		if (!KIN_FN_HAS(get_slabinfo))
			return KIN_FN_WHY(get_slabinfo);
		return kin_node.known ? NULL : kin_btf_why();
	case KIN_SLAB_WHY_CPU_PARTIAL:
		return kin_cache.cpu_partial >= 0 ? NULL :
			"needs CONFIG_SLUB_CPU_PARTIAL in a kernel without sheaves for all";
	case KIN_SLAB_WHY_SHEAF:
		return kin_cache.sheaf_capacity >= 0 ? NULL : "needs sheaves, since Linux 6.18";
	case KIN_SLAB_WHY_USER:
		return kin_cache.usersize >= 0 && kin_cache.useroffset >= 0 ? NULL :
			"needs CONFIG_HARDENED_USERCOPY";
	default:
		return NULL;
	}
}
