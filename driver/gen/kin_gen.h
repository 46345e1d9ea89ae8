/* SPDX-License-Identifier: GPL-2.0-only */
/* Made by uapi/kingen.py from uapi/specs/kintrospect.yaml. Do not edit. */
#ifndef KIN_GEN_H
#define KIN_GEN_H

#include <linux/types.h>
#include <linux/kintrospect.h>
#include <linux/kintrospect_rows.h>

struct kin_source;
struct kin_table;

/* Number of a field, spelled so that kin_set() and kin_want() can paste it. */
enum {
	kin_f_fields_object,
	kin_f_fields_name,
	kin_f_fields_index,
	kin_f_fields_type,
	kin_f_fields_flags,
	kin_f_fields_offset_bytes,
	kin_f_fields_size_bytes,
	kin_f_fields_unit,
	kin_f_fields_available,
	kin_f_fields_reason,
	kin_f_fields_values,
	kin_f_fields_doc,
};

enum {
	kin_f_stats_object,
	kin_f_stats_interface,
	kin_f_stats_dump_total,
	kin_f_stats_row_total,
	kin_f_stats_walked_total,
	kin_f_stats_cost_total_ns,
	kin_f_stats_lock_hold_max_ns,
	kin_f_stats_truncated_total,
	kin_f_stats_interrupted_total,
	kin_f_stats_error_total,
};

enum {
	kin_f_tasks_pid,
	kin_f_tasks_tgid,
	kin_f_tasks_ppid,
	kin_f_tasks_pgrp,
	kin_f_tasks_session,
	kin_f_tasks_tracer_pid,
	kin_f_tasks_tty,
	kin_f_tasks_state,
	kin_f_tasks_kthread,
	kin_f_tasks_on_cpu,
	kin_f_tasks_comm,
	kin_f_tasks_flags,
	kin_f_tasks_uid,
	kin_f_tasks_euid,
	kin_f_tasks_gid,
	kin_f_tasks_egid,
	kin_f_tasks_start_time_ns,
	kin_f_tasks_utime_ns,
	kin_f_tasks_stime_ns,
	kin_f_tasks_min_flt_total,
	kin_f_tasks_maj_flt_total,
	kin_f_tasks_nvcsw_total,
	kin_f_tasks_nivcsw_total,
	kin_f_tasks_thread_count,
	kin_f_tasks_policy,
	kin_f_tasks_class,
	kin_f_tasks_nice,
	kin_f_tasks_prio,
	kin_f_tasks_rt_priority,
	kin_f_tasks_cpu,
	kin_f_tasks_oom_score_adj,
	kin_f_tasks_vsize_bytes,
	kin_f_tasks_rss_anon_bytes,
	kin_f_tasks_rss_file_bytes,
	kin_f_tasks_rss_shmem_bytes,
	kin_f_tasks_swap_bytes,
	kin_f_tasks_pgtables_bytes,
	kin_f_tasks_locked_bytes,
	kin_f_tasks_cgroup_ns_id,
	kin_f_tasks_ipc_ns_id,
	kin_f_tasks_mnt_ns_id,
	kin_f_tasks_net_ns_id,
	kin_f_tasks_pid_ns_id,
	kin_f_tasks_time_ns_id,
	kin_f_tasks_user_ns_id,
	kin_f_tasks_uts_ns_id,
	kin_f_tasks_oom_score,
	kin_f_tasks_kstack_size_bytes,
	kin_f_tasks_kstack_used_bytes,
	kin_f_tasks_cgroup,
	kin_f_tasks_wchan,
	kin_f_tasks_kstack_addr,
	kin_f_tasks_task_addr,
	kin_f_tasks_cpu_time_total_ns,
	kin_f_tasks_read_total_bytes,
	kin_f_tasks_write_total_bytes,
};

enum {
	kin_f_vas_pid,
	kin_f_vas_map_count,
	kin_f_vas_comm,
	kin_f_vas_start_code_addr,
	kin_f_vas_end_code_addr,
	kin_f_vas_start_data_addr,
	kin_f_vas_end_data_addr,
	kin_f_vas_start_brk_addr,
	kin_f_vas_brk_addr,
	kin_f_vas_mmap_base_addr,
	kin_f_vas_start_stack_addr,
	kin_f_vas_arg_start_addr,
	kin_f_vas_arg_end_addr,
	kin_f_vas_env_start_addr,
	kin_f_vas_env_end_addr,
	kin_f_vas_task_size_bytes,
	kin_f_vas_total_vm_bytes,
	kin_f_vas_hiwater_vm_bytes,
	kin_f_vas_hiwater_rss_bytes,
	kin_f_vas_locked_vm_bytes,
	kin_f_vas_pinned_vm_bytes,
	kin_f_vas_data_vm_bytes,
	kin_f_vas_exec_vm_bytes,
	kin_f_vas_busy_holder_pid,
	kin_f_vas_busy,
	kin_f_vas_stack_vm_bytes,
	kin_f_vas_start_time_ns,
};

enum {
	kin_f_vmas_pid,
	kin_f_vmas_role,
	kin_f_vmas_busy,
	kin_f_vmas_start_addr,
	kin_f_vmas_end_addr,
	kin_f_vmas_size_bytes,
	kin_f_vmas_perms,
	kin_f_vmas_dev_major,
	kin_f_vmas_dev_minor,
	kin_f_vmas_flags,
	kin_f_vmas_offset_bytes,
	kin_f_vmas_inode,
	kin_f_vmas_path,
	kin_f_vmas_busy_holder_pid,
	kin_f_vmas_rss_bytes,
	kin_f_vmas_pss_bytes,
	kin_f_vmas_shared_clean_bytes,
	kin_f_vmas_shared_dirty_bytes,
	kin_f_vmas_private_clean_bytes,
	kin_f_vmas_private_dirty_bytes,
	kin_f_vmas_referenced_bytes,
	kin_f_vmas_anonymous_bytes,
	kin_f_vmas_lazyfree_bytes,
	kin_f_vmas_anon_huge_bytes,
	kin_f_vmas_shmem_pmd_bytes,
	kin_f_vmas_file_pmd_bytes,
	kin_f_vmas_shared_hugetlb_bytes,
	kin_f_vmas_private_hugetlb_bytes,
	kin_f_vmas_swap_bytes,
	kin_f_vmas_start_time_ns,
};

enum {
	kin_f_slabs_name,
	kin_f_slabs_alias_count,
	kin_f_slabs_refcount,
	kin_f_slabs_object_size_bytes,
	kin_f_slabs_size_bytes,
	kin_f_slabs_align_bytes,
	kin_f_slabs_slab_object_count,
	kin_f_slabs_slab_pages,
	kin_f_slabs_capped,
	kin_f_slabs_object_count,
	kin_f_slabs_active_count,
	kin_f_slabs_slab_count,
	kin_f_slabs_partial_count,
	kin_f_slabs_memory_bytes,
	kin_f_slabs_used_bytes,
	kin_f_slabs_wasted_bytes,
	kin_f_slabs_flags,
	kin_f_slabs_min_partial_count,
	kin_f_slabs_cpu_partial_count,
	kin_f_slabs_sheaf_capacity_count,
	kin_f_slabs_user_offset_bytes,
	kin_f_slabs_user_size_bytes,
	kin_f_slabs_ctor,
};

enum {
	kin_f_stacks_pid,
	kin_f_stacks_tgid,
	kin_f_stacks_depth,
	kin_f_stacks_offset_bytes,
	kin_f_stacks_size_bytes,
	kin_f_stacks_state,
	kin_f_stacks_comm,
	kin_f_stacks_symbol,
	kin_f_stacks_module,
	kin_f_stacks_return_addr,
	kin_f_stacks_running,
	kin_f_stacks_start_time_ns,
};

enum {
	kin_f_layout_name,
	kin_f_layout_parent,
	kin_f_layout_depth,
	kin_f_layout_kind,
	kin_f_layout_start_addr,
	kin_f_layout_last_addr,
	kin_f_layout_size_bytes,
	kin_f_layout_gap_bytes,
	kin_f_layout_perms,
	kin_f_layout_source,
	kin_f_layout_link_start_addr,
	kin_f_layout_phys_addr,
	kin_f_layout_kaslr_offset_bytes,
	kin_f_layout_freed,
	kin_f_layout_reason,
	kin_f_layout_addr,
	kin_f_layout_symbol,
};

enum {
	kin_f_modules_name,
	kin_f_modules_state,
	kin_f_modules_size_bytes,
	kin_f_modules_text_bytes,
	kin_f_modules_rodata_bytes,
	kin_f_modules_ro_after_init_bytes,
	kin_f_modules_data_bytes,
	kin_f_modules_init_bytes,
	kin_f_modules_refs,
	kin_f_modules_users,
	kin_f_modules_taint,
	kin_f_modules_version,
	kin_f_modules_srcversion,
	kin_f_modules_text_addr,
	kin_f_modules_rodata_addr,
	kin_f_modules_ro_after_init_addr,
	kin_f_modules_data_addr,
};

enum {
	kin_f_locks_class_id,
	kin_f_locks_name,
	kin_f_locks_subclass,
	kin_f_locks_version,
	kin_f_locks_key,
	kin_f_locks_key_addr,
	kin_f_locks_type,
	kin_f_locks_wait_inner,
	kin_f_locks_wait_outer,
	kin_f_locks_usage,
	kin_f_locks_usage_chars,
	kin_f_locks_after_count,
	kin_f_locks_before_count,
	kin_f_locks_op_total,
	kin_f_locks_contention_total,
	kin_f_locks_wait_total_ns,
	kin_f_locks_acquisition_total,
	kin_f_locks_hold_total_ns,
	kin_f_locks_write_contention_total,
	kin_f_locks_write_wait_min_ns,
	kin_f_locks_write_wait_max_ns,
	kin_f_locks_write_wait_total_ns,
	kin_f_locks_write_wait_avg_ns,
	kin_f_locks_write_acquisition_total,
	kin_f_locks_write_hold_min_ns,
	kin_f_locks_write_hold_max_ns,
	kin_f_locks_write_hold_total_ns,
	kin_f_locks_write_hold_avg_ns,
	kin_f_locks_write_contended_bounce_total,
	kin_f_locks_write_acquired_bounce_total,
	kin_f_locks_read_contention_total,
	kin_f_locks_read_wait_min_ns,
	kin_f_locks_read_wait_max_ns,
	kin_f_locks_read_wait_total_ns,
	kin_f_locks_read_wait_avg_ns,
	kin_f_locks_read_acquisition_total,
	kin_f_locks_read_hold_min_ns,
	kin_f_locks_read_hold_max_ns,
	kin_f_locks_read_hold_total_ns,
	kin_f_locks_read_hold_avg_ns,
	kin_f_locks_read_contended_bounce_total,
	kin_f_locks_read_acquired_bounce_total,
	kin_f_locks_stale,
};

enum {
	kin_f_lock_points_class_id,
	kin_f_lock_points_kind,
	kin_f_lock_points_index,
	kin_f_lock_points_name,
	kin_f_lock_points_site,
	kin_f_lock_points_site_addr,
	kin_f_lock_points_hit_total,
	kin_f_lock_points_stale,
};

enum {
	kin_f_lock_edges_from_id,
	kin_f_lock_edges_to_id,
	kin_f_lock_edges_from,
	kin_f_lock_edges_to,
	kin_f_lock_edges_distance,
	kin_f_lock_edges_dep,
	kin_f_lock_edges_site,
	kin_f_lock_edges_site_addr,
	kin_f_lock_edges_caller,
	kin_f_lock_edges_caller_addr,
	kin_f_lock_edges_stale,
};

enum {
	kin_f_lock_chains_chain_id,
	kin_f_lock_chains_context,
	kin_f_lock_chains_depth,
	kin_f_lock_chains_class_ids,
	kin_f_lock_chains_first_id,
	kin_f_lock_chains_last_id,
	kin_f_lock_chains_stale,
};

enum {
	kin_f_held_locks_pid,
	kin_f_held_locks_depth,
	kin_f_held_locks_comm,
	kin_f_held_locks_class_id,
	kin_f_held_locks_name,
	kin_f_held_locks_mode,
	kin_f_held_locks_trylock,
	kin_f_held_locks_hardirqs_off,
	kin_f_held_locks_state,
	kin_f_held_locks_held_ns,
	kin_f_held_locks_wait_ns,
	kin_f_held_locks_site,
	kin_f_held_locks_site_addr,
	kin_f_held_locks_instance_addr,
	kin_f_held_locks_stale,
};

enum {
	kin_f_buddy_node_id,
	kin_f_buddy_zone,
	kin_f_buddy_migratetype,
	kin_f_buddy_order,
	kin_f_buddy_free_count,
	kin_f_buddy_free_bytes,
	kin_f_buddy_capped,
};

enum {
	kin_f_zones_node_id,
	kin_f_zones_zone,
	kin_f_zones_start_pfn,
	kin_f_zones_spanned_pages,
	kin_f_zones_present_pages,
	kin_f_zones_managed_pages,
	kin_f_zones_free_pages,
	kin_f_zones_boost_pages,
	kin_f_zones_watermark_min_pages,
	kin_f_zones_watermark_low_pages,
	kin_f_zones_watermark_high_pages,
	kin_f_zones_watermark_promo_pages,
	kin_f_zones_cma_pages,
	kin_f_zones_reserved_highatomic_pages,
	kin_f_zones_pcp_pages,
	kin_f_zones_pcp_high_pages,
	kin_f_zones_pcp_batch_pages,
	kin_f_zones_protection_dma_pages,
	kin_f_zones_protection_dma32_pages,
	kin_f_zones_protection_normal_pages,
	kin_f_zones_protection_highmem_pages,
	kin_f_zones_protection_movable_pages,
	kin_f_zones_protection_device_pages,
};

enum {
	kin_f_fragmentation_node_id,
	kin_f_fragmentation_zone,
	kin_f_fragmentation_order,
	kin_f_fragmentation_free_count,
	kin_f_fragmentation_suitable_count,
	kin_f_fragmentation_fragmentation_index,
	kin_f_fragmentation_unusable_index,
};

enum {
	kin_f_sched_pid,
	kin_f_sched_tgid,
	kin_f_sched_comm,
	kin_f_sched_policy,
	kin_f_sched_class,
	kin_f_sched_prio,
	kin_f_sched_normal_prio,
	kin_f_sched_static_prio,
	kin_f_sched_rt_priority,
	kin_f_sched_nice,
	kin_f_sched_reset_on_fork,
	kin_f_sched_cpu,
	kin_f_sched_on_cpu,
	kin_f_sched_on_rq,
	kin_f_sched_delayed,
	kin_f_sched_migration_disabled,
	kin_f_sched_cpus_allowed,
	kin_f_sched_cpus_allowed_count,
	kin_f_sched_cpus_user,
	kin_f_sched_exec_total_ns,
	kin_f_sched_run_delay_total_ns,
	kin_f_sched_run_total,
	kin_f_sched_migration_total,
	kin_f_sched_vruntime_ns,
	kin_f_sched_vdeadline_ns,
	kin_f_sched_slice_ns,
	kin_f_sched_vlag_ns,
	kin_f_sched_load_weight,
	kin_f_sched_load_avg,
	kin_f_sched_util_avg,
	kin_f_sched_dl_runtime_ns,
	kin_f_sched_dl_deadline_ns,
	kin_f_sched_dl_period_ns,
	kin_f_sched_dl_flags,
	kin_f_sched_dl_left_ns,
	kin_f_sched_dl_abs_deadline_ns,
	kin_f_sched_dl_throttled,
	kin_f_sched_wait_total_ns,
	kin_f_sched_wait_max_ns,
	kin_f_sched_waits_total,
	kin_f_sched_sleep_total_ns,
	kin_f_sched_sleep_max_ns,
	kin_f_sched_block_total_ns,
	kin_f_sched_block_max_ns,
	kin_f_sched_iowait_total_ns,
	kin_f_sched_iowaits_total,
	kin_f_sched_wakeups_total,
	kin_f_sched_uclamp_min,
	kin_f_sched_uclamp_max,
	kin_f_sched_uclamp_min_effective,
	kin_f_sched_uclamp_max_effective,
	kin_f_sched_numa_preferred_node,
	kin_f_sched_numa_faults,
	kin_f_sched_numa_migrated_total_pages,
	kin_f_sched_core_cookie_addr,
	kin_f_sched_group_weight,
	kin_f_sched_group_quota_ns,
	kin_f_sched_group_period_ns,
	kin_f_sched_start_time_ns,
};

enum {
	kin_f_runqueues_cpu,
	kin_f_runqueues_curr_pid,
	kin_f_runqueues_curr_comm,
	kin_f_runqueues_curr_policy,
	kin_f_runqueues_curr_class,
	kin_f_runqueues_idle,
	kin_f_runqueues_nr_running,
	kin_f_runqueues_fair_running,
	kin_f_runqueues_rt_running,
	kin_f_runqueues_dl_running,
	kin_f_runqueues_ext_running,
	kin_f_runqueues_switch_total,
	kin_f_runqueues_nr_uninterruptible,
	kin_f_runqueues_load_weight,
	kin_f_runqueues_load_avg,
	kin_f_runqueues_runnable_avg,
	kin_f_runqueues_util_avg,
	kin_f_runqueues_min_vruntime_ns,
	kin_f_runqueues_zero_vruntime_ns,
	kin_f_runqueues_clock_ns,
	kin_f_runqueues_clock_task_ns,
	kin_f_runqueues_rt_throttled,
	kin_f_runqueues_rt_time_ns,
	kin_f_runqueues_rt_runtime_ns,
};

enum {
	kin_f_vmalloc_area_id,
	kin_f_vmalloc_start_addr,
	kin_f_vmalloc_end_addr,
	kin_f_vmalloc_size_bytes,
	kin_f_vmalloc_guard_bytes,
	kin_f_vmalloc_mapped_pages,
	kin_f_vmalloc_caller,
	kin_f_vmalloc_caller_addr,
	kin_f_vmalloc_phys_addr,
	kin_f_vmalloc_flags,
};

enum {
	kin_f_irqs_irq,
	kin_f_irqs_hwirq,
	kin_f_irqs_chip,
	kin_f_irqs_flow,
	kin_f_irqs_actions,
	kin_f_irqs_domain,
	kin_f_irqs_type,
	kin_f_irqs_wakeup,
	kin_f_irqs_disabled,
	kin_f_irqs_threads_count,
	kin_f_irqs_node_id,
	kin_f_irqs_affinity,
	kin_f_irqs_effective_affinity,
	kin_f_irqs_count_total,
	kin_f_irqs_unhandled_count,
};

/* Slot of a filter in the cursor. */
enum {
	kin_filter_fields_object,
};

enum {
	kin_filter_stats_object,
};

enum {
	kin_filter_tasks_pid,
	kin_filter_tasks_tgid,
};

enum {
	kin_filter_vas_pid,
};

enum {
	kin_filter_vmas_pid,
	kin_filter_vmas_start_addr,
	kin_filter_vmas_end_addr,
};

enum {
	kin_filter_slabs_name,
};

enum {
	kin_filter_stacks_pid,
	kin_filter_stacks_tgid,
};

enum {
	kin_filter_layout_name,
	kin_filter_layout_addr,
};

enum {
	kin_filter_modules_name,
};

enum {
	kin_filter_locks_class_id,
};

enum {
	kin_filter_lock_points_class_id,
};

enum {
	kin_filter_lock_edges_from_id,
};

enum {
	kin_filter_lock_chains_chain_id,
};

enum {
	kin_filter_held_locks_pid,
};

enum {
	kin_filter_buddy_node_id,
};

enum {
	kin_filter_zones_node_id,
};

enum {
	kin_filter_fragmentation_node_id,
};

enum {
	kin_filter_sched_pid,
	kin_filter_sched_tgid,
};

enum {
	kin_filter_runqueues_cpu,
};

enum {
	kin_filter_vmalloc_area_id,
};

enum {
	kin_filter_irqs_irq,
};

#define KIN_FILTERS_MAX 3
#define KIN_OBJECTS 21

/* Room for the longest text that a filter may have. */
#define KIN_FILTER_STRING 64

extern const struct kin_table kin_fields_table;
extern const struct kin_source kin_fields_source;
extern const struct kin_table kin_stats_table;
extern const struct kin_source kin_stats_source;
extern const struct kin_table kin_tasks_table;
extern const struct kin_source kin_tasks_source;
extern const struct kin_table kin_vas_table;
extern const struct kin_source kin_vas_source;
extern const struct kin_table kin_vmas_table;
extern const struct kin_source kin_vmas_source;
extern const struct kin_table kin_slabs_table;
extern const struct kin_source kin_slabs_source;
extern const struct kin_table kin_stacks_table;
extern const struct kin_source kin_stacks_source;
extern const struct kin_table kin_layout_table;
extern const struct kin_source kin_layout_source;
extern const struct kin_table kin_modules_table;
extern const struct kin_source kin_modules_source;
extern const struct kin_table kin_locks_table;
extern const struct kin_source kin_locks_source;
extern const struct kin_table kin_lock_points_table;
extern const struct kin_source kin_lock_points_source;
extern const struct kin_table kin_lock_edges_table;
extern const struct kin_source kin_lock_edges_source;
extern const struct kin_table kin_lock_chains_table;
extern const struct kin_source kin_lock_chains_source;
extern const struct kin_table kin_held_locks_table;
extern const struct kin_source kin_held_locks_source;
extern const struct kin_table kin_buddy_table;
extern const struct kin_source kin_buddy_source;
extern const struct kin_table kin_zones_table;
extern const struct kin_source kin_zones_source;
extern const struct kin_table kin_fragmentation_table;
extern const struct kin_source kin_fragmentation_source;
extern const struct kin_table kin_sched_table;
extern const struct kin_source kin_sched_source;
extern const struct kin_table kin_runqueues_table;
extern const struct kin_source kin_runqueues_source;
extern const struct kin_table kin_vmalloc_table;
extern const struct kin_source kin_vmalloc_source;
extern const struct kin_table kin_irqs_table;
extern const struct kin_source kin_irqs_source;

/* By command, the first being 1. */
extern const struct kin_source * const kin_sources[KIN_OBJECTS];

#endif
