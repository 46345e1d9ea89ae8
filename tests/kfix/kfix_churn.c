// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lock classes that come and go: leaves, of which every hub was held while each was taken.
 * Writing to the parameter `next` has all leaves go and makes those of the next generation,
 * which get the numbers of the last in lockdep's tables. Names tell hub, generation and
 * leaf. /proc/kfix_churn has the number of every leaf that ever was. For kernels with
 * lockdep, in a throw-away guest only.
 */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#define HUBS 192
#define LEAVES 8
#define GENERATIONS 400

struct hub {
	struct lock_class_key key;
	struct lockdep_map map;
	char name[24];
};

/* Keys stay where they are: none ever has the address of another. */
struct leaf {
	struct lock_class_key key;
	struct lockdep_map map;
	char name[24];
	unsigned int id;
};

static struct hub hubs[HUBS];
static struct leaf *leaves[GENERATIONS];
static unsigned int generation;
module_param(generation, uint, 0400);

/* With interrupts off, so that a class is never taken for the scheduler in between. */
static void take(struct leaf *leaf)
{
	unsigned int i;

	for (i = 0; i < HUBS; i++) {
		local_irq_disable();
		lock_map_acquire(&hubs[i].map);
		lock_map_acquire(&leaf->map);
		WRITE_ONCE(leaf->id,
			   current->held_locks[current->lockdep_depth - 1].class_idx);
		lock_map_release(&leaf->map);
		lock_map_release(&hubs[i].map);
		local_irq_enable();
	}
}

static void drop(struct leaf *of)
{
	unsigned int i;

	for (i = 0; of && i < LEAVES; i++)
		lockdep_unregister_key(&of[i].key);
	/* What lockdep frees after a grace period, and after that what came meanwhile. */
	rcu_barrier();
	rcu_barrier();
}

static int grow(void)
{
	struct leaf *of;
	unsigned int i;

	if (generation + 1 == GENERATIONS)
		return -ENOSPC;
	of = kcalloc(LEAVES, sizeof(*of), GFP_KERNEL);
	if (!of)
		return -ENOMEM;
	drop(leaves[generation]);
	/* To be told of as soon as it has a number. */
	smp_store_release(&leaves[generation + 1], of);
	for (i = 0; i < LEAVES; i++) {
		snprintf(of[i].name, sizeof(of[i].name), "churn_leaf.%u.%u", generation + 1, i);
		lockdep_register_key(&of[i].key);
		lockdep_init_map(&of[i].map, of[i].name, &of[i].key, 0);
		take(&of[i]);
	}
	generation++;
	return 0;
}

/* --- a thread, as who writes to a parameter holds locks --------------------- */

struct job {
	struct completion done;
	int err;
};

static int work(void *data)
{
	struct job *job = data;

	job->err = grow();
	complete(&job->done);
	return 0;
}

static int run(void)
{
	struct job job = { .err = 0 };
	struct task_struct *task;

	init_completion(&job.done);
	task = kthread_run(work, &job, "kfix-churn");
	if (IS_ERR(task))
		return PTR_ERR(task);
	wait_for_completion(&job.done);
	return job.err;
}

static int next_set(const char *value, const struct kernel_param *param)
{
	return run();
}

static const struct kernel_param_ops next_ops = { .set = next_set };
module_param_cb(next, &next_ops, NULL, 0200);

/* --- what is told ----------------------------------------------------------- */

static int kfix_show(struct seq_file *m, void *v)
{
	const struct leaf *of;
	unsigned int i, k;

	for (i = 1; i < GENERATIONS; i++) {
		of = smp_load_acquire(&leaves[i]);
		for (k = 0; of && k < LEAVES; k++)
			seq_printf(m, "leaf %u %u %u\n", i, k, READ_ONCE(of[k].id));
	}
	return 0;
}

static void kfix_exit(void)
{
	unsigned int i;

	remove_proc_subtree("kfix_churn", NULL);
	drop(leaves[generation]);
	for (i = 0; i < GENERATIONS; i++)
		kfree(leaves[i]);
}

static int __init kfix_init(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < HUBS; i++) {
		snprintf(hubs[i].name, sizeof(hubs[i].name), "churn_hub.%u", i);
		lockdep_init_map(&hubs[i].map, hubs[i].name, &hubs[i].key, 0);
	}
	err = run();
	if (!err && !proc_create_single("kfix_churn", 0400, NULL, kfix_show)) {
		kfix_exit();
		err = -ENOMEM;
	}
	return err;
}

module_init(kfix_init);
module_exit(kfix_exit);
MODULE_DESCRIPTION("lock classes that come and go, for kintrospect's tests");
MODULE_LICENSE("GPL");
