/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine that rows are of, and the moment: live, or as a recording has them. */
#ifndef KC_HOST_H
#define KC_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <linux/types.h>

/**
 * struct kc_host - facts that stay the same while a machine is up
 * @page_size: bytes of a page
 * @hz: ticks a second in /proc (USER_HZ)
 * @kernel: release of the kernel; "" in this and the others: cannot be told
 * @arch: machine, as of uname
 * @node: name of the host
 * @boot_id: the kernel's, different after each boot
 * @driver: version of the driver
 *
 * Recordings have it as it is: only append to it, and to struct kc_moment.
 */
struct kc_host {
	__u32 page_size;
	__u32 hz;
	char kernel[68];
	char arch[68];
	char node[68];
	char boot_id[40];
	char driver[32];
};

/**
 * struct kc_moment - when a sample was taken
 * @realtime_ns: CLOCK_REALTIME
 * @monotonic_ns: CLOCK_MONOTONIC
 * @boottime_ns: CLOCK_BOOTTIME
 * @cpus: processors online
 * @reserved: 0
 * @loadavg: the three averages as /proc/loadavg has them, or ""
 */
struct kc_moment {
	__u64 realtime_ns;
	__u64 monotonic_ns;
	__u64 boottime_ns;
	__u32 cpus;
	__u32 reserved;
	char loadavg[40];
};

bool kc_read_line(const char *path, char *line, size_t size);
bool kc_driver_version(char *version, size_t size);
bool kc_driver_loaded(void);
void kc_host_read(struct kc_host *host);
bool kc_host_same_boot(const struct kc_host *a, const struct kc_host *b);
void kc_moment_now(struct kc_moment *moment);

#endif
