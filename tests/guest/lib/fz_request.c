// SPDX-License-Identifier: GPL-2.0-only
/* Requests of kfuzz: what the driver understands, and changes to it. */
#include <string.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "fz.h"
#include "objects.h"

/* Mostly what is there, else what is not, or a number at the edge of its type. */
static uint64_t number(const struct kc_field *field)
{
	static const uint64_t edges[] = {
		0, 1, 2, 3, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
		0x7fffffffffffffffULL, 0x8000000000000000ULL, 0xffffffffffffffffULL, 4194304,
		0xffff888000000000ULL, 0x400000, 0x7fffffffe000ULL,
	};

	if (!strcmp(field->name, "pid") || !strcmp(field->name, "tgid"))
		switch (fz_below(6)) {
		case 0:
			return getpid();
		case 1:
			return getppid();
		case 2:
			return 1 + fz_below(300);
		}
	if (fz_one_in(8))
		return fz_any() >> fz_below(64);
	return edges[fz_below(sizeof(edges) / sizeof(*edges))];
}

static const char *text(void)
{
	static const char * const words[] = {
		"tasks", "vmas", "stats", "kintrospect", "", "-", "kmalloc-64", "&mm->mmap_lock",
		"vmlinux", "nothing", "\xff\xfe", "%s%p", "a b\t c",
	};
	static char long_one[600];

	if (!fz_one_in(10))
		return words[fz_below(sizeof(words) / sizeof(*words))];
	memset(long_one, 'x', sizeof(long_one));
	long_one[fz_below(sizeof(long_one))] = 0;
	return long_one;
}

static size_t attribute(char *at, size_t used, const struct kc_table *table)
{
	const struct kc_field *field;
	uint64_t value[2];
	int n;

	switch (fz_below(7)) {
	case 0:
	case 1:
		kt_all(table, value);
		if (!fz_one_in(3)) {
			value[0] &= fz_any();
			value[1] &= fz_any();
		}
		if (fz_one_in(8))
			value[fz_below(2)] = 1ULL << fz_below(64);
		return kt_put(at, used, KINTROSPECT_A_TASKS_MASK, value, fz_one_in(4) ? 8 : 16);
	case 2:
		value[0] = 1ULL << (10 + fz_below(22));
		return kt_put(at, used, KINTROSPECT_A_TASKS_BUDGET_NS, value, 8);
	case 3:
		return table->threads ?
			kt_put(at, used, KINTROSPECT_A_TASKS_THREADS, NULL, 0) : used;
	}
	if (!table->filter_count)
		return used;
	n = table->filters[fz_below(table->filter_count)];
	field = &table->fields[n];
	if (kt_is_string(field)) {
		const char *word = text();

		return kt_put(at, used, KINTROSPECT_FIRST_FIELD + n, word, strlen(word) + 1);
	}
	value[0] = number(field);
	return kt_put(at, used, KINTROSPECT_FIRST_FIELD + n, value, field->size);
}

/* A request that the driver understands. */
void fz_valid(struct fz_request *r, int family)
{
	struct nlmsghdr *n = (void *)r->bytes;
	struct genlmsghdr *g = NLMSG_DATA(n);
	char *attrs = (char *)g + GENL_HDRLEN;
	uint32_t encoding = fz_below(2);
	uint64_t budget = 1 << 21;
	size_t used;
	int i;

	memset(r->bytes, 0, NLMSG_LENGTH(GENL_HDRLEN));
	r->object = 1 + fz_below(KC_OBJECTS);
	r->valid = true;
	used = kt_put(attrs, 0, KINTROSPECT_A_TASKS_ENCODING, &encoding, 4);
	/* most are short, so that there are many */
	if (!fz_one_in(16))
		used = kt_put(attrs, used, KINTROSPECT_A_TASKS_BUDGET_NS, &budget, 8);
	for (i = fz_below(4); i; i--)
		used = attribute(attrs, used, kt_table(r->object));
	n->nlmsg_len = r->len = NLMSG_LENGTH(GENL_HDRLEN) + used;
	n->nlmsg_type = family;
	n->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	n->nlmsg_seq = fz_any();
	g->cmd = r->object;
	g->version = KINTROSPECT_FAMILY_VERSION;
}

/* A request for one row, which the driver understands; mostly of an object that has it. */
void fz_row(struct fz_request *r, int family)
{
	struct nlmsghdr *n = (void *)r->bytes;
	struct genlmsghdr *g = NLMSG_DATA(n);
	char *attrs = (char *)g + GENL_HDRLEN;
	const struct kc_table *table;
	const struct kc_field *field;
	uint64_t value[2];
	size_t used = 0;

	memset(r->bytes, 0, NLMSG_LENGTH(GENL_HDRLEN));
	do {
		r->object = 1 + fz_below(KC_OBJECTS);
	} while (!kt_objects[r->object].row && !fz_one_in(16));
	r->valid = false;
	table = kt_table(r->object);
	if (fz_one_in(2)) {
		kt_all(table, value);
		value[0] &= fz_one_in(2) ? fz_any() : ~0ULL;
		used = kt_put(attrs, used, KINTROSPECT_A_TASKS_MASK, value, 16);
	}
	if (table->threads && fz_one_in(2))
		used = kt_put(attrs, used, KINTROSPECT_A_TASKS_THREADS, NULL, 0);
	field = &table->fields[table->filters[0]];
	if (!fz_one_in(16) && !kt_is_string(field)) {
		value[0] = fz_one_in(2) ? fz_below(300) : number(field);
		used = kt_put(attrs, used, KINTROSPECT_FIRST_FIELD + table->filters[0], value,
			      field->size);
	}
	/* what only dumps take, once in a while */
	if (fz_one_in(16))
		used = attribute(attrs, used, table);
	n->nlmsg_len = r->len = NLMSG_LENGTH(GENL_HDRLEN) + used;
	n->nlmsg_type = family;
	n->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	n->nlmsg_seq = fz_any();
	g->cmd = r->object;
	g->version = KINTROSPECT_FAMILY_VERSION;
}

/* The attribute at a place of chance, or NULL. */
static struct nlattr *pick(struct fz_request *r, size_t *at)
{
	size_t places[64], count = 0;

	for (*at = NLMSG_LENGTH(GENL_HDRLEN); count < 64 && *at + NLA_HDRLEN <= r->len;) {
		struct nlattr *attr = (void *)(r->bytes + *at);

		if (attr->nla_len < NLA_HDRLEN)
			break;
		places[count++] = *at;
		*at += NLA_ALIGN(attr->nla_len);
	}
	if (!count)
		return NULL;
	*at = places[fz_below(count)];
	return (void *)(r->bytes + *at);
}

/* One change. Types of message stay the driver's or the kernel's for control. */
void fz_mutate(struct fz_request *r, int family)
{
	struct nlmsghdr *n = (void *)r->bytes;
	struct genlmsghdr *g = NLMSG_DATA(n);
	struct nlattr *attr;
	size_t at, i;

	r->valid = false;
	attr = pick(r, &at);
	switch (fz_below(16)) {
	case 0:
	case 1:
		if (attr)
			attr->nla_type = fz_one_in(3) ? fz_any() : fz_below(80);
		break;
	case 2:
		if (attr)
			attr->nla_type ^= fz_one_in(2) ? NLA_F_NESTED : NLA_F_NET_BYTEORDER;
		break;
	case 3:
	case 4:
		if (attr)
			attr->nla_len = fz_one_in(3) ? fz_any() : fz_below(64);
		break;
	case 5:
		if (attr && attr->nla_len > NLA_HDRLEN && at + attr->nla_len <= r->len)
			r->bytes[at + NLA_HDRLEN + fz_below(attr->nla_len - NLA_HDRLEN)] = fz_any();
		break;
	case 6: {
		/* nested as deep as there is room */
		size_t left = sizeof(r->bytes) - r->len, depth = fz_below(left / NLA_HDRLEN);

		for (i = 0; i < depth; i++) {
			struct nlattr nest = {
				.nla_len = (depth - i) * NLA_HDRLEN,
				.nla_type = fz_below(64) | NLA_F_NESTED,
			};

			memcpy(r->bytes + r->len + i * NLA_HDRLEN, &nest, sizeof(nest));
		}
		r->len += depth * NLA_HDRLEN;
		n->nlmsg_len = r->len;
		break;
	}
	case 7:
		/* the same again */
		if (attr && attr->nla_len >= NLA_HDRLEN &&
		    at + NLA_ALIGN(attr->nla_len) <= r->len &&
		    r->len + NLA_ALIGN(attr->nla_len) <= sizeof(r->bytes)) {
			memcpy(r->bytes + r->len, attr, NLA_ALIGN(attr->nla_len));
			r->len += NLA_ALIGN(attr->nla_len);
			n->nlmsg_len = r->len;
		}
		break;
	case 8:
		n->nlmsg_len = fz_one_in(2) ? r->len + fz_below(64) - 32 : fz_any();
		break;
	case 9:
		r->len = fz_below(r->len + 1);
		break;
	case 10:
		n->nlmsg_flags = fz_one_in(2) ? fz_any() : NLM_F_REQUEST | NLM_F_ACK;
		break;
	case 11:
		n->nlmsg_type = fz_one_in(2) ? (int)fz_below(NLMSG_MIN_TYPE) : family;
		break;
	case 12:
		g->cmd = fz_any();
		break;
	case 13:
		g->version = fz_any();
		g->reserved = fz_any();
		break;
	case 14:
		for (i = 0; i < 64 && r->len < sizeof(r->bytes); i++)
			r->bytes[r->len++] = fz_any();
		n->nlmsg_len = r->len;
		break;
	default:
		for (i = 1 + fz_below(8); i && r->len > NLMSG_HDRLEN; i--)
			r->bytes[NLMSG_HDRLEN + fz_below(r->len - NLMSG_HDRLEN)] = fz_any();
	}
}
