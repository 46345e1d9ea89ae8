/* SPDX-License-Identifier: GPL-2.0-only */
/* Pages of shared memory in swap, which have no entry in page tables. */
#ifndef KIN_KERNEL_SHMEM_H
#define KIN_KERNEL_SHMEM_H

#include <linux/types.h>

struct address_space;

unsigned long kin_shmem_swapped(struct address_space *mapping, pgoff_t first, pgoff_t last,
				unsigned int *entries);

#endif
