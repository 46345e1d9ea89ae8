// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads tasks.c, which lies in this program, and reads it to its end; prints
 * a line as bench does.
 *
 * usage: bench-bpf WHAT
 */
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "row.h"

__asm__(".section .rodata\n"
	".balign 8\n"
	"bpf_object: .incbin \"" BPF_OBJECT "\"\n"
	"bpf_object_end:\n"
	".previous\n");

extern const char bpf_object[], bpf_object_end[];

static unsigned long long now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

int main(int argc, char **argv)
{
	static struct bpf_row buffer[65536 / sizeof(struct bpf_row)];
	unsigned long long begin, spent, best = ~0ULL, rows = 0;
	struct bpf_program *program;
	struct bpf_object *object;
	struct bpf_link *link;
	ssize_t got;
	int i, fd;

	object = bpf_object__open_mem(bpf_object, bpf_object_end - bpf_object, NULL);
	if (!object || bpf_object__load(object))
		return 1;
	program = bpf_object__next_program(object, NULL);
	link = bpf_program__attach_iter(program, NULL);
	if (!link)
		return 1;
	for (i = 0; i < 3; i++) {
		fd = bpf_iter_create(bpf_link__fd(link));
		if (fd < 0)
			return 1;
		begin = now();
		rows = 0;
		while ((got = read(fd, buffer, sizeof(buffer))) > 0)
			rows += got / sizeof(struct bpf_row);
		spent = now() - begin;
		close(fd);
		if (got < 0 || !rows)
			return 1;
		if (spent < best)
			best = spent;
	}
	printf("%s\tbpf\t%llu\t%llu\n", argc > 1 ? argv[1] : "tasks", best, rows);
	bpf_link__destroy(link);
	bpf_object__close(object);
	return 0;
}
