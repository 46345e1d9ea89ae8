// SPDX-License-Identifier: GPL-2.0-only
/* Pages of shared memory in swap: swap entries in the file's tree. */
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/version.h>
#include <linux/xarray.h>

#include "shmem.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
/* Large folios go to swap whole since 6.12. Of their entry, the pages asked for. */
static unsigned long kin_swapped_pages(struct xa_state *xas, pgoff_t first, pgoff_t last)
{
	pgoff_t pages = 1UL << xas_get_order(xas);
	pgoff_t begin = xas->xa_index & ~(pages - 1);

	return min(begin + pages - 1, last) - max(begin, first) + 1;
}
#else
static unsigned long kin_swapped_pages(struct xa_state *xas, pgoff_t first, pgoff_t last)
{
	return 1;
}
#endif

/**
 * kin_shmem_swapped - how many pages of a shared-memory file are in swap
 * @mapping: the file's pages
 * @first: first page
 * @last: last page
 * @entries: added to: entries that were looked at
 *
 * A page in swap leaves its swap entry in the file's tree. Process context; may
 * sleep when there are more than a thousand pages.
 */
unsigned long kin_shmem_swapped(struct address_space *mapping, pgoff_t first, pgoff_t last,
				unsigned int *entries)
{
	XA_STATE(xas, &mapping->i_pages, first);
	unsigned long count = 0;
	unsigned int seen = 0;
	void *entry;

	rcu_read_lock();
	xas_for_each(&xas, entry, last) {
		if (xas_retry(&xas, entry))
			continue;
		if (xa_is_value(entry))
			count += kin_swapped_pages(&xas, first, last);
		if (++seen % 1024 == 0) {
			xas_pause(&xas);
			rcu_read_unlock();
			cond_resched();
			rcu_read_lock();
		}
	}
	rcu_read_unlock();
	*entries += seen;
	return count;
}
