// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupts. Their descriptors are freed a grace period after they lost their number.
 * What hangs on one (names of its chip and handlers, masks) is read with its lock held, as
 * /proc/interrupts does, but the lock is only tried: an interrupt that comes all the time
 * has it all the time.
 */
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/irqdomain.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "../compat/irq.h"
#include "../compat/slab.h"
#include "../source.h"
#include "../strings/cpulists.h"

/* Key: the next number. */

/* Bytes of a name, and of all names of handlers. */
#define KIN_IRQ_NAME 128
#define KIN_IRQ_ACTIONS 1024

/* Handlers of one interrupt that are looked at. */
#define KIN_IRQ_ACTIONS_MAX 64

/* Calls of fill that find the lock of an interrupt held, before its row does without. */
#define KIN_IRQ_TRIES 64

/**
 * struct kin_irqs - a dump of irqs in progress
 * @lists: lists of CPUs, NULL if none are wanted
 * @stopped: the interrupt whose lists were to be made, and 1; 0: none
 * @tries: how often its lock was found held
 * @actions_len: length of @actions
 * @actions: names of its handlers
 * @domain: name of its domain
 * @cpus: CPUs that it may be sent to
 * @effective: CPUs that it is sent to
 */
struct kin_irqs {
	struct kin_cpulists *lists;
	unsigned int stopped;
	unsigned int tries;
	unsigned int actions_len;
	char actions[KIN_IRQ_ACTIONS];
	unsigned long domain[KIN_IRQ_NAME / sizeof(long)];
	cpumask_t cpus;
	cpumask_t effective;
};

#define SET(field, value) kin_set(row, irqs, field, value)

/* A name as a string of the batch. False if there is no room. */
#define STRING(field, text) \
	(!(text) || kin_set_string(cursor, row, irqs, field, text, strnlen(text, KIN_IRQ_NAME)))

static const char *kin_irqs_missing(unsigned int field)
{
	if (field == kin_f_irqs_domain && !IS_ENABLED(CONFIG_IRQ_DOMAIN))
		return "needs CONFIG_IRQ_DOMAIN";
	if (field == kin_f_irqs_effective_affinity &&
	    !IS_ENABLED(CONFIG_GENERIC_IRQ_EFFECTIVE_AFF_MASK))
		return "needs CONFIG_GENERIC_IRQ_EFFECTIVE_AFF_MASK";
	if (field == kin_f_irqs_affinity && !IS_ENABLED(CONFIG_SMP))
		return "needs CONFIG_SMP";
	return NULL;
}

static bool kin_irqs_want_lists(const struct kin_cursor *cursor)
{
	return kin_want(cursor, irqs, affinity) || kin_want(cursor, irqs, effective_affinity);
}

/* The names of the handlers; that of a chained interrupt has none. The lock is held. */
static void kin_irqs_actions(struct kin_irqs *walk, const struct irq_desc *desc,
			     struct kintrospect_irqs_row *row)
{
	const struct irqaction *action;
	unsigned int looked = 0, threads = 0, len = 0, piece;

	for (action = desc->action; action; action = action->next) {
		if (looked++ == KIN_IRQ_ACTIONS_MAX)
			break;
		threads += !!action->thread + (action->secondary && action->secondary->thread);
		if (!action->name)
			continue;
		piece = strnlen(action->name, KIN_IRQ_NAME);
		/* and a comma before it, and room for what says that there are more */
		if (len + piece + sizeof(",...") >= sizeof(walk->actions))
			break;
		if (len)
			walk->actions[len++] = ',';
		memcpy(walk->actions + len, action->name, piece);
		len += piece;
	}
	if (action) {
		memcpy(walk->actions + len, ",...", 4);
		len += 4;
	}
	walk->actions_len = len;
	SET(threads_count, threads);
}

/*
 * The domain is not protected by the lock, but freed after all its interrupts have left it
 * only: so if the interrupt is in it still after the copy, it was no other's. Words that are
 * aligned do not reach into a page that may not be there.
 */
static bool kin_irqs_domain(struct kin_cursor *cursor, struct irq_desc *desc,
			    struct kintrospect_irqs_row *row)
{
#ifdef CONFIG_IRQ_DOMAIN
	const struct irq_domain *domain = READ_ONCE(desc->irq_data.domain);
	struct kin_irqs *walk = cursor->private;
	unsigned long from;
	unsigned int i, skip;
	const char *name;

	if (!domain || !kin_want(cursor, irqs, domain) ||
	    get_kernel_nofault(name, &domain->name) || !name)
		return true;
	skip = (unsigned long)name % sizeof(long);
	from = (unsigned long)name - skip;
	for (i = 0; i < ARRAY_SIZE(walk->domain); i++) {
		if (copy_from_kernel_nofault(&walk->domain[i],
					     (const void *)(from + i * sizeof(long)), sizeof(long)))
			return true;
		if (strnlen((char *)&walk->domain[i] + (i ? 0 : skip),
			    sizeof(long) - (i ? 0 : skip)) < sizeof(long) - (i ? 0 : skip))
			break;
	}
	/* the domain is looked at after the copy */
	smp_rmb();
	if (READ_ONCE(desc->irq_data.domain) != domain)
		return true;
	name = (const char *)walk->domain + skip;
	return kin_set_string(cursor, row, irqs, domain, name,
			      strnlen(name, sizeof(walk->domain) - skip));
#else
	return true;
#endif
}

/* What changes with the lock held only. False if there is no room. */
static bool kin_irqs_locked(struct kin_cursor *cursor, struct irq_desc *desc,
			    struct kintrospect_irqs_row *row)
{
	const struct irq_chip *chip = desc->irq_data.chip;
	struct irq_data *data = &desc->irq_data;
	struct kin_irqs *walk = cursor->private;
	const struct cpumask *cpus;

	SET(type, irqd_is_level_type(data) ? KINTROSPECT_IRQ_TYPE_LEVEL :
					     KINTROSPECT_IRQ_TYPE_EDGE);
	SET(wakeup, irqd_is_wakeup_set(data));
	SET(disabled, irqd_irq_disabled(data));
	SET(unhandled_count, desc->irqs_unhandled);
	if (kin_want(cursor, irqs, actions) || kin_want(cursor, irqs, threads_count))
		kin_irqs_actions(walk, desc, row);
	/* What was read for lists that are made now counts, even if it changes all the time. */
	if (walk->lists && walk->stopped != data->irq + 1) {
		cpus = kin_irq_pending(desc);
		cpumask_copy(&walk->cpus, cpus ? cpus : irq_data_get_affinity_mask(data));
		cpumask_copy(&walk->effective, irq_data_get_effective_affinity_mask(data));
	}
	return (!chip || STRING(chip, chip->name)) && STRING(flow, desc->name);
}

/* A list of CPUs. False if it has to be made first, or there is no room. */
static bool kin_irqs_list(struct kin_cursor *cursor, const struct cpumask *mask,
			  void *row, unsigned int field, struct kintrospect_string *ref)
{
	struct kin_irqs *walk = cursor->private;
	struct kin_cpulist *list;
	int ret;

	if (!kin_want_bit(cursor, field) || cpumask_empty(mask))
		return true;
	list = kin_cpulists_find(walk->lists, mask);
	if (!list) {
		walk->stopped = ((struct kintrospect_irqs_row *)row)->irq + 1;
		return false;
	}
	ret = kin_cpulist_put(cursor, list, ref);
	if (ret > 0)
		kin_present_bit(row, field);
	return ret >= 0;
}

static bool kin_irqs_lists(struct kin_cursor *cursor, struct kintrospect_irqs_row *row)
{
	struct kin_irqs *walk = cursor->private;

	if (!walk->lists)
		return true;
	if (IS_ENABLED(CONFIG_SMP) &&
	    !kin_irqs_list(cursor, &walk->cpus, row, kin_f_irqs_affinity, &row->affinity))
		return false;
	return !IS_ENABLED(CONFIG_GENERIC_IRQ_EFFECTIVE_AFF_MASK) ||
	       kin_irqs_list(cursor, &walk->effective, row, kin_f_irqs_effective_affinity,
			     &row->effective_affinity);
}

static void kin_irqs_make_lists(struct kin_irqs *walk)
{
	if (!kin_cpulists_find(walk->lists, &walk->cpus))
		kin_cpulists_make(walk->lists, &walk->cpus, &walk->effective);
	if (!kin_cpulists_find(walk->lists, &walk->effective))
		kin_cpulists_make(walk->lists, &walk->effective, &walk->cpus);
}

/* What needs no lock. */
static void kin_irqs_unlocked(const struct kin_cursor *cursor, struct irq_desc *desc,
			      struct kintrospect_irqs_row *row)
{
	int node = irq_data_get_node(&desc->irq_data);
	unsigned int cpu;
	u64 count = 0;

	if (node >= 0)
		SET(node_id, node);
	if (READ_ONCE(desc->irq_data.domain))
		SET(hwirq, READ_ONCE(desc->irq_data.hwirq));
	if (!kin_want(cursor, irqs, count_total))
		return;
	for_each_possible_cpu(cpu)
		count += kin_irq_count(desc, cpu);
	SET(count_total, count);
}

/* A whole row. False if it has to be begun again, with the next call of fill. */
static bool kin_irqs_row(struct kin_cursor *cursor, struct irq_desc *desc,
			 struct kintrospect_irqs_row *row)
{
	struct kin_irqs *walk = cursor->private;
	unsigned long flags;
	bool ok;

	kin_irqs_unlocked(cursor, desc, row);
	if (!raw_spin_trylock_irqsave(&desc->lock, flags)) {
		if (walk->tries++ < KIN_IRQ_TRIES)
			return false;
		cursor->flags |= KINTROSPECT_BATCH_FLAG_BUSY;
		return kin_irqs_domain(cursor, desc, row);
	}
	ok = kin_irqs_locked(cursor, desc, row);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return ok && kin_irqs_domain(cursor, desc, row) && kin_irqs_lists(cursor, row) &&
	       (!kin_want(cursor, irqs, actions) || !walk->actions_len ||
		kin_set_string(cursor, row, irqs, actions, walk->actions, walk->actions_len));
}

static int kin_irqs_open(struct kin_cursor *cursor)
{
	const struct kin_filter *only = &cursor->filter[kin_filter_irqs_irq];
	struct kin_irqs *walk;
	unsigned int i;
	bool exists;

	if (only->set) {
		rcu_read_lock();
		exists = only->number < kin_irq_end() && irq_get_irq_data(only->number);
		rcu_read_unlock();
		if (!exists)
			return kin_fail(cursor, -ESRCH, kin_f_irqs_irq,
					"there is no interrupt with that number");
		cursor->key[0] = only->number;
	}
	/* Texts and masks are written before they are read. */
	walk = kmalloc(sizeof(*walk), GFP_KERNEL);
	if (!walk)
		return -ENOMEM;
	walk->stopped = 0;
	walk->tries = 0;
	walk->lists = NULL;
	if (kin_irqs_want_lists(cursor)) {
		walk->lists = kmalloc(sizeof(*walk->lists), GFP_KERNEL);
		if (!walk->lists) {
			kfree(walk);
			return -ENOMEM;
		}
		walk->lists->next = 0;
		for (i = 0; i < KIN_CPULISTS; i++)
			walk->lists->list[i].made = false;
	}
	cursor->private = walk;
	return 0;
}

static int kin_irqs_fill(struct kin_cursor *cursor)
{
	const struct kin_filter *only = &cursor->filter[kin_filter_irqs_irq];
	unsigned int end = only->set ? only->number + 1 : kin_irq_end();
	unsigned int counted = kin_want(cursor, irqs, count_total) ? kin_cost_percpu(1) : 0;
	struct kin_irqs *walk = cursor->private;
	struct kintrospect_irqs_row *row;
	unsigned int looked = 0, irq, units;
	struct irq_data *data;

	kin_hold_begin(cursor);
	rcu_read_lock();
	for (irq = cursor->key[0]; irq < end; irq++) {
		units = KIN_COST_STEP;
		data = irq_get_irq_data(irq);
		if (data) {
			row = kin_row(cursor);
			if (!row)
				break;
			looked++;
			SET(irq, irq);
			walk->stopped = walk->stopped == irq + 1 ? walk->stopped : 0;
			if (!kin_irqs_row(cursor, irq_data_to_desc(data), row))
				break;
			kin_commit(cursor, row);
			walk->tries = 0;
			units = KIN_COST_IRQ + counted;
		}
		if (!kin_charge(cursor, units)) {
			irq++;
			break;
		}
	}
	cursor->key[0] = irq;
	rcu_read_unlock();
	kin_hold_end(cursor);
	cursor->cost.walked += looked;
	if (walk->stopped == irq + 1)
		kin_irqs_make_lists(walk);
	return irq < end;
}

static void kin_irqs_close(struct kin_cursor *cursor)
{
	struct kin_irqs *walk = cursor->private;

	kfree(walk->lists);
	kfree(walk);
	cursor->private = NULL;
}

const struct kin_source kin_irqs_source = {
	.table = &kin_irqs_table,
	.missing = kin_irqs_missing,
	.open = kin_irqs_open,
	.fill = kin_irqs_fill,
	.close = kin_irqs_close,
};
