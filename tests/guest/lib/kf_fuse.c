// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file system that does not answer: FUSE without a library, on /dev/fuse itself.
 * Its files have pages of zeros. Each leaves one kind of request without an answer.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "kf_fuse.h"
#include "kt.h"

/* A file is called NAME.NUMBER: each has pages of its own. */
static const struct {
	const char *name;
	unsigned int ignored;
} files[] = {
	{ "read", FUSE_READ },
	{ "write", FUSE_WRITE },
	{ "flush", FUSE_FLUSH },
};

/* Node ids: of the folder 1, of files NUMBER * COUNT + index + FIRST. */
#define FIRST 2
#define COUNT (sizeof(files) / sizeof(files[0]))

/* Of one page, so that one request is made for it. */
#define FILE_BYTES 4096

static int device, reports;

static void answer(const struct fuse_in_header *in, int error, const void *data, size_t size)
{
	struct fuse_out_header out = {
		.len = sizeof(out) + size, .error = error, .unique = in->unique,
	};
	struct iovec parts[2] = { { &out, sizeof(out) }, { (void *)data, size } };

	/* Who asked may have gone. */
	if (writev(device, parts, size ? 2 : 1) < 0 && errno != ENOENT)
		kt_die("fuse: %s", strerror(errno));
}

static struct fuse_attr attributes(unsigned long long node)
{
	bool folder = node < FIRST;

	return (struct fuse_attr) {
		.ino = node,
		.mode = folder ? S_IFDIR | 0755 : S_IFREG | 0666,
		.nlink = 1,
		.size = folder ? 0 : FILE_BYTES,
		.blksize = 4096,
	};
}

static void serve_lookup(const struct fuse_in_header *in)
{
	struct fuse_entry_out entry = { .attr_valid = 3600, .entry_valid = 3600 };
	const char *name = (const char *)(in + 1), *dot = strchr(name, '.');
	size_t i;

	for (i = 0; dot && i < COUNT; i++)
		if (!strncmp(files[i].name, name, dot - name))
			entry.nodeid = FIRST + i + COUNT * strtoul(dot + 1, NULL, 10);
	entry.attr = attributes(entry.nodeid);
	answer(in, entry.nodeid ? 0 : -ENOENT, &entry, entry.nodeid ? sizeof(entry) : 0);
}

static void serve(const struct fuse_in_header *in)
{
	static const char zeros[1 << 17];
	const struct fuse_init_in *init = (const void *)(in + 1);
	const struct fuse_open_in *open_in = (const void *)(in + 1);
	const struct fuse_read_in *read_in = (const void *)(in + 1);
	const struct fuse_write_in *write_in = (const void *)(in + 1);
	struct fuse_write_out written;
	struct fuse_attr_out attr;
	struct fuse_init_out out;
	struct fuse_open_out open_out;

	switch (in->opcode) {
	case FUSE_INIT:
		out = (struct fuse_init_out) {
			.major = FUSE_KERNEL_VERSION, .minor = init->minor < 31 ? init->minor : 31,
			.max_write = 65536, .max_background = 256,
			.congestion_threshold = 256, .time_gran = 1, .flags = FUSE_ASYNC_READ,
		};
		answer(in, 0, &out, sizeof(out));
		break;
	case FUSE_LOOKUP:
		serve_lookup(in);
		break;
	case FUSE_GETATTR:
	case FUSE_SETATTR:
		attr = (struct fuse_attr_out) {
			.attr_valid = 3600, .attr = attributes(in->nodeid),
		};
		answer(in, 0, &attr, sizeof(attr));
		break;
	case FUSE_OPEN:
	case FUSE_OPENDIR:
		open_out = (struct fuse_open_out) {
			.fh = in->nodeid,
			.open_flags = open_in->flags & O_DIRECT ? FOPEN_DIRECT_IO : 0,
		};
		answer(in, 0, &open_out, sizeof(open_out));
		break;
	case FUSE_READ:
		answer(in, 0, zeros, read_in->size < sizeof(zeros) ? read_in->size : sizeof(zeros));
		break;
	case FUSE_WRITE:
		written = (struct fuse_write_out) { .size = write_in->size };
		answer(in, 0, &written, sizeof(written));
		break;
	case FUSE_FLUSH:
	case FUSE_FSYNC:
	case FUSE_READDIR:
	case FUSE_RELEASE:
	case FUSE_RELEASEDIR:
		answer(in, 0, NULL, 0);
		break;
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET:
	case FUSE_INTERRUPT:
		break;
	default:
		answer(in, -ENOSYS, NULL, 0);
	}
}

static void loop(void)
{
	static char request[1 << 17] __attribute__((aligned(8)));
	const struct fuse_in_header *in = (const void *)request;
	ssize_t got;

	for (;;) {
		got = read(device, request, sizeof(request));
		if (got < 0 && (errno == EINTR || errno == ENOENT))
			continue;
		if (got < (ssize_t)sizeof(*in))
			_exit(0);
		if (in->nodeid >= FIRST &&
		    files[(in->nodeid - FIRST) % COUNT].ignored == in->opcode) {
			/* A byte for each request that is not answered. */
			if (write(reports, "", 1) != 1)
				_exit(1);
			continue;
		}
		serve(in);
	}
}

/**
 * kf_fuse_start - mount it and serve it by a process of its own
 * @folder: where to mount it, made if need be
 * @report: a pipe to write a byte to for each request that is not answered
 *
 * Return: the server's pid. To kill it gives an error to all who wait.
 */
pid_t kf_fuse_start(const char *folder, int report)
{
	char options[64];
	pid_t pid;

	mkdir(folder, 0755);
	device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (device < 0)
		kt_die("/dev/fuse: %s (tests/vm/run --modules fuse)", strerror(errno));
	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other",
		 device);
	if (mount("kf_fuse", folder, "fuse", MS_NOSUID | MS_NODEV, options))
		kt_die("mount %s: %s", folder, strerror(errno));
	reports = report;
	pid = fork();
	if (pid < 0)
		kt_die("fork: %s", strerror(errno));
	if (!pid) {
		prctl(PR_SET_NAME, "kf-fuse");
		loop();
	}
	close(device);
	return pid;
}
