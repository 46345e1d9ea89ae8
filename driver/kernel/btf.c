// SPDX-License-Identifier: GPL-2.0-only
/*
 * Offsets by the type information that the running kernel has of itself: right
 * for this very build, where a copy of a private structure would be a guess.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "btf.h"
#include "lookup.h"

KIN_OPTION(btf, true,
	   "use the kernel's type information; 0: do without, fields that need it are absent (default 1)");

static const struct btf *kin_btf __ro_after_init;

/* Why an offset is not known: a string constant. */
const char *kin_btf_why(void)
{
	if (!kin_option_btf.on)
		return "the kernel's type information is not used (parameter btf=0)";
	if (!kin_option_lookup.on)
		return "the kernel's type information is not looked up (parameter lookup=0)";
	if (kin_btf)
		return "the kernel's type information does not tell it, or in two ways";
	return "needs CONFIG_DEBUG_INFO_BTF and CONFIG_BPF_SYSCALL";
}

#if defined(CONFIG_DEBUG_INFO_BTF) && defined(CONFIG_BPF_SYSCALL)

/* Levels of anonymous members, typedefs and qualifiers to go down at most. */
#define KIN_BTF_DEPTH 8

/* Structures of one name at most; with more, nothing is said of any. */
#define KIN_BTF_SAME 4

/* Types that are looked at between two chances for others to run. */
#define KIN_BTF_STEPS 4096

KIN_FN_DECLARE(bpf_get_btf_vmlinux);
KIN_FN_DECLARE(btf_name_by_offset);
KIN_FN_DECLARE(btf_type_by_id);
KIN_FN_DEFINE(bpf_get_btf_vmlinux);
KIN_FN_DEFINE(btf_name_by_offset);
KIN_FN_DEFINE(btf_type_by_id);

/**
 * struct kin_btf_tag - all structures of a name, the one that was looked up last
 * @name: the name, empty at first
 * @count: how many there are, KIN_BTF_SAME + 1: more
 * @types: those
 */
static struct kin_btf_tag {
	char name[64];
	unsigned int count;
	const struct btf_type *types[KIN_BTF_SAME];
} kin_btf_last __ro_after_init;

/* The type behind typedefs and qualifiers, or NULL. */
static const struct btf_type *kin_btf_type(u32 id)
{
	const struct btf_type *type;
	unsigned int depth;

	for (depth = 0; depth < KIN_BTF_DEPTH; depth++) {
		type = KIN_FN(btf_type_by_id)(kin_btf, id);
		if (!type)
			return NULL;
		switch (BTF_INFO_KIND(type->info)) {
		case BTF_KIND_TYPEDEF:
		case BTF_KIND_VOLATILE:
		case BTF_KIND_CONST:
		case BTF_KIND_RESTRICT:
			id = type->type;
			break;
		default:
			return type;
		}
	}
	return NULL;
}

/* Bytes of a scalar or structure; 0 for others. */
static size_t kin_btf_size(const struct btf_type *type)
{
	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_ENUM:
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return type->size;
	case BTF_KIND_PTR:
		return sizeof(void *);
	default:
		return 0;
	}
}

/* Where a member lies, and what it is; @len bytes of @name count. */
static int kin_btf_find(const struct btf_type *type, const char *name, size_t len,
			unsigned int depth, const struct btf_type **found)
{
	const struct btf_member *member = (const struct btf_member *)(type + 1);
	bool bitfields = BTF_INFO_KFLAG(type->info);
	unsigned int i;

	if (depth == KIN_BTF_DEPTH || (BTF_INFO_KIND(type->info) != BTF_KIND_STRUCT &&
				       BTF_INFO_KIND(type->info) != BTF_KIND_UNION))
		return -ENOENT;
	for (i = 0; i < BTF_INFO_VLEN(type->info); i++, member++) {
		u32 bits = bitfields ? BTF_MEMBER_BIT_OFFSET(member->offset) : member->offset;
		const char *its = KIN_FN(btf_name_by_offset)(kin_btf, member->name_off);
		const struct btf_type *of = kin_btf_type(member->type);
		int offset;

		if (!its || !of)
			continue;
		if (!*its) {
			offset = kin_btf_find(of, name, len, depth + 1, found);
			if (offset >= 0)
				return offset + bits / 8;
			continue;
		}
		if (strncmp(its, name, len) || its[len])
			continue;
		if (bits % 8 || (bitfields && BTF_MEMBER_BITFIELD_SIZE(member->offset)))
			return -ENOENT;
		*found = of;
		return bits / 8;
	}
	return -ENOENT;
}

/*
 * All structures of a name. Static ones of two files may share it, and one whose parts
 * differ from file to file is there more than once. Look-ups come by structure, so the
 * last one is kept: it costs a look at every type that the kernel has.
 */
static const struct kin_btf_tag *kin_btf_find_tag(const char *name)
{
	struct kin_btf_tag *tag = &kin_btf_last;
	const struct btf_type *type;
	const char *its;
	u32 id;

	if (!strcmp(tag->name, name))
		return tag;
	tag->count = 0;
	if (strscpy(tag->name, name, sizeof(tag->name)) < 0) {
		*tag->name = '\0';
		return tag;
	}
	for (id = 1; (type = KIN_FN(btf_type_by_id)(kin_btf, id)); id++) {
		if (id % KIN_BTF_STEPS == 0)
			cond_resched();
		if (BTF_INFO_KIND(type->info) != BTF_KIND_STRUCT)
			continue;
		its = KIN_FN(btf_name_by_offset)(kin_btf, type->name_off);
		if (!its || strcmp(its, name))
			continue;
		if (tag->count == KIN_BTF_SAME) {
			tag->count++;
			break;
		}
		tag->types[tag->count++] = type;
	}
	return tag;
}

/* Where a member of one structure lies; with dots, a member of a member. */
static int kin_btf_place(const struct btf_type *whole, const char *member, size_t size)
{
	const struct btf_type *of = whole;
	int offset = 0, at;
	size_t len;

	for (;; member += len + 1) {
		len = strcspn(member, ".");
		at = kin_btf_find(of, member, len, 0, &of);
		if (at < 0)
			return at;
		offset += at;
		if (!member[len])
			break;
	}
	return kin_btf_size(of) == size && offset + size <= whole->size ? offset : -ENOENT;
}

/* Two structures of a name say different things: which of them is meant is not guessed. */
static int kin_btf_refuse(const char *type, const char *member)
{
	pr_info("the kernel has structures %s that differ%s%s: none is used\n", type,
		*member ? " in " : "", member);
	return -ENOENT;
}

/**
 * kin_btf_offset - where a member of a structure lies
 * @type: the structure's tag
 * @member: the member, which may be one of an anonymous member; with dots, a
 *	member of a member
 * @size: bytes it must have: a scalar, pointer or structure
 *
 * If the kernel has several structures of that name, all must say the same. While the
 * driver is being loaded only, after kin_btf_init(); process context, may sleep.
 *
 * Return: bytes from the beginning, -ENOENT if unknown or not as expected.
 */
int kin_btf_offset(const char *type, const char *member, size_t size)
{
	const struct kin_btf_tag *tag;
	int offset = -ENOENT, other;
	unsigned int i;

	if (!kin_btf)
		return -ENOENT;
	tag = kin_btf_find_tag(type);
	if (tag->count > KIN_BTF_SAME)
		return kin_btf_refuse(type, "");
	for (i = 0; i < tag->count; i++) {
		other = kin_btf_place(tag->types[i], member, size);
		if (i && other != offset)
			return kin_btf_refuse(type, member);
		offset = other;
	}
	return offset;
}

/**
 * kin_btf_sizeof - how large a structure is
 * @type: the structure's tag
 *
 * As kin_btf_offset(). Return: bytes, -ENOENT if unknown.
 */
int kin_btf_sizeof(const char *type)
{
	const struct kin_btf_tag *tag;
	unsigned int i;

	if (!kin_btf)
		return -ENOENT;
	tag = kin_btf_find_tag(type);
	for (i = 1; i < tag->count; i++)
		if (tag->count > KIN_BTF_SAME || tag->types[i]->size != tag->types[0]->size)
			return kin_btf_refuse(type, "");
	return tag->count ? (int)tag->types[0]->size : -ENOENT;
}

/**
 * kin_btf_init - reach for the kernel's type information
 *
 * After kin_lookup_init(). Process context, may sleep. What is missing is no
 * error: offsets are unknown then.
 */
void kin_btf_init(void)
{
	if (!kin_option_btf.on)
		return;
	KIN_FN_SET(bpf_get_btf_vmlinux, kin_lookup_addr("bpf_get_btf_vmlinux", true));
	KIN_FN_SET(btf_name_by_offset, kin_lookup_addr("btf_name_by_offset", true));
	KIN_FN_SET(btf_type_by_id, kin_lookup_addr("btf_type_by_id", true));
	if (!KIN_FN_HAS(bpf_get_btf_vmlinux) || !KIN_FN_HAS(btf_name_by_offset) ||
	    !KIN_FN_HAS(btf_type_by_id))
		return;
	/* The kernel's own for good: no reference to release. */
	kin_btf = KIN_FN(bpf_get_btf_vmlinux)();
	if (IS_ERR(kin_btf))
		kin_btf = NULL;
}

#else

int kin_btf_offset(const char *type, const char *member, size_t size)
{
	return -ENOENT;
}

int kin_btf_sizeof(const char *type)
{
	return -ENOENT;
}

void kin_btf_init(void)
{
}

#endif
