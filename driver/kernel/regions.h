/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the kernel's address space has what, by architecture and release. */
#ifndef KIN_KERNEL_LAYOUT_H
#define KIN_KERNEL_LAYOUT_H

#include <linux/limits.h>
#include <linux/types.h>
#include <linux/kintrospect.h>

#define KIN_REGION_NAME 32
#define KIN_REGIONS_MAX 96

/**
 * struct kin_region - a region of the address space
 * @name: its name, unique
 * @parent: name of the region it lies in, or empty
 * @start: first address
 * @last: last address, part of it
 * @reason: of an unknown one, why: a string constant
 * @order: which was found first
 * @depth: how many regions it lies in
 * @kind: KINTROSPECT_REGION_KIND_*
 * @source: KINTROSPECT_REGION_SOURCE_*
 * @mapped: its first page alone tells the permissions of all
 */
struct kin_region {
	char name[KIN_REGION_NAME];
	char parent[KIN_REGION_NAME];
	u64 start;
	u64 last;
	const char *reason;
	u8 order;
	u8 depth;
	u8 kind;
	u8 source;
	bool mapped;
};

struct kin_regions {
	unsigned int count;
	struct kin_region at[KIN_REGIONS_MAX];
};

#define KIN_SPACE_LAST ((u64)ULONG_MAX)

void kin_region_add(struct kin_regions *map, const char *name, u64 start, u64 end,
		    unsigned int source);
struct kin_region *kin_region_last(struct kin_regions *map);
void kin_region_unknown(struct kin_regions *map, const char *name, const char *reason);

/* regions_image.c */
void kin_regions_init(void);
void kin_regions_image(struct kin_regions *map);
u64 kin_regions_phys(u64 addr);
bool kin_regions_kaslr(u64 *offset);
const char *kin_regions_kaslr_why(void);
bool kin_regions_freed(void);

/* regions.c */
const char *kin_regions_why(void);
const char *kin_regions_perms_why(void);
void kin_regions_list(struct kin_regions *map);
bool kin_regions_perms(u64 addr, char perms[4]);

#endif
