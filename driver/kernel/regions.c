// SPDX-License-Identifier: GPL-2.0-only
/*
 * The regions that an architecture divides its address space into: the kernel's own
 * macros, which follow its release and configuration, with variables it exports.
 */
#include <linux/highmem.h>
#include <linux/irqflags.h>
#include <linux/kasan.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/percpu.h>
#include <linux/pgtable.h>
#include <linux/string.h>
#include <asm/fixmap.h>

#ifdef CONFIG_X86_64
#include <asm/cpu_entry_area.h>
#include <asm/pgtable_areas.h>
#include <asm/vsyscall.h>
#endif

#include "lookup.h"
#include "regions.h"

#define BY_MACRO KINTROSPECT_REGION_SOURCE_MACRO
#define BY_EXPORTED KINTROSPECT_REGION_SOURCE_EXPORTED
#define BY_SYMBOL KINTROSPECT_REGION_SOURCE_SYMBOL

/**
 * kin_region_last - the region added last
 * @map: the regions, at least one
 */
struct kin_region *kin_region_last(struct kin_regions *map)
{
	return &map->at[map->count - 1];
}

/* Room for one more; there is more than any architecture needs. */
static struct kin_region *kin_region_new(struct kin_regions *map, const char *name)
{
	struct kin_region *region;

	if (WARN_ON_ONCE(map->count == KIN_REGIONS_MAX))
		map->count--;
	region = &map->at[map->count];
	memset(region, 0, sizeof(*region));
	region->order = map->count++;
	strscpy(region->name, name, sizeof(region->name));
	return region;
}

/**
 * kin_region_add - a region that is known
 * @map: the regions
 * @name: its name
 * @start: first address
 * @end: first address behind it; 0: it ends with the address space
 * @source: KINTROSPECT_REGION_SOURCE_*
 *
 * An empty one is none. Any context.
 */
void kin_region_add(struct kin_regions *map, const char *name, u64 start, u64 end,
		    unsigned int source)
{
	struct kin_region *region;

	if (end && start >= end)
		return;
	region = kin_region_new(map, name);
	region->start = start;
	region->last = end ? end - 1 : KIN_SPACE_LAST;
	region->source = source;
	region->kind = KINTROSPECT_REGION_KIND_REGION;
}

/**
 * kin_region_unknown - a region that this kernel does not tell of
 * @map: the regions
 * @name: its name
 * @reason: the missing config or symbol, a string constant
 */
void kin_region_unknown(struct kin_regions *map, const char *name, const char *reason)
{
	struct kin_region *region = kin_region_new(map, name);

	region->reason = reason;
	region->kind = KINTROSPECT_REGION_KIND_UNKNOWN;
}

static void __maybe_unused kin_hole_add(struct kin_regions *map, const char *name, u64 start,
					u64 end)
{
	unsigned int count = map->count;

	kin_region_add(map, name, start, end, BY_MACRO);
	if (map->count > count)
		kin_region_last(map)->kind = KINTROSPECT_REGION_KIND_HOLE;
}

/*
 * The first chunk of per-CPU memory: a unit for each CPU (mm/percpu.c). With memory of
 * several nodes there may be other memory between units.
 */
static void __maybe_unused kin_regions_percpu(struct kin_regions *map)
{
#ifdef CONFIG_SMP
	unsigned long low = ULONG_MAX, high = 0, base;
	unsigned int unit;
	int cpu;

	if (!kin_data_pcpu_base_addr) {
		kin_region_unknown(map, "per-cpu", KIN_DATA_WHY(pcpu_base_addr));
		return;
	}
	if (!kin_data_pcpu_unit_size) {
		kin_region_unknown(map, "per-cpu", KIN_DATA_WHY(pcpu_unit_size));
		return;
	}
	base = *(const unsigned long *)kin_data_pcpu_base_addr;
	unit = *(const int *)kin_data_pcpu_unit_size;
	for_each_possible_cpu(cpu) {
		low = min(low, per_cpu_offset(cpu));
		high = max(high, per_cpu_offset(cpu));
	}
	kin_region_add(map, "per-cpu", base, (u64)base + (high - low) + unit, BY_SYMBOL);
#endif
}

#if defined(CONFIG_X86_64)

/* arch/x86/include/asm/{page,pgtable}_64_types.h, Documentation/arch/x86/x86_64/mm.rst. */
void kin_regions_list(struct kin_regions *map)
{
	u64 half = 1UL << __VIRTUAL_MASK_SHIFT;
	unsigned long pfn = PHYS_PFN(__pa((unsigned long)high_memory - 1)) + 1;

	kin_region_add(map, "user", 0, TASK_SIZE_MAX, BY_MACRO);
	kin_hole_add(map, "user-guard", TASK_SIZE_MAX, half);
	kin_hole_add(map, "non-canonical", half, -half);
	kin_region_add(map, "kernel", -half, 0, BY_MACRO);

	kin_hole_add(map, "hypervisor-guard", GUARD_HOLE_BASE_ADDR, GUARD_HOLE_END_ADDR);
#ifdef CONFIG_MODIFY_LDT_SYSCALL
	kin_region_add(map, "ldt", LDT_BASE_ADDR, LDT_END_ADDR, BY_MACRO);
#endif
	kin_region_add(map, "linear-map", PAGE_OFFSET, (unsigned long)high_memory, BY_EXPORTED);
	kin_regions_percpu(map);
	kin_region_add(map, "vmalloc", VMALLOC_START, VMALLOC_END + 1, BY_EXPORTED);
	/* by whole sections of memory, to the last page there is */
	kin_region_add(map, "vmemmap", VMEMMAP_START,
		       (unsigned long)pfn_to_page(round_up(pfn, PAGES_PER_SECTION)), BY_EXPORTED);
#ifdef CONFIG_KASAN
	kin_region_add(map, "kasan-shadow", KASAN_SHADOW_START, KASAN_SHADOW_END, BY_MACRO);
#endif
	kin_region_add(map, "cpu-entry-area", CPU_ENTRY_AREA_BASE,
		       CPU_ENTRY_AREA_BASE + CPU_ENTRY_AREA_MAP_SIZE, BY_MACRO);
#ifdef CONFIG_X86_ESPFIX64
	kin_region_add(map, "espfix", ESPFIX_BASE_ADDR, ESPFIX_BASE_ADDR + P4D_SIZE, BY_MACRO);
#endif
#ifdef CONFIG_EFI
	kin_region_add(map, "efi-runtime", EFI_VA_END, EFI_VA_START, BY_MACRO);
#endif
	kin_region_add(map, "image-map", __START_KERNEL_map,
		       __START_KERNEL_map + KERNEL_IMAGE_SIZE, BY_MACRO);
	kin_regions_image(map);
	kin_region_add(map, "modules", MODULES_VADDR, MODULES_END, BY_MACRO);
	kin_region_add(map, "fixmap", FIXADDR_START, FIXADDR_TOP + PAGE_SIZE, BY_MACRO);
#ifdef CONFIG_X86_VSYSCALL_EMULATION
	kin_region_add(map, "vsyscall", VSYSCALL_ADDR, VSYSCALL_ADDR + PAGE_SIZE, BY_MACRO);
	kin_region_last(map)->mapped = true;
#endif
}

/**
 * kin_regions_perms - what the kernel's page tables allow at an address
 * @addr: the address
 * @perms: r, w and x or dashes, and a NUL
 *
 * Tables of the kernel's half are freed after all CPUs were interrupted, so
 * interrupts are off meanwhile. Any context. Return: whether it is known.
 */
bool kin_regions_perms(u64 addr, char perms[4])
{
	unsigned long flags;
	unsigned int level;
	pteval_t value = 0;
	pte_t *pte;

	local_irq_save(flags);
	pte = lookup_address(addr, &level);
	if (pte)
		value = pte_val(READ_ONCE(*pte));
	local_irq_restore(flags);
	strscpy(perms, "---", 4);
	if (!(value & _PAGE_PRESENT))
		return true;
	perms[0] = 'r';
	if (value & _PAGE_RW)
		perms[1] = 'w';
	if (!(value & _PAGE_NX))
		perms[2] = 'x';
	return true;
}

/* Why permissions are not known: a string constant, or NULL. */
const char *kin_regions_perms_why(void)
{
	return NULL;
}

#elif defined(CONFIG_ARM64)

/* The lowest page there is: the linear map begins somewhere below it, at random. */
static u64 kin_regions_ram(void)
{
	unsigned long pfn = ULONG_MAX;
	int node;

	for_each_online_node(node)
		if (NODE_DATA(node)->node_spanned_pages)
			pfn = min(pfn, NODE_DATA(node)->node_start_pfn);
	return (unsigned long)__va(PFN_PHYS(pfn));
}

/* arch/arm64/include/asm/{memory,pgtable,fixmap}.h, arch/arm64/mm/ptdump.c. */
void kin_regions_list(struct kin_regions *map)
{
	u64 low = _PAGE_OFFSET(vabits_actual);

	kin_region_add(map, "user", 0, TASK_SIZE_64, BY_MACRO);
	kin_hole_add(map, "non-canonical", TASK_SIZE_64, low);
	kin_region_add(map, "kernel", low, 0, BY_MACRO);

	kin_region_add(map, "linear-map", low, PAGE_END, BY_MACRO);
	kin_region_add(map, "ram", kin_regions_ram(), (unsigned long)high_memory, BY_EXPORTED);
	kin_regions_percpu(map);
#if defined(CONFIG_KASAN_GENERIC) || defined(CONFIG_KASAN_SW_TAGS)
	kin_region_add(map, "kasan-shadow", KASAN_SHADOW_START, KASAN_SHADOW_END, BY_MACRO);
#endif
#ifdef BPF_JIT_REGION_START	/* until 5.11 */
	kin_region_add(map, "bpf-jit", BPF_JIT_REGION_START, BPF_JIT_REGION_END, BY_MACRO);
#endif
	kin_region_add(map, "modules", MODULES_VADDR, MODULES_END, BY_MACRO);
	kin_region_add(map, "vmalloc", VMALLOC_START, VMALLOC_END, BY_MACRO);
	kin_regions_image(map);
	/* where the linear map begins later than it might, so does what describes it */
	kin_region_add(map, "vmemmap", (unsigned long)virt_to_page((void *)low),
		       VMEMMAP_START + VMEMMAP_SIZE, BY_MACRO);
	kin_region_add(map, "pci-io", PCI_IO_START, PCI_IO_END, BY_MACRO);
#ifdef FIXADDR_TOT_START	/* since 6.6 */
	kin_region_add(map, "fixmap", FIXADDR_TOT_START, FIXADDR_TOP, BY_MACRO);
#else
	kin_region_add(map, "fixmap", FIXADDR_START, FIXADDR_TOP, BY_MACRO);
#endif
}

#elif defined(CONFIG_ARM) && defined(CONFIG_MMU)

/* arch/arm/include/asm/{memory,pgtable,highmem,fixmap}.h, Documentation/arch/arm/memory.rst. */
void kin_regions_list(struct kin_regions *map)
{
	kin_region_add(map, "user", 0, TASK_SIZE, BY_MACRO);
	kin_region_add(map, "kernel", TASK_SIZE, 0, BY_MACRO);
#ifdef CONFIG_KASAN
	kin_region_add(map, "kasan-shadow", KASAN_SHADOW_START, KASAN_SHADOW_END, BY_MACRO);
#endif
	kin_region_add(map, "modules", MODULES_VADDR, MODULES_END, BY_MACRO);
#ifdef CONFIG_HIGHMEM
	kin_region_add(map, "pkmap", PKMAP_BASE, PKMAP_BASE + LAST_PKMAP * PAGE_SIZE, BY_MACRO);
#endif
	kin_region_add(map, "lowmem", PAGE_OFFSET, (unsigned long)high_memory, BY_EXPORTED);
	kin_regions_percpu(map);
	kin_regions_image(map);
	kin_region_add(map, "vmalloc", VMALLOC_START, VMALLOC_END, BY_EXPORTED);
#ifdef FDT_FIXED_BASE		/* since 5.10 */
	kin_region_add(map, "device-tree", FDT_FIXED_BASE, FDT_FIXED_BASE + FDT_FIXED_SIZE,
		       BY_MACRO);
#endif
	kin_region_add(map, "fixmap", FIXADDR_START, FIXADDR_END, BY_MACRO);
	kin_region_add(map, "vectors", VECTORS_BASE, VECTORS_BASE + PAGE_SIZE, BY_MACRO);
	kin_region_add(map, "vector-stubs", VECTORS_BASE + PAGE_SIZE,
		       VECTORS_BASE + 2 * PAGE_SIZE, BY_MACRO);
}

#else

void kin_regions_list(struct kin_regions *map)
{
}

#endif

#ifndef CONFIG_X86_64
bool kin_regions_perms(u64 addr, char perms[4])
{
	return false;
}

/* Nothing that a module may call reads the kernel's page tables there. */
const char *kin_regions_perms_why(void)
{
	return "needs lookup_address() (CONFIG_X86_64)";
}
#endif

/**
 * kin_regions_why - why there is no layout
 *
 * Return: a string constant, NULL where there is one.
 */
const char *kin_regions_why(void)
{
	if (IS_ENABLED(CONFIG_X86_64) || IS_ENABLED(CONFIG_ARM64) ||
	    (IS_ENABLED(CONFIG_ARM) && IS_ENABLED(CONFIG_MMU)))
		return NULL;
	return "known of CONFIG_X86_64, CONFIG_ARM64 and CONFIG_ARM with CONFIG_MMU only";
}
