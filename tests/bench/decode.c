// SPDX-License-Identifier: GPL-2.0-only
/*
 * Readers as a program of one's own would have them: packed rows by their struct,
 * in place; attributes by a switch, into a struct. All that is read is summed up,
 * so that none of it can be left out.
 */
#include <string.h>
#include <libmnl/libmnl.h>
#include <linux/kintrospect.h>
#include <linux/kintrospect_rows.h>

#include "bench.h"

/* Fields that are numbers, as attribute and as member. */
#define TASKS(X) \
	X(PID, pid) X(TGID, tgid) X(PPID, ppid) X(PGRP, pgrp) X(SESSION, session) \
	X(TRACER_PID, tracer_pid) X(TTY, tty) X(KTHREAD, kthread) X(ON_CPU, on_cpu) \
	X(FLAGS, flags) X(UID, uid) X(EUID, euid) X(GID, gid) X(EGID, egid) \
	X(START_TIME_NS, start_time_ns) X(UTIME_NS, utime_ns) \
	X(STIME_NS, stime_ns) X(MIN_FLT_TOTAL, min_flt_total) \
	X(MAJ_FLT_TOTAL, maj_flt_total) X(NVCSW_TOTAL, nvcsw_total) \
	X(NIVCSW_TOTAL, nivcsw_total) X(THREAD_COUNT, thread_count) X(POLICY, policy) \
	X(CLASS, class) X(NICE, nice) X(PRIO, prio) X(RT_PRIORITY, rt_priority) X(CPU, cpu) \
	X(OOM_SCORE_ADJ, oom_score_adj) X(VSIZE_BYTES, vsize_bytes) \
	X(RSS_ANON_BYTES, rss_anon_bytes) X(RSS_FILE_BYTES, rss_file_bytes) \
	X(RSS_SHMEM_BYTES, rss_shmem_bytes) X(SWAP_BYTES, swap_bytes) \
	X(PGTABLES_BYTES, pgtables_bytes) X(LOCKED_BYTES, locked_bytes)

#define VMAS(X) \
	X(PID, pid) X(ROLE, role) X(START_ADDR, start_addr) X(END_ADDR, end_addr) \
	X(SIZE_BYTES, size_bytes) X(DEV_MAJOR, dev_major) X(DEV_MINOR, dev_minor) \
	X(FLAGS, flags) X(OFFSET_BYTES, offset_bytes) X(INODE, inode)

#define RESIDENCY(X) \
	X(RSS_BYTES, rss_bytes) X(PSS_BYTES, pss_bytes) \
	X(SHARED_CLEAN_BYTES, shared_clean_bytes) X(SHARED_DIRTY_BYTES, shared_dirty_bytes) \
	X(PRIVATE_CLEAN_BYTES, private_clean_bytes) X(PRIVATE_DIRTY_BYTES, private_dirty_bytes) \
	X(REFERENCED_BYTES, referenced_bytes) X(ANONYMOUS_BYTES, anonymous_bytes) \
	X(LAZYFREE_BYTES, lazyfree_bytes) X(ANON_HUGE_BYTES, anon_huge_bytes) \
	X(SHMEM_PMD_BYTES, shmem_pmd_bytes) X(FILE_PMD_BYTES, file_pmd_bytes) \
	X(SHARED_HUGETLB_BYTES, shared_hugetlb_bytes) \
	X(PRIVATE_HUGETLB_BYTES, private_hugetlb_bytes) X(SWAP_BYTES, swap_bytes)

#define SUM(attr, member)	sum += row->member;
#define TAKE_TASK(attr, member) \
	case KINTROSPECT_A_TASKS_##attr: \
		memcpy(&row.member, data, sizeof(row.member)); \
		break;
#define TAKE_VMA(attr, member) \
	case KINTROSPECT_A_VMAS_##attr: \
		memcpy(&row.member, data, sizeof(row.member)); \
		break;

/**
 * bench_decode_tasks - every number of a packed row
 * @data: the row, 8-byte aligned as the driver lays it
 */
__u64 bench_decode_tasks(const void *data)
{
	const struct kintrospect_tasks_row *row = data;
	__u64 sum = row->present[0] + row->state[0] + row->comm[0];

	TASKS(SUM)
	return sum;
}

/**
 * bench_decode_vmas - every number of a packed row
 * @data: the row
 */
__u64 bench_decode_vmas(const void *data)
{
	const struct kintrospect_vmas_row *row = data;
	__u64 sum = row->present[0] + row->perms[0] + row->path.len;

	VMAS(SUM)
	return sum;
}

/**
 * bench_decode_residency - the same with what is in memory
 * @data: the row
 */
__u64 bench_decode_residency(const void *data)
{
	const struct kintrospect_vmas_row *row = data;
	__u64 sum = bench_decode_vmas(row);

	RESIDENCY(SUM)
	return sum;
}

/*
 * As mnl_attr_ok() and mnl_attr_next(), each of which is a call across libraries:
 * the next attribute before @end, NULL where there is none.
 */
static inline const struct nlattr *attr_take(const char **at, const char *end)
{
	const struct nlattr *attr = (const void *)*at;
	size_t left = end - *at;

	if (left < sizeof(*attr) || attr->nla_len - sizeof(*attr) > left - sizeof(*attr))
		return NULL;
	*at += MNL_ALIGN(attr->nla_len);
	return attr;
}

static void text(char *to, size_t size, const void *data, size_t len)
{
	len = len < size ? len : size - 1;
	memcpy(to, data, len);
	to[len] = 0;
}

/**
 * bench_attributes_tasks - every attribute of a row, by a switch
 * @attrs: first attribute
 * @len: bytes of attributes
 */
__u64 bench_attributes_tasks(const void *attrs, size_t len)
{
	static struct kintrospect_tasks_row row;
	const char *at = attrs, *end = at + len;
	const struct nlattr *attr;
	__u64 present = 0;

	while ((attr = attr_take(&at, end))) {
		const void *data = attr + 1;

		present |= 1ULL << (attr->nla_type & 63);
		switch (attr->nla_type) {
		TASKS(TAKE_TASK)
		case KINTROSPECT_A_TASKS_STATE:
			row.state[0] = *(const char *)data;
			break;
		case KINTROSPECT_A_TASKS_COMM:
			text(row.comm, sizeof(row.comm), data, attr->nla_len - MNL_ATTR_HDRLEN);
			break;
		}
	}
	return present + row.pid + row.locked_bytes;
}

/**
 * bench_attributes_vmas - every attribute of a row, by a switch
 * @attrs: first attribute
 * @len: bytes of attributes
 */
__u64 bench_attributes_vmas(const void *attrs, size_t len)
{
	static struct kintrospect_vmas_row row;
	static char path[4097];
	const char *at = attrs, *end = at + len;
	const struct nlattr *attr;
	__u64 present = 0;

	while ((attr = attr_take(&at, end))) {
		const void *data = attr + 1;

		present |= 1ULL << (attr->nla_type & 63);
		switch (attr->nla_type) {
		VMAS(TAKE_VMA)
		case KINTROSPECT_A_VMAS_PERMS:
			text(row.perms, sizeof(row.perms), data, attr->nla_len - MNL_ATTR_HDRLEN);
			break;
		case KINTROSPECT_A_VMAS_PATH:
			text(path, sizeof(path), data, attr->nla_len - MNL_ATTR_HDRLEN);
			break;
		}
	}
	return present + row.pid + path[0];
}
