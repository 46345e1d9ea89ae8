// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plants known things in the kernel's memory, by words written to /proc/kwitness_mem, and
 * says there what it planted. What a word planted is gone when the file is closed.
 *
 *   pairs ORDER COUNT  allocates COUNT pairs of blocks that are buddies of each other
 *   halves             frees one block of each pair: with the other one held, it stays
 *                      what it is, so there are COUNT free blocks of ORDER more
 *   split COUNT        COUNT free pages whose buddy is held, of each of two migrate types
 *   halve ORDER        keeps one half of every free block of ORDER, so that there is none
 *   areas COUNT        maps COUNT areas of a page by vmalloc(), and one of each other kind
 *   free               gives all of it back
 *
 * For tests in a throw-away guest only.
 */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vmalloc.h>

static DEFINE_MUTEX(lock);

/* --- blocks of pages -------------------------------------------------------- */

static struct page **blocks;
static unsigned int block_count, block_order;
static bool blocks_are_pairs;

static void blocks_free(void)
{
	unsigned int i;

	for (i = 0; i < block_count; i++)
		if (blocks[i])
			__free_pages(blocks[i], block_order);
	kvfree(blocks);
	blocks = NULL;
	block_count = 0;
}

static int by_pfn(const void *a, const void *b)
{
	unsigned long x = page_to_pfn(*(struct page **)a), y = page_to_pfn(*(struct page **)b);

	return x < y ? -1 : x > y;
}

/* Blocks come in no order: many are taken, and those that have no buddy given back. */
static int pairs(unsigned int order, unsigned int wanted)
{
	unsigned int i, found = 0, most = 4 * wanted;

	blocks_free();
	blocks = kvcalloc(most, sizeof(*blocks), GFP_KERNEL);
	if (!blocks)
		return -ENOMEM;
	block_order = order;
	for (i = 0; i < most; i++) {
		struct page *page = alloc_pages(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN, order);

		if (!page)
			break;
		blocks[block_count++] = page;
	}
	sort(blocks, block_count, sizeof(*blocks), by_pfn, NULL);
	for (i = 0; i < block_count; i++) {
		bool second = i + 1 < block_count && found < wanted &&
			page_zone(blocks[i + 1]) == page_zone(blocks[found ? 0 : i]) &&
			page_zone(blocks[i]) == page_zone(blocks[found ? 0 : i]) &&
			page_to_pfn(blocks[i + 1]) == (page_to_pfn(blocks[i]) ^ (1UL << order));

		if (!second) {
			__free_pages(blocks[i], order);
			continue;
		}
		blocks[2 * found] = blocks[i];
		blocks[2 * found + 1] = blocks[i + 1];
		found++;
		i++;
	}
	block_count = 2 * found;
	blocks_are_pairs = true;
	return found == wanted ? 0 : -ENOMEM;
}

static void halves(void)
{
	unsigned int i;

	for (i = 1; i < block_count; i += 2) {
		__free_pages(blocks[i], block_order);
		blocks[i] = NULL;
	}
}

static int split(unsigned int wanted)
{
	unsigned int i;

	blocks_free();
	blocks = kvcalloc(2 * wanted, sizeof(*blocks), GFP_KERNEL);
	if (!blocks)
		return -ENOMEM;
	block_order = 0;
	blocks_are_pairs = false;
	for (i = 0; i < 2 * wanted; i++) {
		/* one kind after the other: each in its own blocks then */
		gfp_t kind = i < wanted ? 0 : __GFP_MOVABLE;
		struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOWARN | kind, 1);

		if (!page)
			return -ENOMEM;
		split_page(page, 1);
		blocks[block_count++] = page;
	}
	for (i = 0; i < block_count; i++)
		__free_page(blocks[i] + 1);
	return 0;
}

static int halve(unsigned int order)
{
	unsigned int most = 65536;

	blocks_free();
	blocks = kvcalloc(most, sizeof(*blocks), GFP_KERNEL);
	if (!blocks)
		return -ENOMEM;
	block_order = order - 1;
	blocks_are_pairs = false;
	while (block_count < most) {
		/* no reclaim that would make new ones; movable may have those of CMA, too */
		struct page *page = alloc_pages(__GFP_NOWARN | __GFP_MOVABLE, order), *half;

		if (!page)
			page = alloc_pages(__GFP_NOWARN, order);
		if (!page)
			break;
		blocks[block_count++] = page;
		/* a block of its own from here on */
		half = page + (1UL << block_order);
		init_page_count(half);
		__free_pages(half, block_order);
	}
	return block_count ? 0 : -ENOMEM;
}

static void show_blocks(struct seq_file *m)
{
	if (block_count && blocks_are_pairs)
		seq_printf(m, "pairs %d %s %u %u\n", page_to_nid(blocks[0]),
			   page_zone(blocks[0])->name, block_order, block_count / 2);
}

/* --- areas of vmalloc ------------------------------------------------------- */

/* A page of some device, which is mapped and not read. */
#ifdef CONFIG_X86
#define DEVICE 0xfed00000
#else
#define DEVICE 0x09000000
#endif

#define MANY 5
#define USER 2
#define MAPPED 3

static void **areas;
static unsigned int area_count;
static void *many, *user, *mapped, *ram;
static void __iomem *device;
static struct page *mapped_pages[MAPPED];

static void areas_free(void)
{
	unsigned int i;

	for (i = 0; i < area_count; i++)
		vfree(areas[i]);
	kvfree(areas);
	areas = NULL;
	area_count = 0;
	vfree(many);
	vfree(user);
	vunmap(mapped);
	if (ram)
		vm_unmap_ram(ram, MAPPED);
	if (device)
		iounmap(device);
	many = NULL;
	user = NULL;
	mapped = NULL;
	ram = NULL;
	device = NULL;
	for (i = 0; i < MAPPED; i++) {
		if (mapped_pages[i])
			__free_page(mapped_pages[i]);
		mapped_pages[i] = NULL;
	}
}

static int plant_areas(unsigned int count)
{
	unsigned int i;

	areas_free();
	for (i = 0; i < MAPPED; i++) {
		mapped_pages[i] = alloc_page(GFP_KERNEL);
		if (!mapped_pages[i])
			return -ENOMEM;
	}
	many = vmalloc(MANY * PAGE_SIZE);
	user = vmalloc_user(USER * PAGE_SIZE);
	mapped = vmap(mapped_pages, MAPPED, VM_MAP, PAGE_KERNEL);
	ram = vm_map_ram(mapped_pages, MAPPED, NUMA_NO_NODE);
	device = ioremap(DEVICE, PAGE_SIZE);
	areas = kvcalloc(count, sizeof(*areas), GFP_KERNEL);
	if (!many || !user || !mapped || !ram || !device || !areas)
		return -ENOMEM;
	for (area_count = 0; area_count < count; area_count++) {
		areas[area_count] = vmalloc(PAGE_SIZE);
		if (!areas[area_count])
			return -ENOMEM;
	}
	return 0;
}

static void show_area(struct seq_file *m, const void *addr, unsigned long pages, bool kept,
		      unsigned long phys, const char *flag)
{
	seq_printf(m, "area %px %lu %lu %lx %s\n", addr, pages, kept ? pages : 0, phys, flag);
}

static void show_areas(struct seq_file *m)
{
	unsigned int i;

	if (!area_count)
		return;
	show_area(m, many, MANY, true, 0, "vmalloc");
	show_area(m, user, USER, true, 0, "vmalloc,user");
	show_area(m, mapped, MAPPED, false, 0, "vmap");
	show_area(m, (const void __force *)device, 1, false, DEVICE, "ioremap");
	for (i = 0; i < area_count; i++)
		show_area(m, areas[i], 1, true, 0, "vmalloc");
}

/* --- zones: what /proc/zoneinfo has not got everywhere ---------------------- */

static void show_zone(struct seq_file *m, int node, struct zone *zone)
{
	seq_printf(m, "zone %d %s %lu", node, zone->name, zone->watermark_boost);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 18, 0)
	seq_printf(m, " %lu", zone->_watermark[WMARK_PROMO] + zone->watermark_boost);
#else
	seq_puts(m, " -");
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0) && defined(CONFIG_CMA)
	seq_printf(m, " %lu", zone_cma_pages(zone));
#else
	seq_puts(m, " -");
#endif
	seq_printf(m, " %lu\n", zone->nr_reserved_highatomic);
}

static void show_zones(struct seq_file *m)
{
	int node, i;

	for_each_online_node(node)
		for (i = 0; i < MAX_NR_ZONES; i++)
			show_zone(m, node, &NODE_DATA(node)->node_zones[i]);
}

/* --- the file --------------------------------------------------------------- */

static void free_all(void)
{
	blocks_free();
	areas_free();
}

static int kwitness_mem_show(struct seq_file *m, void *v)
{
	mutex_lock(&lock);
	show_blocks(m);
	show_zones(m);
	show_areas(m);
	mutex_unlock(&lock);
	return 0;
}

static int kwitness_mem_open(struct inode *inode, struct file *file)
{
	return single_open(file, kwitness_mem_show, NULL);
}

static ssize_t kwitness_mem_write(struct file *file, const char __user *from, size_t size,
				  loff_t *pos)
{
	unsigned int a, b;
	char text[80];
	int err = 0;

	if (size >= sizeof(text) || copy_from_user(text, from, size))
		return -EINVAL;
	text[size] = 0;
	mutex_lock(&lock);
	if (sscanf(text, "pairs %u %u", &a, &b) == 2 && a <= 8 && b <= 4096)
		err = pairs(a, b);
	else if (!strcmp(text, "halves"))
		halves();
	else if (sscanf(text, "split %u", &a) == 1 && a <= 100000)
		err = split(a);
	else if (sscanf(text, "halve %u", &a) == 1 && a >= 4 && a < 16)
		err = halve(a);
	else if (sscanf(text, "areas %u", &a) == 1 && a && a <= 10000)
		err = plant_areas(a);
	else if (!strcmp(text, "free"))
		free_all();
	else
		err = -EINVAL;
	mutex_unlock(&lock);
	return err ?: size;
}

static int kwitness_mem_release(struct inode *inode, struct file *file)
{
	if (file->f_mode & FMODE_WRITE) {
		mutex_lock(&lock);
		free_all();
		mutex_unlock(&lock);
	}
	return single_release(inode, file);
}

static const struct proc_ops kwitness_mem_ops = {
	.proc_open = kwitness_mem_open,
	.proc_read = seq_read,
	.proc_write = kwitness_mem_write,
	.proc_lseek = seq_lseek,
	.proc_release = kwitness_mem_release,
};

static int __init kwitness_mem_init(void)
{
	return proc_create("kwitness_mem", 0600, NULL, &kwitness_mem_ops) ? 0 : -ENOMEM;
}

static void __exit kwitness_mem_exit(void)
{
	remove_proc_entry("kwitness_mem", NULL);
	free_all();
}

module_init(kwitness_mem_init);
module_exit(kwitness_mem_exit);
MODULE_DESCRIPTION("known memory for kintrospect's tests");
MODULE_LICENSE("GPL");
