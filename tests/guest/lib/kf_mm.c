// SPDX-License-Identifier: GPL-2.0-only
/* Fixtures: address spaces and mappings of every kind. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/userfaultfd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kf.h"
#include "kt.h"

/* What a PMD maps, its page table full of 64-bit entries. */
#define HUGE (PAGE * (PAGE / 8))
#define RW (PROT_READ | PROT_WRITE)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)

static char *map(size_t size, int prot, int flags, int fd)
{
	char *at = mmap(NULL, size, prot, flags, fd, 0);

	if (at == MAP_FAILED)
		kf_die("mmap");
	return at;
}

static char *touched(size_t size, int flags)
{
	char *at = map(size, RW, flags, -1);
	size_t i;

	for (i = 0; i < size; i += PAGE)
		at[i] = 1;
	return at;
}

static void advise(void *at, size_t size, int advice, const char *what)
{
	if (madvise(at, size, advice))
		kf_die(what);
}

/* What a kernel may lack. */
static bool kf_set(const char *path, const char *text)
{
	if (access(path, F_OK))
		return false;
	kf_write(path, text);
	return true;
}

static bool huge_tlb, huge_pages;

/* Swap, huge pages: what the whole machine needs. */
void kf_machine(void)
{
	mkdir("/tmp/kf", 0755);
	huge_tlb = kf_set("/proc/sys/vm/nr_hugepages", "6");
	huge_pages = kf_set("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
	kf_set("/sys/kernel/mm/transparent_hugepage/shmem_enabled", "advise");
	/* both may be there from an earlier run */
	if (!access("/sys/block/zram0", F_OK) &&
	    system("grep -q zram0 /proc/swaps || { echo 64M >/sys/block/zram0/disksize && "
		   "mkswap -q /dev/zram0 >/dev/null && swapon /dev/zram0; }"))
		kf_die("swap");
}

void kf_memory(void)
{
	char *at = touched(16 * PAGE, ANON);

	touched(32 * PAGE, ANON);
	sbrk(5 * PAGE + 123);
	/* the most it ever had is above what it has */
	at = touched(400 * PAGE, ANON);
	munmap(at, 400 * PAGE);
	at = touched(16 * PAGE, ANON);
	if (mlock(at, 7 * PAGE))
		kf_die("mlock");
	at = touched(16 * PAGE, ANON);
	advise(at, 9 * PAGE, MADV_FREE, "MADV_FREE");
	at = map(16 * PAGE, PROT_READ, ANON, -1);
	for (size_t i = 0; i < 4; i++)
		*(volatile char *)(at + i * PAGE);	/* the zero page */
	touched(8 * PAGE, MAP_SHARED | MAP_ANONYMOUS);
	kf_rest();
}

static void userfault(int mode, int flags)
{
	struct uffdio_api api = { .api = UFFD_API, .features = 0 };
	struct uffdio_register reg = { .mode = mode };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);

	if (fd < 0 || ioctl(fd, UFFDIO_API, &api))
		kf_die("userfaultfd");
	reg.range.start = (uintptr_t)map(4 * PAGE, RW, flags, -1);
	reg.range.len = 4 * PAGE;
	/* not every kernel has the other modes, nor every architecture */
	if (ioctl(fd, UFFDIO_REGISTER, &reg) &&
	    (errno != EINVAL || mode == UFFDIO_REGISTER_MODE_MISSING))
		kf_die("UFFDIO_REGISTER");
}

void kf_mappings(void)
{
	static const struct { int advice; const char *what; } advices[] = {
		{ MADV_SEQUENTIAL, "sequential" }, { MADV_RANDOM, "random" },
		{ MADV_DONTFORK, "dontfork" }, { MADV_WIPEONFORK, "wipeonfork" },
		{ MADV_DONTDUMP, "dontdump" }, { MADV_HUGEPAGE, "hugepage" },
		{ MADV_NOHUGEPAGE, "nohugepage" }, { MADV_MERGEABLE, "mergeable" },
	};
	size_t i;
	char *at;
	int fd, key;

	for (i = 0; i < sizeof(advices) / sizeof(*advices); i++) {
		if (!huge_pages && (advices[i].advice == MADV_HUGEPAGE ||
				    advices[i].advice == MADV_NOHUGEPAGE))
			continue;
		advise(map(4 * PAGE, RW, ANON, -1), 4 * PAGE, advices[i].advice,
		       advices[i].what);
	}
	map(4 * PAGE, PROT_NONE, ANON, -1);
	map(4 * PAGE, PROT_READ | PROT_EXEC, ANON, -1);
	map(4 * PAGE, RW | PROT_EXEC, ANON, -1);
	map(4 * PAGE, RW, ANON | MAP_NORESERVE, -1);
	map(4 * PAGE, RW, ANON | MAP_GROWSDOWN, -1);
	map(4 * PAGE, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1);
	map(4 * PAGE, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS, -1);
	at = map(8 * PAGE, RW, ANON, -1);
	if (syscall(SYS_mlock2, at, 8 * PAGE, 1 /* MLOCK_ONFAULT */))
		kf_die("mlock2");
	key = pkey_alloc(0, 0);
	if (key > 0 && pkey_mprotect(map(4 * PAGE, RW, ANON, -1), 4 * PAGE, RW, key))
		kf_die("pkey_mprotect");
	userfault(UFFDIO_REGISTER_MODE_MISSING, ANON);
	userfault(UFFDIO_REGISTER_MODE_WP, ANON);
	userfault(UFFDIO_REGISTER_MODE_MINOR, MAP_SHARED | MAP_ANONYMOUS);
	/* a device: the legacy BIOS area, where the kernel lets it be mapped */
	fd = open("/dev/mem", O_RDONLY);
	if (fd >= 0)
		mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0xf0000);
	fd = shmget(IPC_PRIVATE, 4 * PAGE, IPC_CREAT | 0600);
	if (fd >= 0 && shmat(fd, NULL, 0) == (void *)-1)
		kf_die("shmat");
	shmctl(fd, IPC_RMID, NULL);
	kf_rest();
}

static int file(const char *path, size_t size)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	char block[4096];	/* a page is one, or some */
	size_t i;

	if (fd < 0)
		kf_die(path);
	memset(block, 'x', sizeof(block));
	for (i = 0; i < size; i += sizeof(block))
		if (write(fd, block, sizeof(block)) != (ssize_t)sizeof(block))
			kf_die("write");
	return fd;
}

void kf_files(void)
{
	char path[4096] = "/tmp/kf", name[256];
	char *at;
	int fd, i;

	fd = file("/tmp/kf/new\nline \\x41 \xff\t", 8 * PAGE);
	if (mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 3 * PAGE) == MAP_FAILED)
		kf_die("mmap");
	/* bss: anonymous memory behind a file's mapping */
	at = map(8 * PAGE, RW, ANON, -1);
	if (mmap(at, 4 * PAGE, RW, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED)
		kf_die("mmap");
	at[0] = 1;
	at[5 * PAGE] = 1;
	map(PAGE, PROT_NONE, MAP_PRIVATE, fd);
	map(PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd);
	map(PAGE, PROT_WRITE, MAP_SHARED, fd)[0] = 2;
	fd = file("/tmp/kf/removed", 4 * PAGE);
	map(4 * PAGE, RW, MAP_SHARED, fd)[0] = 1;
	unlink("/tmp/kf/removed");
	fd = memfd_create("memory file", 0);
	if (fd < 0 || ftruncate(fd, 4 * PAGE))
		kf_die("memfd");
	map(4 * PAGE, RW, MAP_SHARED, fd)[PAGE] = 1;
	/* where 32 bits do not reach */
	fd = memfd_create("far", 0);
	if (fd < 0 || ftruncate64(fd, (6LL << 30) + 4 * PAGE) ||
	    mmap64(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, fd, (6LL << 30) + PAGE) == MAP_FAILED)
		kf_die("far offset");
	/* a path of nearly 4 KiB, made from within: no call takes it whole */
	if (chdir("/tmp/kf"))
		kf_die("chdir");
	memset(name, 'p', 250);
	name[250] = 0;
	for (i = 0; strlen(path) + 300 < 4090; i++) {
		name[0] = 'a' + i;
		if ((mkdir(name, 0755) && errno != EEXIST) || chdir(name))
			kf_die("deep folder");
		strcat(strcat(path, "/"), name);
	}
	fd = file("file", 4 * PAGE);
	map(4 * PAGE, PROT_READ, MAP_PRIVATE, fd);
	if (chdir("/"))
		kf_die("chdir");
	kf_rest();
}

/*
 * Few pages of a file whose others are in swap as well: since 6.12 an entry of swap may
 * stand for all pages of a large folio, of which only some are mapped here.
 */
static void swapped_folio(void)
{
	int fd = memfd_create("swapped folio", 0);
	char *at, *huge;

	at = map(2 * HUGE, PROT_NONE, ANON, -1);
	huge = (char *)(((uintptr_t)at + HUGE - 1) & -HUGE);
	if (fd < 0 || ftruncate(fd, HUGE) ||
	    mmap(huge, HUGE, RW, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED)
		kf_die("huge shared memory");
	madvise(huge, HUGE, MADV_HUGEPAGE);
	memset(huge, 1, HUGE);
	advise(huge, HUGE, MADV_PAGEOUT, "MADV_PAGEOUT");
	munmap(at, 2 * HUGE);
	if (mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, fd, 3 * PAGE) == MAP_FAILED ||
	    mmap(NULL, 5 * PAGE, PROT_READ, MAP_SHARED, fd, HUGE - 5 * PAGE) == MAP_FAILED)
		kf_die("mmap");
	close(fd);
}

void kf_swapped(void)
{
	char *shared = touched(64 * PAGE, MAP_SHARED | MAP_ANONYMOUS);
	char *at = touched(64 * PAGE, ANON);

	advise(at, 48 * PAGE, MADV_PAGEOUT, "MADV_PAGEOUT");
	advise(shared, 32 * PAGE, MADV_PAGEOUT, "MADV_PAGEOUT");
	/* a page that comes back is a fault with I/O */
	*(volatile char *)at;
	*(volatile char *)shared;
	swapped_folio();
	kf_rest();
}

void kf_huge(void)
{
	char *at = map(4 * HUGE, RW, ANON, -1), *huge = (char *)(((uintptr_t)at + HUGE) & -HUGE);
	int fd;

	if (huge_pages)
		advise(huge, 2 * HUGE, MADV_HUGEPAGE, "MADV_HUGEPAGE");
	memset(huge, 1, 2 * HUGE);
	at = map(4 * HUGE, PROT_NONE, ANON, -1);
	huge = (char *)(((uintptr_t)at + HUGE) & -HUGE);
	fd = memfd_create("huge", 0);
	if (fd < 0 || ftruncate(fd, 2 * HUGE) ||
	    mmap(huge, 2 * HUGE, RW, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED)
		kf_die("huge shared memory");
	madvise(huge, 2 * HUGE, MADV_HUGEPAGE);
	memset(huge, 1, 2 * HUGE);
	if (!huge_tlb)
		kf_rest();
	at = map(2 * HUGE, RW, ANON | MAP_HUGETLB, -1);
	at[0] = 1;
	at = map(2 * HUGE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_HUGETLB, -1);
	memset(at, 1, 2 * HUGE);
	if (fork() == 0) {
		prctl(PR_SET_NAME, "huge-child");
		prctl(PR_SET_PDEATHSIG, 9);
		*(volatile char *)at;
		kf_rest();
	}
	for (;;)
		pause();
}

/* Buffers registered with io_uring are pinned. */
void kf_pinned(void)
{
	struct io_uring_params params;
	struct { void *base; size_t len; } buffer = { touched(8 * PAGE, ANON), 8 * PAGE };
	int fd;

	memset(&params, 0, sizeof(params));
	fd = syscall(SYS_io_uring_setup, 4, &params);
	if (fd < 0 || syscall(SYS_io_uring_register, fd, IORING_REGISTER_BUFFERS, &buffer, 1))
		kf_die("io_uring");
	map(params.sq_off.array + params.sq_entries * 4, RW, MAP_SHARED | MAP_POPULATE, fd);
	kf_rest();
}

/* Pages of two processes, and of one. */
void kf_shared(void)
{
	char *at = touched(12 * PAGE, ANON);

	if (fork() == 0) {
		prctl(PR_SET_NAME, "shared-child");
		prctl(PR_SET_PDEATHSIG, 9);
		at[0] = 2;
		at[PAGE] = 2;
		kf_rest();
	}
	for (;;)
		pause();
}
