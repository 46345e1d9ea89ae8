// SPDX-License-Identifier: GPL-2.0-only
/* Lockdep's chains of locks. Built where the kernel has CONFIG_LOCKDEP. */
#include <linux/bitmap.h>
#include <linux/jhash.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/rcupdate.h>

#include "lockdep.h"
#include "lookup.h"

/* Before 5.13 their number was a constant that no header tells. */
#if defined(CONFIG_PROVE_LOCKING) && defined(CONFIG_LOCKDEP_CHAINS_BITS)
#define KIN_LOCK_CHAINS BIT(CONFIG_LOCKDEP_CHAINS_BITS)
#define KIN_LOCK_CHAIN_HLOCKS (KIN_LOCK_CHAINS * 5)

/* Why chains cannot be had, or NULL. */
const char *kin_lock_chain_why(void)
{
	if (!kin_data_lock_chains)
		return KIN_DATA_WHY(lock_chains);
	if (!kin_data_lock_chains_in_use)
		return KIN_DATA_WHY(lock_chains_in_use);
	if (!kin_data_lock_classes_in_use)
		return KIN_DATA_WHY(lock_classes_in_use);
	return kin_data_chain_hlocks ? NULL : KIN_DATA_WHY(chain_hlocks);
}

/**
 * kin_lock_chain_next - the next chain in use
 * @id: number to begin with
 *
 * Any context; only where kin_lock_chain_why() is NULL. Return: its number, -1 at the
 * end.
 */
int kin_lock_chain_next(unsigned int id)
{
	unsigned long next = find_next_bit(kin_data_lock_chains_in_use, KIN_LOCK_CHAINS, id);

	return next < KIN_LOCK_CHAINS ? (int)next : -1;
}

/* iterate_chain_key() of kernel/locking/lockdep.c, the same in 5.10 to 7.3. */
static u64 kin_lock_chain_key(u64 key, u32 hlock)
{
	u32 low = key, high = key >> 32;

	__jhash_mix(hlock, low, high);
	return low | (u64)high << 32;
}

/* As kin_lock_chain_copy(), at the first attempt. */
static int kin_lock_chain_try(struct kin_lock_chain *copy, unsigned int id)
{
	const struct lock_chain *chain = (const struct lock_chain *)kin_data_lock_chains + id;
	u64 key = READ_ONCE(chain->chain_key), sum = INITIAL_CHAIN_KEY;
	const u16 *hlocks = kin_data_chain_hlocks;
	unsigned int base, hlock, i;
	bool gone = false;

	/* The key before the rest. */
	smp_rmb();
	if (key == (u64)INITIAL_CHAIN_KEY || !test_bit(id, kin_data_lock_chains_in_use))
		return 0;
	base = chain->base;
	copy->context = chain->irq_context;
	copy->depth = chain->depth;
	if (base + copy->depth > KIN_LOCK_CHAIN_HLOCKS)
		return -EAGAIN;
	for (i = 0; i < copy->depth; i++) {
		hlock = READ_ONCE(hlocks[base + i]);
		sum = kin_lock_chain_key(sum, hlock);
		/* above the number of the class is how it was held */
		copy->ids[i] = hlock & (MAX_LOCKDEP_KEYS - 1);
		gone |= !test_bit(copy->ids[i], kin_data_lock_classes_in_use);
	}
	/* And once more after it. */
	smp_rmb();
	if (READ_ONCE(chain->chain_key) != key || sum != key)
		return -EAGAIN;
	/* Its class goes before it does. */
	return !gone;
}

/**
 * kin_lock_chain_copy - copy a chain
 * @copy: where to
 * @id: its number
 *
 * When a chain goes away, others may use the room of its classes before its key is
 * overwritten. A new chain has its key before its classes. So the key, which is a hash of
 * the classes, has to be that of what was copied. Any context; only where
 * kin_lock_chain_why() is NULL.
 *
 * Return: 1; 0 if there is no such chain, -EAGAIN if it changed each time.
 */
int kin_lock_chain_copy(struct kin_lock_chain *copy, unsigned int id)
{
	int ret = -EAGAIN, try;

	if (id >= KIN_LOCK_CHAINS)
		return 0;
	rcu_read_lock();
	for (try = 0; try < KIN_LOCK_TRIES && ret == -EAGAIN; try++)
		ret = kin_lock_chain_try(copy, id);
	rcu_read_unlock();
	return ret;
}
#else
const char *kin_lock_chain_why(void)
{
	return IS_ENABLED(CONFIG_PROVE_LOCKING) ? "needs CONFIG_LOCKDEP_CHAINS_BITS (Linux 5.13)" :
		KIN_NO_PROVE_LOCKING;
}

int kin_lock_chain_next(unsigned int id)
{
	return -1;
}

int kin_lock_chain_copy(struct kin_lock_chain *copy, unsigned int id)
{
	return 0;
}
#endif
