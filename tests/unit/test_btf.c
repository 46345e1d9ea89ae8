// SPDX-License-Identifier: GPL-2.0-only
/* The driver's look-ups in the kernel's type information, here made up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <linux/btf.h>

/* What the driver's source takes from the kernel, and from the rest of the driver. */
#define KIN_KERNEL_LOOKUP_H
#define CONFIG_DEBUG_INFO_BTF
#define CONFIG_BPF_SYSCALL
#define KBUILD_MODNAME "test"
#define __ro_after_init
#define KIN_OPTION(name, by_default, text) \
	static struct { bool on; } kin_option_##name = { by_default }
#define KIN_FN_DECLARE(name) extern int kin_declared_##name
#define KIN_FN_DEFINE(name) extern int kin_defined_##name
#define KIN_FN_SET(name, addr) ((void)0)
#define KIN_FN_HAS(name) true
#define KIN_FN(name) fake_##name
#define cond_resched() ((void)0)
#define pr_info(...) (said += snprintf(line, sizeof(line), __VA_ARGS__))

typedef __u8 u8;
typedef __u32 u32;
typedef __s32 s32;
struct btf;

static struct { bool on; } kin_option_lookup = { true };
static char line[200];
static int said;

static long strscpy(char *to, const char *from, size_t size)
{
	return (size_t)snprintf(to, size, "%s", from) < size ? (long)strlen(to) : -7;
}

static const struct btf *fake_bpf_get_btf_vmlinux(void);
static const char *fake_btf_name_by_offset(const struct btf *btf, u32 offset);
static const struct btf_type *fake_btf_type_by_id(const struct btf *btf, u32 id);

#include "../../driver/kernel/btf.c"

/* A type with up to three members of four bytes. */
static struct fake_type {
	struct btf_type type;
	struct btf_member members[3];
} types[16];

static u32 type_count;
static char names[512];
static u32 name_bytes;

enum { INT = 1 };

static const struct btf *fake_bpf_get_btf_vmlinux(void)
{
	return (const struct btf *)types;
}

static const char *fake_btf_name_by_offset(const struct btf *btf, u32 offset)
{
	(void)btf;
	return names + offset;
}

static const struct btf_type *fake_btf_type_by_id(const struct btf *btf, u32 id)
{
	(void)btf;
	return id < type_count ? &types[id].type : NULL;
}

static u32 name_of(const char *name)
{
	u32 at = name_bytes;

	assert_true(at + strlen(name) < sizeof(names));
	strcpy(names + at, name);
	name_bytes += strlen(name) + 1;
	return at;
}

static struct fake_type *add(unsigned int kind, const char *name, u32 size)
{
	struct fake_type *fake = &types[type_count++];

	assert_true(type_count <= sizeof(types) / sizeof(*types));
	memset(fake, 0, sizeof(*fake));
	fake->type.name_off = name_of(name);
	fake->type.info = kind << 24;
	fake->type.size = size;
	return fake;
}

static void member(struct fake_type *fake, const char *name, u32 offset)
{
	struct btf_member *at = &fake->members[fake->type.info++ & 0xffff];

	at->name_off = name_of(name);
	at->type = INT;
	at->offset = offset * 8;
}

/* A structure with one member. */
static void add_struct(const char *name, u32 size, const char *of, u32 offset)
{
	member(add(BTF_KIND_STRUCT, name, size), of, offset);
}

/* void, int, and a structure that nobody else is called like */
static int begin(void **state)
{
	(void)state;
	type_count = 0;
	name_bytes = 0;
	said = 0;
	memset(&kin_btf_last, 0, sizeof(kin_btf_last));
	add(BTF_KIND_UNKN, "", 0);
	add(BTF_KIND_INT, "int", 4);
	add_struct("single", 24, "member", 8);
	kin_btf_init();
	return 0;
}

static void test_one(void **state)
{
	(void)state;
	assert_int_equal(kin_btf_offset("single", "member", 4), 8);
	assert_int_equal(kin_btf_sizeof("single"), 24);
	assert_int_equal(kin_btf_offset("single", "member", 8), -ENOENT);
	assert_int_equal(kin_btf_offset("single", "other", 4), -ENOENT);
	assert_int_equal(kin_btf_offset("none", "member", 4), -ENOENT);
	assert_int_equal(kin_btf_sizeof("none"), -ENOENT);
	assert_int_equal(said, 0);
}

/* Structures that differ are refused by what they differ in, in either order. */
static void test_differ(void **state)
{
	(void)state;
	add_struct("twin", 24, "member", 8);
	add_struct("between", 8, "member", 4);
	add_struct("twin", 32, "member", 16);
	assert_int_equal(kin_btf_offset("twin", "member", 4), -ENOENT);
	assert_non_null(strstr(line, "structures twin that differ in member"));
	assert_int_equal(kin_btf_sizeof("twin"), -ENOENT);
	assert_int_equal(kin_btf_offset("between", "member", 4), 4);
	assert_int_equal(kin_btf_offset("single", "member", 4), 8);
	assert_int_equal(kin_btf_offset("twin", "member", 4), -ENOENT);
}

/* A member that only one of them has is none of the other's. */
static void test_one_has(void **state)
{
	(void)state;
	add_struct("first", 24, "member", 8);
	add_struct("first", 24, "other", 8);
	add_struct("last", 24, "other", 8);
	add_struct("last", 24, "member", 8);
	assert_int_equal(kin_btf_offset("first", "member", 4), -ENOENT);
	assert_int_equal(kin_btf_offset("last", "member", 4), -ENOENT);
	assert_int_equal(kin_btf_sizeof("first"), 24);
}

/* What all of them say alike is no guess. */
static void test_agree(void **state)
{
	struct fake_type *second;

	(void)state;
	add_struct("pair", 24, "member", 8);
	second = add(BTF_KIND_STRUCT, "pair", 28);
	member(second, "member", 8);
	member(second, "more", 12);
	assert_int_equal(kin_btf_offset("pair", "member", 4), 8);
	assert_int_equal(kin_btf_sizeof("pair"), -ENOENT);
	assert_int_equal(kin_btf_offset("pair", "more", 4), -ENOENT);
}

static void test_many(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < KIN_BTF_SAME; i++)
		add_struct("many", 24, "member", 8);
	assert_int_equal(kin_btf_offset("many", "member", 4), 8);
	add_struct("many", 24, "member", 8);
	kin_btf_offset("single", "member", 4);
	assert_int_equal(kin_btf_offset("many", "member", 4), -ENOENT);
	assert_int_equal(kin_btf_sizeof("many"), -ENOENT);
}

/* Other kinds have names of their own. */
static void test_kinds(void **state)
{
	(void)state;
	add(BTF_KIND_FWD, "single", 0);
	member(add(BTF_KIND_UNION, "single", 4), "member", 0);
	add(BTF_KIND_ENUM, "single", 4);
	assert_int_equal(kin_btf_offset("single", "member", 4), 8);
	assert_int_equal(said, 0);
}

static void test_why(void **state)
{
	(void)state;
	assert_non_null(strstr(kin_btf_why(), "in two ways"));
	kin_btf = NULL;
	assert_int_equal(kin_btf_offset("single", "member", 4), -ENOENT);
	assert_non_null(strstr(kin_btf_why(), "CONFIG_DEBUG_INFO_BTF"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_one, begin),
		cmocka_unit_test_setup(test_differ, begin),
		cmocka_unit_test_setup(test_one_has, begin),
		cmocka_unit_test_setup(test_agree, begin),
		cmocka_unit_test_setup(test_many, begin),
		cmocka_unit_test_setup(test_kinds, begin),
		cmocka_unit_test_setup(test_why, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
