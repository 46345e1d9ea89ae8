// SPDX-License-Identifier: GPL-2.0-only
/* What ps, top and pmap must do: files of /proc, one by one. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

const char * const bench_proc_stat[] = { "stat", "status", NULL };
const char * const bench_proc_maps[] = { "maps", NULL };
const char * const bench_proc_smaps[] = { "smaps", NULL };

static char buffer[BENCH_BUFFER + 1];

/* A whole file; lines are counted only where they are rows. */
static __u64 read_at(int dir, const char *path, bool count)
{
	int fd = openat(dir, path, O_RDONLY);
	__u64 lines = 0;
	const char *at;
	ssize_t got;

	if (fd < 0)
		return 0;
	while ((got = read(fd, buffer, BENCH_BUFFER)) > 0)
		for (at = buffer; count && (at = memchr(at, '\n', buffer + got - at)); at++)
			lines++;
	close(fd);
	return lines;
}

static __u64 read_all(const char * const *files, bool count)
{
	DIR *proc = opendir("/proc");
	__u64 tasks = 0, lines = 0;
	struct dirent *entry;
	char path[300];
	size_t len;
	int i;

	if (!proc)
		bench_die("/proc");
	while ((entry = readdir(proc))) {
		if (!isdigit(entry->d_name[0]))
			continue;
		tasks++;
		len = strlen(entry->d_name);
		memcpy(path, entry->d_name, len);
		path[len] = '/';
		for (i = 0; files[i]; i++) {
			strcpy(path + len + 1, files[i]);
			lines += read_at(dirfd(proc), path, count);
		}
	}
	closedir(proc);
	return count ? lines : tasks;
}

/**
 * bench_proc_tasks - read files of every process, nothing parsed
 * @files: their names, to a NULL
 *
 * Return: processes.
 */
__u64 bench_proc_tasks(const void *files)
{
	return read_all(files, false);
}

/**
 * bench_proc_lines - the same
 * @files: their names, to a NULL
 *
 * Return: lines. Counting them costs a few instructions a line.
 */
__u64 bench_proc_lines(const void *files)
{
	return read_all(files, true);
}

/**
 * bench_read - read a file
 * @path: its path
 *
 * Return: lines.
 */
__u64 bench_read(const void *path)
{
	return read_at(AT_FDCWD, path, true);
}

/* A number, and what ends it. */
static __u64 number(const char **at, unsigned int base)
{
	__u64 value = 0;
	unsigned int digit;
	unsigned char c;

	for (;; (*at)++) {
		c = **at;
		digit = c >= 'a' ? c - 'a' + 10U : c - '0' + 0U;
		if (digit >= base)
			break;
		value = value * base + digit;
	}
	(*at)++;
	return value;
}

/* "5581a000-5581c000 r--p 00000000 fe:00 1234    /bin/x" */
static void parse(const char *at)
{
	__u64 sum = number(&at, 16) + number(&at, 16);

	sum += at[0] + at[1] + at[2] + at[3];
	at += 5;
	sum += number(&at, 16) + number(&at, 16) + number(&at, 16) + number(&at, 10);
	/* Without a path the line ends with the inode's number. */
	if (at[-1])
		while (*at == ' ')
			at++;
	else
		at--;
	bench_sink += sum + strlen(at);
}

/**
 * bench_proc_maps_parsed - read and parse a process' maps
 * @pid: text of its number
 *
 * Return: lines.
 */
__u64 bench_proc_maps_parsed(const void *pid)
{
	size_t have = 0;
	__u64 lines = 0;
	char path[64], *at, *end;
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/proc/%s/maps", (const char *)pid);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		bench_die(path);
	while ((got = read(fd, buffer + have, BENCH_BUFFER - have)) > 0) {
		have += got;
		for (at = buffer; (end = memchr(at, '\n', buffer + have - at)); at = end + 1) {
			*end = 0;
			parse(at);
			lines++;
		}
		have = buffer + have - at;
		memmove(buffer, at, have);
	}
	close(fd);
	return lines;
}
