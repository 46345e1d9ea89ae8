// SPDX-License-Identifier: GPL-2.0-only
/*
 * Slab caches of which everything is known: /proc/kfix_slab has a line for each, with
 * what it was made with and how many of its objects live. kfix_slab_many has partial
 * slabs that are too many to count, kfix_slab_a and kfix_slab_b are alike, and one
 * cache where the kernel merges such.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#define LIVE 1000
#define PARTIAL 10100	/* slabs, at least */
#define PER_SLAB 16	/* objects, at most */
#define SIZE 200
#define ALIGN_TO 64
#define USER_OFFSET 40
#define USER_SIZE 80
#define FLAGS (SLAB_HWCACHE_ALIGN | SLAB_RECLAIM_ACCOUNT | SLAB_ACCOUNT | SLAB_PANIC)

static bool light;
module_param(light, bool, 0400);
MODULE_PARM_DESC(light, "no slabs that are too many to count");

/* Objects are linked, in the order in which they came. */
struct object {
	struct object *next;
};

struct known {
	const char *name;
	struct kmem_cache *cache;
	struct object *objects, **end;
	unsigned long live;
	unsigned int size, align, user_offset, user_size;
};

static struct known one = {
	.name = "kfix_slab", .size = SIZE, .align = ALIGN_TO, .user_offset = USER_OFFSET,
	.user_size = USER_SIZE,
}, many = {
	.name = "kfix_slab_many", .size = PAGE_SIZE / PER_SLAB, .align = sizeof(long),
}, alike[] = {
	{ .name = "kfix_slab_a", .size = 328, .align = sizeof(long) },
	{ .name = "kfix_slab_b", .size = 328, .align = sizeof(long) },
};

static void kfix_slab_ctor(void *object)
{
	memset(object, 0, sizeof(struct object));
}

static bool get(struct known *known)
{
	struct object *object = kmem_cache_alloc(known->cache, GFP_KERNEL);

	if (!object)
		return false;
	if (!known->end)
		known->end = &known->objects;
	object->next = NULL;
	*known->end = object;
	known->end = &object->next;
	known->live++;
	return true;
}

static void drop(struct known *known)
{
	struct object *object, *next;

	for (object = known->objects; object; object = next) {
		next = object->next;
		kmem_cache_free(known->cache, object);
	}
	kmem_cache_destroy(known->cache);
}

/* One object of each slab goes, so that all are partial. */
static bool fill_many(void)
{
	struct page *last = NULL, *page;
	struct object **at;

	while (many.live < PARTIAL * PER_SLAB) {
		if (!get(&many))
			return false;
		if (!(many.live & 1023))
			cond_resched();
	}
	for (at = &many.objects; *at;) {
		struct object *object = *at;

		page = virt_to_head_page(object);
		if (page != last) {
			*at = object->next;
			kmem_cache_free(many.cache, object);
			many.live--;
		} else {
			at = &object->next;
		}
		last = page;
	}
	many.end = at;
	/* what CPUs keep at hand goes back to the lists of nodes */
	kmem_cache_shrink(many.cache);
	return true;
}

static void show(struct seq_file *m, const struct known *known, const char *ctor)
{
	seq_printf(m, "%s %lu %u %u %u %u %s\n", known->name, known->live, known->size,
		   known->align, known->user_offset, known->user_size, ctor);
}

static int kfix_slab_show(struct seq_file *m, void *v)
{
	show(m, &one, "kfix_slab_ctor");
	show(m, &many, "kfix_slab_ctor");
	show(m, &alike[0], "-");
	return 0;
}

static void drop_all(void)
{
	drop(&alike[1]);
	drop(&alike[0]);
	drop(&many);
	drop(&one);
}

static int __init kfix_slab_init(void)
{
	int i;

	one.cache = kmem_cache_create_usercopy(one.name, one.size, one.align, FLAGS, USER_OFFSET,
					       USER_SIZE, kfix_slab_ctor);
	many.cache = kmem_cache_create(many.name, many.size, many.align, SLAB_PANIC,
				       kfix_slab_ctor);
	for (i = 0; i < 2; i++)
		alike[i].cache = kmem_cache_create(alike[i].name, alike[i].size, alike[i].align,
						   SLAB_PANIC, NULL);
	for (i = 0; i < LIVE; i++)
		if (!get(&one))
			goto fail;
	/* with KASAN that takes a minute */
	light |= IS_ENABLED(CONFIG_KASAN);
	if (!get(&alike[0]) || (!light && !fill_many()) ||
	    !proc_create_single("kfix_slab", 0400, NULL, kfix_slab_show))
		goto fail;
	return 0;

fail:
	drop_all();
	return -ENOMEM;
}

static void __exit kfix_slab_exit(void)
{
	remove_proc_entry("kfix_slab", NULL);
	drop_all();
}

module_init(kfix_slab_init);
module_exit(kfix_slab_exit);
MODULE_DESCRIPTION("slab caches for kintrospect's tests");
MODULE_LICENSE("GPL");
