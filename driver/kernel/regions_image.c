// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the kernel's image lies. The linker's marks are symbols; a kernel that keeps no
 * symbols of data (CONFIG_KALLSYMS_ALL) tells in its tree of physical memory and in its
 * note for crash dumps what is left to know.
 */
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
#include <linux/vmcore_info.h>
#else
#include <linux/crash_core.h>
#endif

#include "lookup.h"
#include "regions.h"

#define BY_SYMBOL KINTROSPECT_REGION_SOURCE_SYMBOL
#define BY_VMCOREINFO KINTROSPECT_REGION_SOURCE_VMCOREINFO
#define BY_IOMEM KINTROSPECT_REGION_SOURCE_IOMEM

/* The linker's marks; of text, which every kallsyms has, first. */
enum kin_mark {
	MARK_STEXT, MARK_ETEXT, MARK_INIT_BEGIN, MARK_TEXT_MAX,
	MARK_TEXT = MARK_TEXT_MAX, MARK_END, MARK_RODATA_START, MARK_RODATA_END, MARK_SDATA,
	MARK_EDATA, MARK_INIT_END, MARK_BSS_START, MARK_BSS_STOP, MARK_BRK_BASE,
	MARK_BRK_LIMIT, MARK_MAX,
};

static const char * const kin_mark_names[MARK_MAX] = {
	[MARK_STEXT] = "_stext",
	[MARK_ETEXT] = "_etext",
	[MARK_INIT_BEGIN] = "__init_begin",
	[MARK_TEXT] = "_text",
	[MARK_END] = "_end",
	[MARK_RODATA_START] = "__start_rodata",
	[MARK_RODATA_END] = "__end_rodata",
	[MARK_SDATA] = "_sdata",
	[MARK_EDATA] = "_edata",
	[MARK_INIT_END] = "__init_end",
	[MARK_BSS_START] = "__bss_start",
	[MARK_BSS_STOP] = "__bss_stop",
	[MARK_BRK_BASE] = "__brk_base",
	[MARK_BRK_LIMIT] = "__brk_limit",
};

/* Parts of the image as the tree of physical memory has them, first and last address. */
enum kin_part { PART_CODE, PART_RODATA, PART_DATA, PART_BSS, PART_MAX };

static const char * const kin_part_names[PART_MAX] = {
	"Kernel code", "Kernel rodata", "Kernel data", "Kernel bss",
};

static u64 kin_mark[MARK_MAX] __ro_after_init;
static struct { u64 start, end; } kin_part[PART_MAX] __ro_after_init;
static u64 kin_offset __ro_after_init;
static bool kin_offset_known __ro_after_init;

/* --- the kernel's note for crash dumps --------------------------------- */

#if defined(CONFIG_VMCORE_INFO) || defined(CONFIG_CRASH_CORE)
/* A hexadecimal number of the note, KEY=NUMBER; false if it is not there. */
static bool kin_vmcoreinfo(const char *key, u64 *value)
{
	phys_addr_t phys = paddr_vmcoreinfo_note();
	const struct elf_note *note;
	const char *text, *at;
	char number[24];
	size_t len;

	/* under Xen PV it is no address of ours */
	if (!phys || !pfn_valid(PHYS_PFN(phys)))
		return false;
	note = __va(phys);
	text = (const char *)(note + 1);
	if (note->n_namesz != sizeof("VMCOREINFO") || memcmp(text, "VMCOREINFO", note->n_namesz))
		return false;
	text += ALIGN(note->n_namesz, 4);
	at = strnstr(text, key, note->n_descsz);
	if (!at)
		return false;
	at += strlen(key);
	len = strcspn(at, "\n");
	if (!len || len >= sizeof(number) || at + len >= text + note->n_descsz)
		return false;
	memcpy(number, at, len);
	number[len] = '\0';
	return !kstrtoull(number, 16, value);
}
#else
static bool kin_vmcoreinfo(const char *key, u64 *value)
{
	return false;
}
#endif

/* --- the tree of physical memory ---------------------------------------- */

#define KIN_RESOURCES_MAX 4096

/*
 * Its lock is the kernel's own. What belongs to the image lies in memory the kernel was
 * booted in and stays; what lies next to it may go under us, so nothing is dereferenced:
 * what is read is either whole or is not what is looked for.
 */
static bool kin_resource(const struct resource *from, struct resource *copy)
{
	return from && !copy_from_kernel_nofault(copy, from, sizeof(*copy));
}

static bool kin_resource_named(const struct resource *resource, const char *name)
{
	char its[16] = "";

	return resource->name &&
		!copy_from_kernel_nofault(its, resource->name, strlen(name) + 1) &&
		!strcmp(its, name);
}

static u64 kin_image_virt(u64 phys)
{
#if defined(CONFIG_X86_64)
	return phys - phys_base + __START_KERNEL_map;
#elif defined(CONFIG_ARM64)
	return phys + kimage_voffset;
#else
	return (unsigned long)__va(phys);
#endif
}

static void kin_iomem_init(void)
{
	const struct resource *at, *inner;
	struct resource memory, part;
	unsigned int steps = 0, i;

	for (at = iomem_resource.child; kin_resource(at, &memory); at = memory.sibling) {
		if (!(memory.flags & IORESOURCE_MEM))
			return;
		for (inner = memory.child; kin_resource(inner, &part); inner = part.sibling) {
			for (i = 0; i < PART_MAX; i++)
				if (kin_resource_named(&part, kin_part_names[i])) {
					kin_part[i].start = kin_image_virt(part.start);
					kin_part[i].end = kin_image_virt(part.end) + 1;
				}
			if (++steps > KIN_RESOURCES_MAX)
				return;
		}
		if (++steps > KIN_RESOURCES_MAX)
			return;
	}
}

/* --- the image ------------------------------------------------------------ */

/* Marks in the order of the addresses that the linker gives them, as far as all agree. */
static bool kin_marks_sane(void)
{
	unsigned int i;

	for (i = 0; i < MARK_MAX; i++)
		if (kin_mark[i] && (kin_mark[i] < kin_mark[MARK_STEXT] - SZ_16M ||
				    kin_mark[i] > kin_mark[MARK_STEXT] + SZ_1G))
			return false;
	return kin_mark[MARK_STEXT] < kin_mark[MARK_ETEXT];
}

/**
 * kin_regions_init - find where the image lies
 *
 * After kin_lookup_init(). Process context, may sleep. What is not found is no error.
 */
void kin_regions_init(void)
{
	unsigned int i, known = IS_ENABLED(CONFIG_KALLSYMS_ALL) ? MARK_MAX : MARK_TEXT_MAX;

	if (kin_regions_why())
		return;
	for (i = 0; i < known; i++)
		kin_mark[i] = kin_lookup_mark(kin_mark_names[i]);
	if (!kin_marks_sane())
		memset(kin_mark, 0, sizeof(kin_mark));
	kin_iomem_init();
	/* 32-bit ARM does not move its image */
	kin_offset_known = !IS_ENABLED(CONFIG_RANDOMIZE_BASE) ||
		kin_vmcoreinfo("KERNELOFFSET=", &kin_offset);
}

static void kin_image_add(struct kin_regions *map, const char *name, u64 start, u64 end,
			  unsigned int source)
{
	unsigned int count = map->count;

	kin_region_add(map, name, start, end, source);
	if (map->count > count) {
		kin_region_last(map)->kind = KINTROSPECT_REGION_KIND_IMAGE;
		kin_region_last(map)->mapped = true;
	}
}

/* Between two marks, or as far as the tree of physical memory has it. */
static bool kin_section(struct kin_regions *map, const char *name, enum kin_mark start,
			enum kin_mark end, enum kin_part part)
{
	if (kin_mark[start] && kin_mark[end])
		kin_image_add(map, name, kin_mark[start], kin_mark[end], BY_SYMBOL);
	else if (IS_ENABLED(CONFIG_X86_64) && part < PART_MAX && kin_part[part].end)
		kin_image_add(map, name, kin_part[part].start, kin_part[part].end, BY_IOMEM);
	else
		return false;
	return true;
}

static const char *kin_marks_why(void)
{
	if (!kin_option_lookup.on)
		return "the linker's symbols are not looked up (parameter lookup=0)";
	return "the linker's symbols not found (CONFIG_KALLSYMS_ALL, CONFIG_KPROBES)";
}

/*
 * Where the image begins: the note says how far it was moved from where it was linked
 * (kaslr_offset() of both architectures).
 */
static u64 kin_image_start(unsigned int *source)
{
	if (kin_mark[MARK_TEXT])
		return kin_mark[MARK_TEXT];
	*source = BY_VMCOREINFO;
#if defined(CONFIG_X86_64)
	return kin_offset_known ? __START_KERNEL + kin_offset : 0;
#elif defined(CONFIG_ARM64)
	return kin_offset_known ? KIMAGE_VADDR + kin_offset : 0;
#else
	*source = BY_IOMEM;
	return kin_part[PART_CODE].start;
#endif
}

/**
 * kin_regions_image - add the image and its sections
 * @map: the regions
 */
void kin_regions_image(struct kin_regions *map)
{
	unsigned int source = BY_SYMBOL;
	u64 text = kin_image_start(&source), end = kin_mark[MARK_END];
	bool arm = !IS_ENABLED(CONFIG_X86_64);
	u64 init = kin_mark[MARK_INIT_BEGIN] ?: kin_part[PART_CODE].end;
	u64 sdata = kin_part[PART_DATA].start;

	/* on ARM "Kernel data" is all from _sdata to _end (arch/arm64/kernel/setup.c) */
	if (!end && arm && kin_part[PART_DATA].end) {
		end = kin_part[PART_DATA].end;
		source = BY_IOMEM;
	}
	if (text && end)
		kin_image_add(map, "image", text, end, source);
	else
		kin_region_unknown(map, "image", kin_marks_why());

	if (!kin_section(map, "text", MARK_STEXT, MARK_ETEXT, PART_CODE))
		kin_region_unknown(map, "text", kin_marks_why());
	if (!kin_section(map, "rodata", MARK_RODATA_START, MARK_RODATA_END, PART_RODATA))
		kin_region_unknown(map, "rodata", kin_marks_why());
	/*
	 * There "Kernel code" ends where init begins, and the linker's script has init
	 * end where data begin (arch/arm{,64}/kernel/vmlinux.lds.S).
	 */
	if (!kin_section(map, "init", MARK_INIT_BEGIN, MARK_INIT_END, PART_MAX)) {
		if (arm && init && sdata)
			kin_image_add(map, "init", init, sdata, BY_IOMEM);
		else
			kin_region_unknown(map, "init", kin_marks_why());
	}
	if (!kin_section(map, "data", MARK_SDATA, MARK_EDATA, PART_DATA)) {
		if (arm && sdata)
			kin_image_add(map, "data-and-bss", sdata, kin_part[PART_DATA].end,
				      BY_IOMEM);
		else
			kin_region_unknown(map, "data", kin_marks_why());
	}
	if (!kin_section(map, "bss", MARK_BSS_START, MARK_BSS_STOP, PART_BSS) &&
	    !(arm && sdata))
		kin_region_unknown(map, "bss", kin_marks_why());
	if (IS_ENABLED(CONFIG_X86_64) &&
	    !kin_section(map, "brk", MARK_BRK_BASE, MARK_BRK_LIMIT, PART_MAX))
		kin_region_unknown(map, "brk", kin_marks_why());
}

/**
 * kin_regions_phys - where a part of the image lies in memory
 * @addr: its address
 */
u64 kin_regions_phys(u64 addr)
{
#if defined(CONFIG_X86_64)
	return addr - __START_KERNEL_map + phys_base;
#elif defined(CONFIG_ARM64)
	return addr - kimage_voffset;
#else
	return __pa((unsigned long)addr);
#endif
}

/**
 * kin_regions_kaslr - how far the image was moved at random
 * @offset: set to the number of bytes
 *
 * Return: whether it is known.
 */
bool kin_regions_kaslr(u64 *offset)
{
	*offset = kin_offset;
	return kin_offset_known;
}

/* Why that is not known: a string constant, or NULL. */
const char *kin_regions_kaslr_why(void)
{
	return kin_offset_known ? NULL : "needs CONFIG_VMCORE_INFO or CONFIG_CRASH_CORE";
}

/* Whether the memory of init was given back: the last step but few of booting. */
bool kin_regions_freed(void)
{
	return system_state >= SYSTEM_RUNNING;
}
