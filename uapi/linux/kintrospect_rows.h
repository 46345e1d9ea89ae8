/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Made by uapi/kingen.py from uapi/specs/kintrospect.yaml. Do not edit. */
#ifndef _UAPI_LINUX_KINTROSPECT_ROWS_H
#define _UAPI_LINUX_KINTROSPECT_ROWS_H

#include <linux/types.h>

/**
 * struct kintrospect_string - a string of a packed row
 * @end: where it begins, in bytes back from the end of the batch
 * @len: its length without the NUL that ends it
 *
 * Rows may share one string.
 */
struct kintrospect_string {
	__u16 end;
	__u16 len;
};

/**
 * struct kintrospect_batch - begins every packed batch
 * @header_size: bytes from here to the first row
 * @abi: KINTROSPECT_ABI of the driver
 * @object: KINTROSPECT_CMD_* of the object
 * @row_size: bytes from one row to the next; longer than the reader's struct
 *	when the driver is newer, shorter when it is older
 * @row_count: rows in this batch
 * @flags: enum kintrospect_batch_flag, of the dump so far
 * @mask: fields that were asked for and granted
 * @row_total: rows of the dump so far, with these
 * @walked_total: kernel objects looked at so far
 * @cost_total_ns: time spent collecting and encoding so far
 * @lock_hold_max_ns: longest time that one lock or RCU read section was held
 * @field_count: fields that the driver's table of this object has
 * @string_bytes: bytes of the string area, which lies at the end of the batch
 *
 * Host byte order. Times are of a fast clock, good for differences only.
 */
struct kintrospect_batch {
	__u16 header_size;
	__u16 abi;
	__u16 object;
	__u16 row_size;
	__u32 row_count;
	__u32 flags;
	__u64 mask[2];
	__u64 row_total;
	__u64 walked_total;
	__u64 cost_total_ns;
	__u64 lock_hold_max_ns;
	__u32 field_count;
	__u32 string_bytes;
};

/* A row of fields: bit n of present says that field n is there. */
struct kintrospect_fields_row {
	__u64 present[2];
	char object[24];
	char name[32];
	__u32 index;
	__u8 type;
	__u8 pad0[3];
	__u32 flags;
	__u32 offset_bytes;
	__u32 size_bytes;
	char unit[8];
	__u8 available;
	__u8 pad1[1];
	struct kintrospect_string reason;
	struct kintrospect_string values;
	struct kintrospect_string doc;
	__u8 pad2[6];
};

/* A row of stats: bit n of present says that field n is there. */
struct kintrospect_stats_row {
	__u64 present[2];
	char object[24];
	__u8 interface;
	__u8 pad0[7];
	__u64 dump_total;
	__u64 row_total;
	__u64 walked_total;
	__u64 cost_total_ns;
	__u64 lock_hold_max_ns;
	__u64 truncated_total;
	__u64 interrupted_total;
	__u64 error_total;
};

/* A row of tasks: bit n of present says that field n is there. */
struct kintrospect_tasks_row {
	__u64 present[2];
	__u32 pid;
	__u32 tgid;
	__u32 ppid;
	__u32 pgrp;
	__u32 session;
	__u32 tracer_pid;
	__u32 tty;
	char state[2];
	__u8 kthread;
	__u8 on_cpu;
	char comm[16];
	__u64 flags;
	__u32 uid;
	__u32 euid;
	__u32 gid;
	__u32 egid;
	__u64 start_time_ns;
	__u64 utime_ns;
	__u64 stime_ns;
	__u64 min_flt_total;
	__u64 maj_flt_total;
	__u64 nvcsw_total;
	__u64 nivcsw_total;
	__u32 thread_count;
	__u8 policy;
	__u8 class;
	__u8 pad0[2];
	__s32 nice;
	__s32 prio;
	__u32 rt_priority;
	__u32 cpu;
	__s32 oom_score_adj;
	__u8 pad1[4];
	__u64 vsize_bytes;
	__u64 rss_anon_bytes;
	__u64 rss_file_bytes;
	__u64 rss_shmem_bytes;
	__u64 swap_bytes;
	__u64 pgtables_bytes;
	__u64 locked_bytes;
	__u32 cgroup_ns_id;
	__u32 ipc_ns_id;
	__u32 mnt_ns_id;
	__u32 net_ns_id;
	__u32 pid_ns_id;
	__u32 time_ns_id;
	__u32 user_ns_id;
	__u32 uts_ns_id;
	__u32 oom_score;
	__u32 kstack_size_bytes;
	__u32 kstack_used_bytes;
	struct kintrospect_string cgroup;
	struct kintrospect_string wchan;
	__u8 pad2[4];
	__u64 kstack_addr;
	__u64 task_addr;
	__u64 cpu_time_total_ns;
	__u64 read_total_bytes;
	__u64 write_total_bytes;
};

/* A row of vas: bit n of present says that field n is there. */
struct kintrospect_vas_row {
	__u64 present[2];
	__u32 pid;
	__u32 map_count;
	char comm[16];
	__u64 start_code_addr;
	__u64 end_code_addr;
	__u64 start_data_addr;
	__u64 end_data_addr;
	__u64 start_brk_addr;
	__u64 brk_addr;
	__u64 mmap_base_addr;
	__u64 start_stack_addr;
	__u64 arg_start_addr;
	__u64 arg_end_addr;
	__u64 env_start_addr;
	__u64 env_end_addr;
	__u64 task_size_bytes;
	__u64 total_vm_bytes;
	__u64 hiwater_vm_bytes;
	__u64 hiwater_rss_bytes;
	__u64 locked_vm_bytes;
	__u64 pinned_vm_bytes;
	__u64 data_vm_bytes;
	__u64 exec_vm_bytes;
	__u32 busy_holder_pid;
	__u8 busy;
	__u8 pad0[3];
	__u64 stack_vm_bytes;
	__u64 start_time_ns;
};

/* A row of vmas: bit n of present says that field n is there. */
struct kintrospect_vmas_row {
	__u64 present[2];
	__u32 pid;
	__u8 role;
	__u8 busy;
	__u8 pad0[2];
	__u64 start_addr;
	__u64 end_addr;
	__u64 size_bytes;
	char perms[5];
	__u8 pad1[3];
	__u32 dev_major;
	__u32 dev_minor;
	__u64 flags;
	__u64 offset_bytes;
	__u64 inode;
	struct kintrospect_string path;
	__u32 busy_holder_pid;
	__u64 rss_bytes;
	__u64 pss_bytes;
	__u64 shared_clean_bytes;
	__u64 shared_dirty_bytes;
	__u64 private_clean_bytes;
	__u64 private_dirty_bytes;
	__u64 referenced_bytes;
	__u64 anonymous_bytes;
	__u64 lazyfree_bytes;
	__u64 anon_huge_bytes;
	__u64 shmem_pmd_bytes;
	__u64 file_pmd_bytes;
	__u64 shared_hugetlb_bytes;
	__u64 private_hugetlb_bytes;
	__u64 swap_bytes;
	__u64 start_time_ns;
};

/* A row of slabs: bit n of present says that field n is there. */
struct kintrospect_slabs_row {
	__u64 present[2];
	struct kintrospect_string name;
	__u32 alias_count;
	__s32 refcount;
	__u32 object_size_bytes;
	__u32 size_bytes;
	__u32 align_bytes;
	__u32 slab_object_count;
	__u32 slab_pages;
	__u8 capped;
	__u8 pad0[7];
	__u64 object_count;
	__u64 active_count;
	__u64 slab_count;
	__u64 partial_count;
	__u64 memory_bytes;
	__u64 used_bytes;
	__u64 wasted_bytes;
	__u64 flags;
	__u64 min_partial_count;
	__u32 cpu_partial_count;
	__u32 sheaf_capacity_count;
	__u32 user_offset_bytes;
	__u32 user_size_bytes;
	struct kintrospect_string ctor;
	__u8 pad1[4];
};

/* A row of stacks: bit n of present says that field n is there. */
struct kintrospect_stacks_row {
	__u64 present[2];
	__u32 pid;
	__u32 tgid;
	__u32 depth;
	__u32 offset_bytes;
	__u32 size_bytes;
	char state[2];
	char comm[16];
	struct kintrospect_string symbol;
	struct kintrospect_string module;
	__u8 pad0[2];
	__u64 return_addr;
	__u8 running;
	__u8 pad1[7];
	__u64 start_time_ns;
};

/* A row of layout: bit n of present says that field n is there. */
struct kintrospect_layout_row {
	__u64 present[2];
	char name[32];
	char parent[32];
	__u8 depth;
	__u8 kind;
	__u8 pad0[6];
	__u64 start_addr;
	__u64 last_addr;
	__u64 size_bytes;
	__u64 gap_bytes;
	char perms[4];
	__u8 source;
	__u8 pad1[3];
	__u64 link_start_addr;
	__u64 phys_addr;
	__u64 kaslr_offset_bytes;
	__u8 freed;
	__u8 pad2[1];
	struct kintrospect_string reason;
	__u8 pad3[2];
	__u64 addr;
	struct kintrospect_string symbol;
	__u8 pad4[4];
};

/* A row of modules: bit n of present says that field n is there. */
struct kintrospect_modules_row {
	__u64 present[2];
	struct kintrospect_string name;
	__u8 state;
	__u8 pad0[3];
	__u64 size_bytes;
	__u64 text_bytes;
	__u64 rodata_bytes;
	__u64 ro_after_init_bytes;
	__u64 data_bytes;
	__u64 init_bytes;
	__s32 refs;
	struct kintrospect_string users;
	char taint[24];
	struct kintrospect_string version;
	char srcversion[32];
	__u8 pad1[4];
	__u64 text_addr;
	__u64 rodata_addr;
	__u64 ro_after_init_addr;
	__u64 data_addr;
};

/* A row of locks: bit n of present says that field n is there. */
struct kintrospect_locks_row {
	__u64 present[2];
	__u32 class_id;
	struct kintrospect_string name;
	__u32 subclass;
	__u32 version;
	struct kintrospect_string key;
	__u8 pad0[4];
	__u64 key_addr;
	__u8 type;
	__u8 wait_inner;
	__u8 wait_outer;
	__u8 pad1[1];
	__u32 usage;
	char usage_chars[8];
	__u32 after_count;
	__u32 before_count;
	__u64 op_total;
	__u64 contention_total;
	__u64 wait_total_ns;
	__u64 acquisition_total;
	__u64 hold_total_ns;
	__u64 write_contention_total;
	__u64 write_wait_min_ns;
	__u64 write_wait_max_ns;
	__u64 write_wait_total_ns;
	__u64 write_wait_avg_ns;
	__u64 write_acquisition_total;
	__u64 write_hold_min_ns;
	__u64 write_hold_max_ns;
	__u64 write_hold_total_ns;
	__u64 write_hold_avg_ns;
	__u64 write_contended_bounce_total;
	__u64 write_acquired_bounce_total;
	__u64 read_contention_total;
	__u64 read_wait_min_ns;
	__u64 read_wait_max_ns;
	__u64 read_wait_total_ns;
	__u64 read_wait_avg_ns;
	__u64 read_acquisition_total;
	__u64 read_hold_min_ns;
	__u64 read_hold_max_ns;
	__u64 read_hold_total_ns;
	__u64 read_hold_avg_ns;
	__u64 read_contended_bounce_total;
	__u64 read_acquired_bounce_total;
	__u8 stale;
	__u8 pad2[7];
};

/* A row of lock-points: bit n of present says that field n is there. */
struct kintrospect_lock_points_row {
	__u64 present[2];
	__u32 class_id;
	__u8 kind;
	__u8 pad0[3];
	__u32 index;
	struct kintrospect_string name;
	struct kintrospect_string site;
	__u8 pad1[4];
	__u64 site_addr;
	__u64 hit_total;
	__u8 stale;
	__u8 pad2[7];
};

/* A row of lock-edges: bit n of present says that field n is there. */
struct kintrospect_lock_edges_row {
	__u64 present[2];
	__u32 from_id;
	__u32 to_id;
	struct kintrospect_string from;
	struct kintrospect_string to;
	__u32 distance;
	__u32 dep;
	struct kintrospect_string site;
	__u8 pad0[4];
	__u64 site_addr;
	struct kintrospect_string caller;
	__u8 pad1[4];
	__u64 caller_addr;
	__u8 stale;
	__u8 pad2[7];
};

/* A row of lock-chains: bit n of present says that field n is there. */
struct kintrospect_lock_chains_row {
	__u64 present[2];
	__u32 chain_id;
	__u32 context;
	__u32 depth;
	struct kintrospect_string class_ids;
	__u32 first_id;
	__u32 last_id;
	__u8 stale;
	__u8 pad0[7];
};

/* A row of held-locks: bit n of present says that field n is there. */
struct kintrospect_held_locks_row {
	__u64 present[2];
	__u32 pid;
	__u32 depth;
	char comm[16];
	__u32 class_id;
	struct kintrospect_string name;
	__u8 mode;
	__u8 trylock;
	__u8 hardirqs_off;
	__u8 state;
	__u8 pad0[4];
	__u64 held_ns;
	__u64 wait_ns;
	struct kintrospect_string site;
	__u8 pad1[4];
	__u64 site_addr;
	__u64 instance_addr;
	__u8 stale;
	__u8 pad2[7];
};

/* A row of buddy: bit n of present says that field n is there. */
struct kintrospect_buddy_row {
	__u64 present[2];
	__u32 node_id;
	char zone[16];
	__u8 migratetype;
	__u8 order;
	__u8 pad0[2];
	__u64 free_count;
	__u64 free_bytes;
	__u8 capped;
	__u8 pad1[7];
};

/* A row of zones: bit n of present says that field n is there. */
struct kintrospect_zones_row {
	__u64 present[2];
	__u32 node_id;
	char zone[16];
	__u8 pad0[4];
	__u64 start_pfn;
	__u64 spanned_pages;
	__u64 present_pages;
	__u64 managed_pages;
	__u64 free_pages;
	__u64 boost_pages;
	__u64 watermark_min_pages;
	__u64 watermark_low_pages;
	__u64 watermark_high_pages;
	__u64 watermark_promo_pages;
	__u64 cma_pages;
	__u64 reserved_highatomic_pages;
	__u64 pcp_pages;
	__u64 pcp_high_pages;
	__u64 pcp_batch_pages;
	__u64 protection_dma_pages;
	__u64 protection_dma32_pages;
	__u64 protection_normal_pages;
	__u64 protection_highmem_pages;
	__u64 protection_movable_pages;
	__u64 protection_device_pages;
};

/* A row of fragmentation: bit n of present says that field n is there. */
struct kintrospect_fragmentation_row {
	__u64 present[2];
	__u32 node_id;
	char zone[16];
	__u8 order;
	__u8 pad0[3];
	__u64 free_count;
	__u64 suitable_count;
	__s32 fragmentation_index;
	__u32 unusable_index;
};

/* A row of sched: bit n of present says that field n is there. */
struct kintrospect_sched_row {
	__u64 present[2];
	__u32 pid;
	__u32 tgid;
	char comm[16];
	__u8 policy;
	__u8 class;
	__u8 pad0[2];
	__s32 prio;
	__s32 normal_prio;
	__s32 static_prio;
	__u32 rt_priority;
	__s32 nice;
	__u8 reset_on_fork;
	__u8 pad1[3];
	__u32 cpu;
	__u8 on_cpu;
	__u8 on_rq;
	__u8 delayed;
	__u8 pad2[1];
	__u32 migration_disabled;
	struct kintrospect_string cpus_allowed;
	__u32 cpus_allowed_count;
	struct kintrospect_string cpus_user;
	__u8 pad3[4];
	__u64 exec_total_ns;
	__u64 run_delay_total_ns;
	__u64 run_total;
	__u64 migration_total;
	__s64 vruntime_ns;
	__s64 vdeadline_ns;
	__u64 slice_ns;
	__s64 vlag_ns;
	__u64 load_weight;
	__u64 load_avg;
	__u64 util_avg;
	__u64 dl_runtime_ns;
	__u64 dl_deadline_ns;
	__u64 dl_period_ns;
	__u32 dl_flags;
	__u8 pad4[4];
	__s64 dl_left_ns;
	__u64 dl_abs_deadline_ns;
	__u8 dl_throttled;
	__u8 pad5[7];
	__u64 wait_total_ns;
	__u64 wait_max_ns;
	__u64 waits_total;
	__u64 sleep_total_ns;
	__u64 sleep_max_ns;
	__u64 block_total_ns;
	__u64 block_max_ns;
	__u64 iowait_total_ns;
	__u64 iowaits_total;
	__u64 wakeups_total;
	__u32 uclamp_min;
	__u32 uclamp_max;
	__u32 uclamp_min_effective;
	__u32 uclamp_max_effective;
	__s32 numa_preferred_node;
	__u8 pad6[4];
	__u64 numa_faults;
	__u64 numa_migrated_total_pages;
	__u64 core_cookie_addr;
	__u32 group_weight;
	__u8 pad7[4];
	__u64 group_quota_ns;
	__u64 group_period_ns;
	__u64 start_time_ns;
};

/* A row of runqueues: bit n of present says that field n is there. */
struct kintrospect_runqueues_row {
	__u64 present[2];
	__u32 cpu;
	__u32 curr_pid;
	char curr_comm[16];
	__u8 curr_policy;
	__u8 curr_class;
	__u8 idle;
	__u8 pad0[1];
	__u32 nr_running;
	__u32 fair_running;
	__u32 rt_running;
	__u32 dl_running;
	__u32 ext_running;
	__u64 switch_total;
	__s64 nr_uninterruptible;
	__u64 load_weight;
	__u64 load_avg;
	__u64 runnable_avg;
	__u64 util_avg;
	__s64 min_vruntime_ns;
	__s64 zero_vruntime_ns;
	__u64 clock_ns;
	__u64 clock_task_ns;
	__u8 rt_throttled;
	__u8 pad1[7];
	__u64 rt_time_ns;
	__u64 rt_runtime_ns;
};

/* A row of vmalloc: bit n of present says that field n is there. */
struct kintrospect_vmalloc_row {
	__u64 present[2];
	__u64 area_id;
	__u64 start_addr;
	__u64 end_addr;
	__u64 size_bytes;
	__u64 guard_bytes;
	__u64 mapped_pages;
	struct kintrospect_string caller;
	__u8 pad0[4];
	__u64 caller_addr;
	__u64 phys_addr;
	__u32 flags;
	__u8 pad1[4];
};

/* A row of irqs: bit n of present says that field n is there. */
struct kintrospect_irqs_row {
	__u64 present[2];
	__u32 irq;
	__u8 pad0[4];
	__u64 hwirq;
	struct kintrospect_string chip;
	struct kintrospect_string flow;
	struct kintrospect_string actions;
	struct kintrospect_string domain;
	__u8 type;
	__u8 wakeup;
	__u8 disabled;
	__u8 pad1[1];
	__u32 threads_count;
	__u32 node_id;
	struct kintrospect_string affinity;
	struct kintrospect_string effective_affinity;
	__u8 pad2[4];
	__u64 count_total;
	__u32 unhandled_count;
	__u8 pad3[4];
};

#endif
