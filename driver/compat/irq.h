/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts from one kernel to the next, with the release that changed it. */
#ifndef KIN_COMPAT_IRQ_H
#define KIN_COMPAT_IRQ_H

#include <linux/compiler.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/irqnr.h>
#include <linux/percpu.h>
#include <linux/version.h>

/* The number after the highest that an interrupt may have: a function since 6.13. */
static inline unsigned int kin_irq_end(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	return irq_get_nr_irqs();
#else
	return READ_ONCE(nr_irqs);
#endif
}

/* How often it came to a CPU. The counter is a member since 6.10. */
static inline unsigned int kin_irq_count(const struct irq_desc *desc, unsigned int cpu)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
	return READ_ONCE(per_cpu_ptr(desc->kstat_irqs, cpu)->cnt);
#else
	return READ_ONCE(*per_cpu_ptr(desc->kstat_irqs, cpu));
#endif
}

/* The CPUs of a change of affinity that is made with the next interrupt, or NULL. */
static inline const struct cpumask *kin_irq_pending(struct irq_desc *desc)
{
#if defined(CONFIG_SMP) && defined(CONFIG_GENERIC_PENDING_IRQ)
	if (irqd_is_setaffinity_pending(&desc->irq_data))
		return desc->pending_mask;
#endif
	return NULL;
}

#endif
