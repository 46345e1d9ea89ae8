// SPDX-License-Identifier: GPL-2.0-only
/*
 * A second witness of the address space and of modules. /proc/kwitness_layout has a line
 * "NAME FIRST LAST" for each region that is set aside, by the marks that the kernel's own
 * dump of its page tables goes by, and "link ADDR", where the image was linked to;
 * /proc/kwitness_modules has a line for each module with its pieces of memory; and
 * /proc/kwitness_perms says what the page tables allow at the address written to it.
 */
#include <linux/highmem.h>
#include <linux/kasan.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/pgtable.h>
#include <linux/proc_fs.h>
#include <linux/rculist.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <asm/fixmap.h>
#ifdef CONFIG_X86_64
#include <asm/cpu_entry_area.h>
#include <asm/pgtable_areas.h>
#include <asm/processor.h>
#include <asm/vsyscall.h>
#endif

#include "planted_module.h"

static void region(struct seq_file *m, const char *name, u64 first, u64 last)
{
	seq_printf(m, "%s %llx %llx\n", name, first, last);
}

/* By the pages of memory that the zones span, not by what the kernel says its end is. */
static unsigned long __maybe_unused pages_end(void)
{
	unsigned long end = 0;
	int node, i;

	for_each_online_node(node)
		for (i = 0; i < MAX_NR_ZONES; i++)
			if (NODE_DATA(node)->node_zones[i].spanned_pages)
				end = max(end, zone_end_pfn(&NODE_DATA(node)->node_zones[i]));
	return end;
}

#if defined(CONFIG_X86_64)
static void regions(struct seq_file *m)
{
	bool five = pgtable_l5_enabled();
	u64 half = five ? 0xff00000000000000 : 0xffff800000000000;
	u64 pages = pages_end();

	region(m, "user", 0, ~half - PAGE_SIZE);
	region(m, "user-guard", ~half - PAGE_SIZE + 1, ~half);
	region(m, "non-canonical", ~half + 1, half - 1);
	region(m, "kernel", half, ~0ULL);
	region(m, "hypervisor-guard", half, half + (16ULL << (five ? 48 : 39)) - 1);
#ifdef CONFIG_MODIFY_LDT_SYSCALL
	region(m, "ldt", half + (16ULL << (five ? 48 : 39)),
	       half + (17ULL << (five ? 48 : 39)) - 1);
#endif
	region(m, "linear-map", page_offset_base, page_offset_base + (pages << PAGE_SHIFT) - 1);
	region(m, "vmalloc", vmalloc_base,
	       vmalloc_base + ((five ? 12800ULL : 32ULL) << 40) - 1);
	pages = ALIGN(pages, 1UL << (SECTION_SIZE_BITS - PAGE_SHIFT));
	region(m, "vmemmap", vmemmap_base, vmemmap_base + pages * sizeof(struct page) - 1);
#ifdef CONFIG_KASAN
	/* an eighth of each half, of five levels or four */
	region(m, "kasan-shadow", CONFIG_KASAN_SHADOW_OFFSET + (half >> 3), 0xfffffbffffffffff);
#endif
	region(m, "cpu-entry-area", 0xfffffe0000000000,
	       0xfffffe0000000000 + CPU_ENTRY_AREA_MAP_SIZE - 1);
#ifdef CONFIG_X86_ESPFIX64
	region(m, "espfix", 0xffffff0000000000, 0xffffff7fffffffff);
#endif
#ifdef CONFIG_EFI
	region(m, "efi-runtime", 0xffffffef00000000, 0xfffffffeffffffff);
#endif
	region(m, "image-map", 0xffffffff80000000, MODULES_VADDR - 1);
	region(m, "modules", MODULES_VADDR, MODULES_END - 1);
	region(m, "fixmap", 0xffffffffff7fffff - __end_of_permanent_fixed_addresses * PAGE_SIZE -
	       PAGE_SIZE + 1, 0xffffffffff7fffff);
#ifdef CONFIG_X86_VSYSCALL_EMULATION
	region(m, "vsyscall", 0xffffffffff600000, 0xffffffffff600fff);
#endif
	seq_printf(m, "link %llx\n",
		   0xffffffff80000000ULL + ALIGN(CONFIG_PHYSICAL_START, CONFIG_PHYSICAL_ALIGN));
}
#elif defined(CONFIG_ARM64)
static void regions(struct seq_file *m)
{
	u64 tcr = read_sysreg(tcr_el1), low = -(1ULL << (64 - ((tcr >> 16) & 63)));
	unsigned long pfn = ULONG_MAX;
	int node;

	for_each_online_node(node)
		pfn = min(pfn, NODE_DATA(node)->node_start_pfn);
	region(m, "user", 0, (1ULL << (64 - (tcr & 63))) - 1);
	region(m, "non-canonical", 1ULL << (64 - (tcr & 63)), low - 1);
	region(m, "kernel", low, ~0ULL);
	region(m, "linear-map", low, PAGE_END - 1);
	region(m, "ram", (u64)phys_to_virt((u64)pfn << PAGE_SHIFT),
	       (u64)phys_to_virt((u64)pages_end() << PAGE_SHIFT) - 1);
#if defined(CONFIG_KASAN_GENERIC) || defined(CONFIG_KASAN_SW_TAGS)
	region(m, "kasan-shadow", KASAN_SHADOW_START, KASAN_SHADOW_END - 1);
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 11, 0)
	region(m, "bpf-jit", MODULES_VADDR - SZ_128M, MODULES_VADDR - 1);
#endif
	region(m, "modules", MODULES_VADDR, MODULES_END - 1);
	region(m, "vmalloc", MODULES_END, VMALLOC_END - 1);
	region(m, "vmemmap", (u64)virt_to_page((void *)low), VMEMMAP_END - 1);
	region(m, "pci-io", PCI_IO_START, PCI_IO_START + SZ_16M - 1);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	region(m, "fixmap", FIXADDR_TOP - __end_of_fixed_addresses * PAGE_SIZE, FIXADDR_TOP - 1);
#else
	region(m, "fixmap", FIXADDR_TOP - __end_of_permanent_fixed_addresses * PAGE_SIZE,
	       FIXADDR_TOP - 1);
#endif
	seq_printf(m, "link %llx\n", (u64)MODULES_END);
}
#else
static void regions(struct seq_file *m)
{
	u64 low = (unsigned long)high_memory;

	region(m, "user", 0, CONFIG_PAGE_OFFSET - SZ_16M - 1);
	region(m, "kernel", CONFIG_PAGE_OFFSET - SZ_16M, 0xffffffff);
	region(m, "modules", MODULES_VADDR, MODULES_END - 1);
#ifdef CONFIG_HIGHMEM
	region(m, "pkmap", CONFIG_PAGE_OFFSET - SZ_2M, CONFIG_PAGE_OFFSET - 1);
#endif
	region(m, "lowmem", CONFIG_PAGE_OFFSET, low - 1);
	region(m, "vmalloc", ALIGN(low + 1, SZ_8M), 0xff7fffff);
	region(m, "device-tree", FDT_FIXED_BASE, FDT_FIXED_BASE + FDT_FIXED_SIZE - 1);
	region(m, "fixmap", 0xffc80000, 0xffefffff);
	region(m, "vectors", 0xffff0000, 0xffff0fff);
	region(m, "vector-stubs", 0xffff1000, 0xffff1fff);
}
#endif

static DEFINE_PER_CPU(int, kwitness_cpu);

static int kwitness_layout_show(struct seq_file *m, void *v)
{
	int cpu;

	regions(m);
	/* what must lie in the memory of each CPU */
	for_each_possible_cpu(cpu)
		seq_printf(m, "cpu %lx\n", (unsigned long)per_cpu_ptr(&kwitness_cpu, cpu));
	seq_printf(m, "cpu0 %lx\n", per_cpu_offset(0));
	return 0;
}

static void piece(struct seq_file *m, const void *from, unsigned long bytes)
{
	seq_printf(m, " %lx %lu", bytes ? (unsigned long)from : 0, bytes);
}

/* Not of the head of the list, which is in no module's memory. */
static void module_line(struct seq_file *m, const struct module *mod)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	void *base;

	if (get_kernel_nofault(base, &mod->mem[MOD_DATA].base) || !base ||
	    !PAGE_ALIGNED(base) || (void *)mod < base ||
	    (void *)mod >= base + mod->mem[MOD_DATA].size)
		return;
	seq_puts(m, mod->name);
	piece(m, mod->mem[MOD_TEXT].base, mod->mem[MOD_TEXT].size);
	piece(m, mod->mem[MOD_RODATA].base, mod->mem[MOD_RODATA].size);
	piece(m, mod->mem[MOD_RO_AFTER_INIT].base, mod->mem[MOD_RO_AFTER_INIT].size);
	piece(m, mod->mem[MOD_DATA].base, mod->mem[MOD_DATA].size);
#else
	const struct module_layout *core = &mod->core_layout;
	void *base;

	if (get_kernel_nofault(base, &core->base) || !base ||
	    !PAGE_ALIGNED(base) || (void *)mod < base ||
	    (void *)mod >= base + core->size)
		return;
	seq_puts(m, mod->name);
	piece(m, base, core->text_size);
	piece(m, base + core->text_size, core->ro_size - core->text_size);
	piece(m, base + core->ro_size, core->ro_after_init_size - core->ro_size);
	piece(m, base + core->ro_after_init_size, core->size - core->ro_after_init_size);
#endif
	seq_putc(m, '\n');
}

static int kwitness_modules_show(struct seq_file *m, void *v)
{
	struct module *mod;

	module_line(m, THIS_MODULE);
	rcu_read_lock();
	list_for_each_entry_rcu(mod, &THIS_MODULE->list, list)
		module_line(m, mod);
	rcu_read_unlock();
	return 0;
}

static unsigned long asked;

/* Every level of the tables has its say. */
static int kwitness_perms_show(struct seq_file *m, void *v)
{
#ifdef CONFIG_X86_64
	pgd_t *pgd = (pgd_t *)__va(read_cr3_pa()) + pgd_index(asked);
	u64 rw = pgd_val(*pgd), nx = 0, value;
	p4d_t *p4d = p4d_offset(pgd, asked);
	pud_t *pud;
	pmd_t *pmd;

	value = p4d_val(*p4d);
	rw &= value;
	nx |= value;
	if (!(value & _PAGE_PRESENT))
		goto none;
	pud = pud_offset(p4d, asked);
	value = pud_val(*pud);
	rw &= value;
	nx |= value;
	if (!(value & _PAGE_PRESENT))
		goto none;
	if (value & _PAGE_PSE)
		goto leaf;
	pmd = pmd_offset(pud, asked);
	value = pmd_val(*pmd);
	rw &= value;
	nx |= value;
	if (!(value & _PAGE_PRESENT))
		goto none;
	if (value & _PAGE_PSE)
		goto leaf;
	value = pte_val(*pte_offset_kernel(pmd, asked));
	rw &= value;
	nx |= value;
	if (!(value & _PAGE_PRESENT))
		goto none;
leaf:
	seq_printf(m, "r%c%c\n", rw & _PAGE_RW ? 'w' : '-', nx & _PAGE_NX ? '-' : 'x');
	return 0;
none:
	seq_puts(m, "---\n");
#else
	seq_puts(m, "???\n");
#endif
	return 0;
}

static int kwitness_perms_open(struct inode *inode, struct file *file)
{
	return single_open(file, kwitness_perms_show, NULL);
}

static ssize_t kwitness_perms_write(struct file *file, const char __user *from, size_t len,
				    loff_t *pos)
{
	return kstrtoul_from_user(from, len, 16, &asked) ?: len;
}

static const struct proc_ops kwitness_perms_ops = {
	.proc_open = kwitness_perms_open,
	.proc_read = seq_read,
	.proc_write = kwitness_perms_write,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

static int __init kwitness_layout_init(void)
{
	planted_answer();
	if (!proc_create_single("kwitness_layout", 0400, NULL, kwitness_layout_show) ||
	    !proc_create_single("kwitness_modules", 0400, NULL, kwitness_modules_show) ||
	    !proc_create("kwitness_perms", 0600, NULL, &kwitness_perms_ops))
		return -ENOMEM;
	return 0;
}

static void __exit kwitness_layout_exit(void)
{
	remove_proc_entry("kwitness_layout", NULL);
	remove_proc_entry("kwitness_modules", NULL);
	remove_proc_entry("kwitness_perms", NULL);
}

module_init(kwitness_layout_init);
module_exit(kwitness_layout_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("What kintrospect's tests know of the address space and of modules");
