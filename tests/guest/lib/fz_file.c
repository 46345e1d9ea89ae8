// SPDX-License-Identifier: GPL-2.0-only
/* Rounds of kfuzz on files: pieces of any size from anywhere, by several. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "fz.h"

struct file {
	int fd;
	const struct kc_table *table;
	bool whole;	/* read from the beginning, nothing moved it */
	struct kt_lines lines;
};

static void file_open(struct file *f)
{
	char path[80];

	memset(f, 0, sizeof(*f));
	f->table = kt_table(1 + fz_below(KC_OBJECTS));
	f->whole = true;
	snprintf(path, sizeof(path), "%s/kintrospect/%s", fz_one_in(2) ? "/proc" : "/sys/kernel/debug",
		 f->table->snake);
	fz_begin(FZ_OPEN, "%s", path);
	f->fd = open(path, O_RDONLY | O_CLOEXEC);
	fz_end();
	if (f->fd >= 0)
		return;
	if (!fz_gone(errno) && errno != ENOMEM)
		fz_fail("%s: %s", path, strerror(errno));
	fz_away();
}

static void file_close(struct file *f)
{
	fz_begin(FZ_CLOSE, "close of %s", f->table->snake);
	close(f->fd);
	fz_end();
	f->fd = -1;
}

/* False at the end, or when it fails in a way it may. */
static bool file_read(struct file *f, size_t size, off_t at)
{
	bool positioned = at >= 0;
	ssize_t got;
	int error, i;

	fz_begin(FZ_READ, "%s, %zu bytes at %lld", f->table->snake, size, (long long)at);
	got = positioned ? pread(f->fd, fz_buffer, size, at) : read(f->fd, fz_buffer, size);
	error = errno;
	fz_end();
	if (fz_loud)
		kt_diag("  %zd %s", got, got < 0 ? strerror(error) : "bytes");
	if (got < 0) {
		f->whole = false;
		if (!fz_gone(error) && error != EPERM && error != ESPIPE && error != ENOMEM &&
		    error != EINVAL && error != EFAULT)
			fz_fail("reading %s: %s", f->table->snake, strerror(error));
		return false;
	}
	/* what is read elsewhere begins the walk again, but has the same bytes */
	if (positioned)
		f->whole = false;
	for (i = 0; i < got; i++)
		if (!(fz_buffer[i] & 0xe0) && fz_buffer[i] != '\t' && fz_buffer[i] != '\n')
			fz_fail("%s: byte 0x%02x at %lld", f->table->snake, fz_buffer[i],
				(long long)at);
	if (!f->whole)
		return got > 0;
	if (got ? !kt_check_text(&f->lines, fz_buffer, got) : size && !kt_check_text_end(&f->lines))
		fz_fail("%s: %s", f->table->snake, f->lines.why);
	if (!got && size)
		fz_self->rows += f->lines.rows;
	return got > 0;
}

static void file_seek(struct file *f)
{
	off_t to = fz_one_in(3) ? 0 : fz_below(1 << (4 + fz_below(16)));
	int whence = fz_one_in(4) ? (fz_one_in(4) ? SEEK_END : SEEK_CUR) : SEEK_SET;
	off_t now;

	if (fz_one_in(6))
		to = fz_any();
	fz_begin(FZ_SEEK, "%s to %lld by %d", f->table->snake, (long long)to, whence);
	now = lseek(f->fd, to, whence);
	fz_end();
	memset(&f->lines, 0, sizeof(f->lines));
	f->whole = !now && whence == SEEK_SET;
}

static size_t file_size(void)
{
	if (fz_one_in(3))
		return 1 + fz_below(16);
	return fz_one_in(3) ? fz_below(FZ_DATAGRAM) : 1 + fz_below(5000);
}

void fz_round_file(void)
{
	int steps = 5 + fz_below(60), copy = -1;
	struct file f;
	off_t at;
	pid_t pid;
	bool both;

	file_open(&f);
	if (f.fd < 0)
		return;
	/* once in a while to its end by the smallest pieces */
	if (fz_one_in(20)) {
		size_t size = 1 + fz_below(40);

		for (steps = 0; steps < 4000 && file_read(&f, size, -1); steps++)
			;
		steps = 0;
	}
	for (; steps; steps--) {
		switch (fz_below(14)) {
		case 0:
			file_seek(&f);
			break;
		case 1:
		case 2:
			at = fz_one_in(4) ? fz_any() >> (1 + fz_below(63)) :
				fz_below(1 << (4 + fz_below(14)));
			file_read(&f, file_size(), at);
			break;
		case 3:
			if (copy < 0)
				copy = dup(f.fd);
			else
				lseek(copy, fz_below(1000), SEEK_SET);
			f.whole = false;
			break;
		case 4:
			/* somebody else goes on, at the same time or with fewer rights */
			f.whole = false;
			fz_begin(FZ_FORK, "fork with %s open", f.table->snake);
			both = fz_one_in(2);
			pid = fz_child();
			if (!pid) {
				if (fz_one_in(2))
					fz_drop();
				steps = fz_below(20);
				while (steps-- && file_read(&f, file_size(), -1))
					;
				_exit(0);
			}
			while (both && file_read(&f, file_size(), -1) && !fz_one_in(8))
				;
			fz_wait(pid);
			break;
		default:
			if (!file_read(&f, file_size(), -1) && fz_one_in(2))
				file_seek(&f);
		}
	}
	if (copy >= 0)
		close(copy);
	file_close(&f);
}
