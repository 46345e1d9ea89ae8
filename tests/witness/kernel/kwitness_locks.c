// SPDX-License-Identifier: GPL-2.0-only
/*
 * Locks whose story is known: how often they were waited for, in what order they were
 * taken, who holds them. /proc/kwitness_locks tells it, and what /proc/lockdep does not
 * tell of all classes; /proc/kwitness_held and /proc/kwitness_chains are lists of their own.
 * Parameters show moments that are too short to be met: `reused`, in which the entry of a
 * dependency was given to another, `torn`, in which the classes of a chain were freed and
 * its key was not, `instant`, in which a wait began as the clock stood still. `off` turns
 * lockdep off, as a report does. For kernels with lockdep, in a throw-away guest only.
 */
#include <linux/completion.h>
#include <linux/debug_locks.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

/* Waited for, as often as the names of these say. */
#define MUTEX_WAITS 3
#define READ_WAITS 2
#define WRITE_WAITS 1

static DEFINE_MUTEX(planted_mutex);
static DECLARE_RWSEM(planted_rwsem);

/* Taken one within the other. */
static DEFINE_MUTEX(planted_outer);
static DECLARE_RWSEM(planted_middle);
static DEFINE_SPINLOCK(planted_inner);

/*
 * Each taken within the other. One of them is read recursively both times, so that
 * nobody can be stuck for it and lockdep does not object.
 */
static struct lock_class_key planted_key_a, planted_key_b;
static struct lockdep_map planted_ring_a =
	STATIC_LOCKDEP_MAP_INIT("planted_ring_a", &planted_key_a);
static struct lockdep_map planted_ring_b =
	STATIC_LOCKDEP_MAP_INIT("planted_ring_b", &planted_key_b);

/* Held by one who sleeps, and waited for by another. */
static DEFINE_MUTEX(planted_held);
static DECLARE_RWSEM(planted_held_read);
static DEFINE_MUTEX(planted_held_try);
static struct lockdep_map planted_held_irq =
	STATIC_LOCKDEP_MAP_INIT("planted_held_irq", &planted_held_irq);

/* Where the kernel keeps its chains: no header tells, but /proc/kallsyms does. */
static ulong chains, chains_in_use, hlocks;
module_param(chains, ulong, 0);
module_param(chains_in_use, ulong, 0);
module_param(hlocks, ulong, 0);

static struct lock_class *classes;
static struct task_struct *holder, *waiter;
static DECLARE_WAIT_QUEUE_HEAD(end);
static bool ending;
/* of the holder's four locks, and when the waiter began to wait, in its last place */
static u64 stamps[5][2];

/* --- waits, counted ---------------------------------------------------- */

/* One that is being woken is neither asleep nor running. */
static bool blocked(struct task_struct *task)
{
	unsigned int state = READ_ONCE(task->__state);

	return !READ_ONCE(task->on_cpu) && (state & TASK_NORMAL) && !(state & TASK_WAKING);
}

struct wait_for {
	void (*lock)(void);
	void (*unlock)(void);
	struct completion done;
};

static void mutex_take(void)
{
	mutex_lock(&planted_mutex);
}

static void mutex_give(void)
{
	mutex_unlock(&planted_mutex);
}

static void read_take(void)
{
	down_read(&planted_rwsem);
}

static void read_give(void)
{
	up_read(&planted_rwsem);
}

static void write_take(void)
{
	down_write(&planted_rwsem);
}

static void write_give(void)
{
	up_write(&planted_rwsem);
}

static int wait_once(void *data)
{
	struct wait_for *wait = data;

	wait->lock();
	wait->unlock();
	complete(&wait->done);
	return 0;
}

/* Hold it till somebody who wants it sleeps for it. */
static int waits(void (*lock)(void), void (*unlock)(void), void (*wanted)(void),
		 void (*given)(void), int count)
{
	struct wait_for wait = { .lock = wanted, .unlock = given };
	struct task_struct *task;

	for (; count; count--) {
		init_completion(&wait.done);
		lock();
		task = kthread_run(wait_once, &wait, "planted-wait");
		if (IS_ERR(task)) {
			unlock();
			return PTR_ERR(task);
		}
		while (!blocked(task))
			msleep(20);
		unlock();
		wait_for_completion(&wait.done);
	}
	return 0;
}

/* --- order ------------------------------------------------------------- */

static void order(void)
{
	mutex_lock(&planted_outer);
	down_read(&planted_middle);
	spin_lock(&planted_inner);
	spin_unlock(&planted_inner);
	up_read(&planted_middle);
	mutex_unlock(&planted_outer);

	lock_map_acquire(&planted_ring_b);
	lock_map_acquire_read(&planted_ring_a);
	lock_map_release(&planted_ring_a);
	lock_map_release(&planted_ring_b);

	lock_map_acquire_read(&planted_ring_a);
	lock_map_acquire(&planted_ring_b);
	lock_map_release(&planted_ring_b);
	lock_map_release(&planted_ring_a);
}

/* --- held -------------------------------------------------------------- */

#define STAMPED(n, statement) do { \
	stamps[n][0] = local_clock(); \
	statement; \
	stamps[n][1] = local_clock(); \
} while (0)

static int hold(void *data)
{
	bool got;

	STAMPED(0, mutex_lock(&planted_held));
	STAMPED(1, down_read(&planted_held_read));
	STAMPED(2, got = mutex_trylock(&planted_held_try));
	local_irq_disable();
	STAMPED(3, lock_map_acquire(&planted_held_irq));
	local_irq_enable();
	complete(data);
	wait_event_interruptible(end, ending);
	lock_map_release(&planted_held_irq);
	if (got)
		mutex_unlock(&planted_held_try);
	up_read(&planted_held_read);
	mutex_unlock(&planted_held);
	while (!kthread_should_stop())
		msleep(20);
	return 0;
}

static int want(void *data)
{
	allow_signal(SIGUSR1);
	do {
		flush_signals(current);
		WRITE_ONCE(stamps[4][0], local_clock());
	} while (mutex_lock_interruptible(&planted_held));
	mutex_unlock(&planted_held);
	while (!kthread_should_stop())
		msleep(20);
	return 0;
}

/* Both on one CPU, for clocks of two are not one. */
static int held(void)
{
	DECLARE_COMPLETION_ONSTACK(done);

	holder = kthread_create(hold, &done, "planted-holder");
	if (IS_ERR(holder))
		return PTR_ERR(holder);
	kthread_bind(holder, 0);
	wake_up_process(holder);
	wait_for_completion(&done);
	waiter = kthread_create(want, NULL, "planted-waiter");
	if (IS_ERR(waiter))
		return PTR_ERR(waiter);
	kthread_bind(waiter, 0);
	wake_up_process(waiter);
	for (;;) {
		while (!READ_ONCE(stamps[4][0]) || !blocked(waiter))
			msleep(20);
		stamps[4][1] = local_clock();
		if (waiter->held_locks[0].waittime_stamp != waiter->held_locks[0].holdtime_stamp)
			return 0;
		/* the clock stood still, and nobody can tell that it waits: once more */
		WRITE_ONCE(stamps[4][0], 0);
		send_sig(SIGUSR1, waiter, 0);
	}
}

static void unhold(void)
{
	ending = true;
	wake_up_all(&end);
	if (!IS_ERR_OR_NULL(holder))
		kthread_stop(holder);
	if (!IS_ERR_OR_NULL(waiter))
		kthread_stop(waiter);
}

/* --- what is told ------------------------------------------------------ */

/* As kernel/locking/lockdep.c has it, in 6.1 and 7.3. */
struct trace {
	struct hlist_node hash_entry;
	u32 hash;
	u32 count;
	unsigned long entries[] __aligned(sizeof(unsigned long));
};

static void edges(struct seq_file *m, struct lock_class *class)
{
	const struct trace *trace;
	struct lock_list *entry;
	unsigned int i;

	list_for_each_entry_rcu(entry, &class->locks_after, entry) {
		trace = (const void *)entry->trace;
		seq_printf(m, "edge %td %td %u %u", class - classes, entry->class - classes,
			   entry->distance, entry->dep);
		for (i = 0; trace && i < trace->count && i < 8; i++)
			seq_printf(m, " %lx", trace->entries[i]);
		seq_putc(m, '\n');
	}
}

static unsigned int length(const struct list_head *head)
{
	const struct list_head *at;
	unsigned int count = 0;

	for (at = READ_ONCE(head->next); at != head; at = READ_ONCE(at->next))
		count++;
	return count;
}

static void held_by(struct seq_file *m, struct task_struct *task)
{
	const struct held_lock *lock;
	int i;

	for (i = 0; i < task->lockdep_depth; i++) {
		lock = &task->held_locks[i];
		seq_printf(m, "held %d %d %u %u %u %u %lx %lx %llu %llu\n", task->pid, i,
			   lock->class_idx, lock->read, lock->trylock, lock->hardirqs_off,
			   (unsigned long)lock->instance, lock->acquire_ip,
			   i || task == holder ? stamps[i][0] : stamps[4][0],
			   i || task == holder ? stamps[i][1] : stamps[4][1]);
	}
}

static int kwitness_show(struct seq_file *m, void *v)
{
	struct lock_class *class;
	unsigned int i;

	seq_printf(m, "plant planted_mutex %d %d 0 0\n", MUTEX_WAITS, 2 * MUTEX_WAITS);
	seq_printf(m, "plant planted_rwsem %d %d %d %d\n", WRITE_WAITS, WRITE_WAITS + READ_WAITS,
		   READ_WAITS, WRITE_WAITS + READ_WAITS);
	rcu_read_lock();
	for (i = 0; i < MAX_LOCKDEP_KEYS; i++) {
		class = &classes[i];
		if (!READ_ONCE(class->key))
			continue;
		seq_printf(m, "class %u %lx %u %d %u %u %u %lx %u %u\n", i,
			   (unsigned long)class->key, class->subclass, class->name_version,
			   class->lock_type, class->wait_type_inner, class->wait_type_outer,
			   class->usage_mask, length(&class->locks_after),
			   length(&class->locks_before));
		edges(m, class);
	}
	rcu_read_unlock();
	return 0;
}

static int kwitness_held_show(struct seq_file *m, void *v)
{
	seq_printf(m, "clock %llu\n", local_clock());
	held_by(m, holder);
	held_by(m, waiter);
	return 0;
}

static int kwitness_chains_show(struct seq_file *m, void *v)
{
	const struct lock_chain *chain = (const void *)chains;
	unsigned long i;

	if (!chains || !chains_in_use)
		return -ENODATA;
	for_each_set_bit(i, (const unsigned long *)chains_in_use, 1UL << CONFIG_LOCKDEP_CHAINS_BITS)
		seq_printf(m, "chain %lu %u %u\n", i, chain[i].depth, chain[i].irq_context);
	return 0;
}

/* --- moments ------------------------------------------------------------ */

static struct lock_class *class_of(const struct lockdep_map *map)
{
	return map->class_cache[0];
}

/* The dependency of what was taken under planted_outer, as if it were the ring's meanwhile. */
static int reused_set(const char *value, const struct kernel_param *param)
{
	struct lock_class *class = class_of(&planted_outer.dep_map);
	static struct lock_list *entry;
	bool on;
	int err;

	err = kstrtobool(value, &on);
	if (err || on == !!entry)
		return err;
	if (on) {
		entry = list_first_entry(&class->locks_after, struct lock_list, entry);
		if (entry->class != class_of(&planted_middle.dep_map)) {
			entry = NULL;
			return -ENOENT;
		}
		WRITE_ONCE(entry->links_to, class_of(&planted_ring_a));
		WRITE_ONCE(entry->class, class_of(&planted_ring_b));
	} else {
		WRITE_ONCE(entry->class, class_of(&planted_middle.dep_map));
		WRITE_ONCE(entry->links_to, class);
		entry = NULL;
	}
	return 0;
}

/* The chain of outer, middle and inner lock; its classes in the kernel's array. */
static u16 *planted_chain(void)
{
	const struct lock_chain *chain = (const void *)chains;
	const unsigned int want[] = {
		class_of(&planted_outer.dep_map) - classes,
		class_of(&planted_middle.dep_map) - classes,
		class_of(&planted_inner.dep_map) - classes,
	};
	unsigned long i;
	u16 *at;

	for_each_set_bit(i, (const unsigned long *)chains_in_use,
			 1UL << CONFIG_LOCKDEP_CHAINS_BITS) {
		at = (u16 *)hlocks + chain[i].base;
		if (chain[i].depth == ARRAY_SIZE(want) &&
		    (at[0] & (MAX_LOCKDEP_KEYS - 1)) == want[0] &&
		    (at[1] & (MAX_LOCKDEP_KEYS - 1)) == want[1] &&
		    (at[2] & (MAX_LOCKDEP_KEYS - 1)) == want[2])
			return at;
	}
	return NULL;
}

/* What is free has the index of the next that is free in its first two. */
static int torn_set(const char *value, const struct kernel_param *param)
{
	static u16 *at, was[2];
	bool on;
	int err;

	err = kstrtobool(value, &on);
	if (err || on == !!at)
		return err;
	if (on) {
		at = planted_chain();
		if (!at)
			return -ENOENT;
		memcpy(was, at, sizeof(was));
		WRITE_ONCE(at[0], BIT(15));
		WRITE_ONCE(at[1], 1);
	} else {
		memcpy(at, was, sizeof(was));
		at = NULL;
	}
	return 0;
}

/* The waiter's lock, as if the clock had stood still between asking for it and waiting. */
static int instant_set(const char *value, const struct kernel_param *param)
{
	struct held_lock *lock = &waiter->held_locks[0];
	static u64 was;
	bool on;
	int err;

	err = kstrtobool(value, &on);
	if (err || on == !!was)
		return err;
	if (on)
		was = lock->waittime_stamp;
	lock->waittime_stamp = on ? lock->holdtime_stamp : was;
	if (!on)
		was = 0;
	return 0;
}

/* As debug_locks_off(), but the console stays as it is. */
static int off_set(const char *value, const struct kernel_param *param)
{
	__debug_locks_off();
	return 0;
}

static const struct kernel_param_ops reused_ops = { .set = reused_set };
static const struct kernel_param_ops torn_ops = { .set = torn_set };
static const struct kernel_param_ops instant_ops = { .set = instant_set };
static const struct kernel_param_ops off_ops = { .set = off_set };
module_param_cb(reused, &reused_ops, NULL, 0200);
module_param_cb(torn, &torn_ops, NULL, 0200);
module_param_cb(instant, &instant_ops, NULL, 0200);
module_param_cb(off, &off_ops, NULL, 0200);

/* A lock that is held tells its number, and with that where the first class is. */
static void find_classes(void)
{
	mutex_lock(&planted_outer);
	classes = planted_outer.dep_map.class_cache[0] -
		current->held_locks[current->lockdep_depth - 1].class_idx;
	mutex_unlock(&planted_outer);
}

static void kwitness_exit(void)
{
	remove_proc_subtree("kwitness_chains", NULL);
	remove_proc_subtree("kwitness_held", NULL);
	remove_proc_subtree("kwitness_locks", NULL);
	unhold();
}

static int __init kwitness_init(void)
{
	int err;

	find_classes();
	order();
	err = waits(mutex_take, mutex_give, mutex_take, mutex_give, MUTEX_WAITS);
	if (!err)
		err = waits(write_take, write_give, read_take, read_give, READ_WAITS);
	if (!err)
		err = waits(read_take, read_give, write_take, write_give, WRITE_WAITS);
	if (!err)
		err = held();
	if (!err && (!proc_create_single("kwitness_locks", 0400, NULL, kwitness_show) ||
		     !proc_create_single("kwitness_held", 0400, NULL, kwitness_held_show) ||
		     !proc_create_single("kwitness_chains", 0400, NULL, kwitness_chains_show)))
		err = -ENOMEM;
	if (err)
		kwitness_exit();
	return err;
}

module_init(kwitness_init);
module_exit(kwitness_exit);
MODULE_DESCRIPTION("locks of a known story, for kintrospect's tests");
MODULE_LICENSE("GPL");
