// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/PID/smaps and maps. */
#include <stdlib.h>
#include <string.h>

#include "witness_tasks.h"
#include "kt.h"

static const char * const smap_names[KP_SMAP] = {
	"Size", "Rss", "Pss", "Shared_Clean", "Shared_Dirty", "Private_Clean",
	"Private_Dirty", "Referenced", "Anonymous", "LazyFree", "AnonHugePages",
	"ShmemPmdMapped", "FilePmdMapped", "Shared_Hugetlb", "Private_Hugetlb", "Swap"
};

/* The two letters of smaps, and the spec's name. */
static const struct {
	char code[3];
	uint64_t flag;
} vm_flags[] = {
	{ "rd", KINTROSPECT_VM_FLAG_READ }, { "wr", KINTROSPECT_VM_FLAG_WRITE },
	{ "ex", KINTROSPECT_VM_FLAG_EXEC }, { "sh", KINTROSPECT_VM_FLAG_SHARED },
	{ "mr", KINTROSPECT_VM_FLAG_MAYREAD }, { "mw", KINTROSPECT_VM_FLAG_MAYWRITE },
	{ "me", KINTROSPECT_VM_FLAG_MAYEXEC }, { "ms", KINTROSPECT_VM_FLAG_MAYSHARE },
	{ "gd", KINTROSPECT_VM_FLAG_GROWSDOWN }, { "gu", KINTROSPECT_VM_FLAG_GROWSUP },
	{ "pf", KINTROSPECT_VM_FLAG_PFNMAP }, { "lo", KINTROSPECT_VM_FLAG_LOCKED },
	{ "io", KINTROSPECT_VM_FLAG_IO }, { "sr", KINTROSPECT_VM_FLAG_SEQ_READ },
	{ "rr", KINTROSPECT_VM_FLAG_RAND_READ }, { "dc", KINTROSPECT_VM_FLAG_DONTCOPY },
	{ "de", KINTROSPECT_VM_FLAG_DONTEXPAND }, { "lf", KINTROSPECT_VM_FLAG_LOCKONFAULT },
	{ "ac", KINTROSPECT_VM_FLAG_ACCOUNT }, { "nr", KINTROSPECT_VM_FLAG_NORESERVE },
	{ "ht", KINTROSPECT_VM_FLAG_HUGETLB }, { "sf", KINTROSPECT_VM_FLAG_SYNC },
	{ "ar", KINTROSPECT_VM_FLAG_ARCH_1 }, { "wf", KINTROSPECT_VM_FLAG_WIPEONFORK },
	{ "dd", KINTROSPECT_VM_FLAG_DONTDUMP }, { "sd", KINTROSPECT_VM_FLAG_SOFTDIRTY },
	{ "mm", KINTROSPECT_VM_FLAG_MIXEDMAP }, { "hg", KINTROSPECT_VM_FLAG_HUGEPAGE },
	{ "nh", KINTROSPECT_VM_FLAG_NOHUGEPAGE }, { "mg", KINTROSPECT_VM_FLAG_MERGEABLE },
	{ "um", KINTROSPECT_VM_FLAG_UFFD_MISSING }, { "uw", KINTROSPECT_VM_FLAG_UFFD_WP },
	{ "ui", KINTROSPECT_VM_FLAG_UFFD_MINOR }, { "bt", KINTROSPECT_VM_FLAG_BTI },
	{ "mt", KINTROSPECT_VM_FLAG_MTE }, { "ss", KINTROSPECT_VM_FLAG_SHADOW_STACK },
	{ "dp", KINTROSPECT_VM_FLAG_DROPPABLE }, { "sl", KINTROSPECT_VM_FLAG_SEALED },
	{ "dw", KINTROSPECT_VM_FLAG_DENYWRITE },	/* before 5.16 */
};

/* \ooo of a path; only a newline is ever escaped. */
static void path(char *to, const char *from)
{
	while (*from) {
		if (!strncmp(from, "\\012", 4)) {
			*to++ = '\n';
			from += 4;
		} else {
			*to++ = *from++;
		}
	}
	*to = 0;
}

static void flags(struct kp_vma *vma, const char *at)
{
	while (*at) {
		size_t i;

		while (*at == ' ')
			at++;
		if (!at[0] || !at[1])
			break;
		for (i = 0; i < sizeof(vm_flags) / sizeof(*vm_flags); i++)
			if (!strncmp(at, vm_flags[i].code, 2))
				break;
		if (i < sizeof(vm_flags) / sizeof(*vm_flags))
			vma->flags |= vm_flags[i].flag;
		else
			vma->odd_flags++;
		at += 2;
	}
}

static bool header(const char *at, struct kp_vma *vma)
{
	unsigned long start, end, inode;
	unsigned long long offset;
	unsigned int major, minor;
	char perms[5];
	int used = 0;

	if (sscanf(at, "%lx-%lx %4s %llx %x:%x %lu%n", &start, &end, perms, &offset, &major,
		   &minor, &inode, &used) != 7)
		return false;
	memset(vma, 0, offsetof(struct kp_vma, path));
	memset(vma->kb, 0, sizeof(*vma) - offsetof(struct kp_vma, kb));
	vma->start = start;
	vma->end = end;
	vma->offset = offset;
	vma->major = major;
	vma->minor = minor;
	vma->inode = inode;
	memcpy(vma->perms, perms, sizeof(perms));
	path(vma->path, at + used + strspn(at + used, " "));
	return true;
}

/*
 * Appends the mappings of a process, as by one of its threads, without the gate
 * page that belongs to no process. False when it is gone, or has none.
 */
bool kp_vmas(struct kp_vmas *vmas, int pid, int tid, bool smaps)
{
	char name[64], *text, *rest, *at;
	size_t before = vmas->count;
	struct kp_vma *vma = NULL;

	snprintf(name, sizeof(name), "/proc/%d/task/%d/%s", pid, tid, smaps ? "smaps" : "maps");
	text = rest = kt_slurp(name, NULL);
	if (!text)
		return false;
	while ((at = strsep(&rest, "\n")) && *at) {
		size_t i, len;

		if (vmas->count == vmas->room) {
			vmas->room = vmas->room ? vmas->room * 2 : 256;
			vmas->vmas = realloc(vmas->vmas, vmas->room * sizeof(*vma));
			if (!vmas->vmas)
				kt_die("out of memory");
		}
		if (header(at, &vmas->vmas[vmas->count])) {
			vma = &vmas->vmas[vmas->count];
			vma->pid = pid;
			if (strcmp(vma->path, "[vsyscall]") && strcmp(vma->path, "[vectors]"))
				vmas->count++;
			continue;
		}
		if (!vma)
			kt_die("%s: %s", name, at);
		len = strcspn(at, ":");
		for (i = 0; i < KP_SMAP; i++)
			if (strlen(smap_names[i]) == len && !strncmp(at, smap_names[i], len))
				vma->kb[i] = strtoull(at + len + 1, NULL, 10);
		if (!strncmp(at, "VmFlags:", 8))
			flags(vma, at + 8);
		if (!strncmp(at, "ProtectionKey:", 14))
			vma->flags |= strtoull(at + 14, NULL, 10) *
				KINTROSPECT_VM_FLAG_PKEY_BIT0;
	}
	free(text);
	return vmas->count > before;
}
