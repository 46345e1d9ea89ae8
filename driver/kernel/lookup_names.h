/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names that lookup.c looks for. Read several times, with KIN_FUNCTION()
 * and KIN_DATA() defined as needed, so without a guard.
 */

/* Each is declared by one of the headers that lookup.h includes. */
KIN_FUNCTION(get_wchan);
KIN_FUNCTION(kallsyms_show_value);
KIN_FUNCTION(oom_badness);
KIN_FUNCTION(ptrace_may_access);
KIN_FUNCTION(put_task_stack);
#ifdef CONFIG_SWAP
KIN_FUNCTION(si_swapinfo);	/* a macro where there is no swap */
#endif
KIN_FUNCTION(walk_page_range);

/* Of these the address is all that is wanted. Needs CONFIG_KALLSYMS_ALL. */
KIN_DATA(stop_sched_class);
KIN_DATA(dl_sched_class);
KIN_DATA(rt_sched_class);
KIN_DATA(fair_sched_class);
KIN_DATA(ext_sched_class);
KIN_DATA(idle_sched_class);
KIN_DATA(sched_schedstats);
KIN_DATA(slab_mutex);

#ifdef CONFIG_STACKTRACE
#if defined(CONFIG_ARM) && defined(CONFIG_SMP)
KIN_FUNCTION(in_sched_functions);
KIN_FUNCTION(unwind_frame);
#else
KIN_FUNCTION(stack_trace_save_tsk);
#endif
#endif
/* Where per-CPU memory lies. */
KIN_DATA(pcpu_base_addr);
KIN_DATA(pcpu_unit_size);
#ifdef CONFIG_LOCKDEP
KIN_DATA(lock_classes);
KIN_DATA(lock_classes_in_use);
KIN_DATA(max_lock_class_idx);
KIN_DATA(nr_zapped_classes);
KIN_DATA(lock_stat);
KIN_DATA(lock_chains);
KIN_DATA(lock_chains_in_use);
KIN_DATA(chain_hlocks);
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
/* Trees of mapped areas, of which there was one before. */
KIN_DATA(vmap_nodes);
KIN_DATA(nr_vmap_nodes);
#endif
#ifdef KIN_LOOKUP_TWICE
/* Of a test build: what several files call a static function of theirs. */
KIN_DATA(s_start);
#endif

#undef KIN_FUNCTION
#undef KIN_DATA
