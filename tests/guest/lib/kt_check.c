// SPDX-License-Identifier: GPL-2.0-only
/* Holds datagrams and text to their format, whatever was asked for. */
#include <stdarg.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "kt_check.h"

#define ALIGN4(n) (((n) + 3) & ~(size_t)3)

static bool wrong(char why[256], const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool wrong(char why[256], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, 256, format, args);
	va_end(args);
	return false;
}

/* --- datagrams -------------------------------------------------------------- */

static bool field_of_row(struct kt_check *c, const struct kc_table *table, int n,
			 const struct kintrospect_batch *batch, const char *row, const char *end)
{
	const struct kc_field *field = &table->fields[n];
	struct kintrospect_string ref;

	if (field->offset + field->size > batch->row_size)
		return wrong(c->why, "%s.%s lies beyond the row", table->name, field->name);
	if (field->type == KINTROSPECT_FIELD_TYPE_CHARS)
		return memchr(row + field->offset, 0, field->size) ? true :
			wrong(c->why, "%s.%s has no end", table->name, field->name);
	if (field->type != KINTROSPECT_FIELD_TYPE_STRING)
		return true;
	memcpy(&ref, row + field->offset, sizeof(ref));
	if (ref.end > batch->string_bytes || ref.len >= ref.end || end[-(int)ref.end + ref.len] ||
	    strlen(end - ref.end) != ref.len)
		return wrong(c->why, "%s.%s: string of %u bytes, %u from the end of %u",
			     table->name, field->name, ref.len, ref.end, batch->string_bytes);
	return true;
}

/* Bytes that belong to no field are 0. */
static bool gaps(struct kt_check *c, const struct kc_table *table, const char *row, size_t size)
{
	unsigned char known[1024] = { 0 };
	size_t i;
	int n;

	memset(known, 1, 2 * sizeof(uint64_t));
	for (n = 0; n < table->field_count; n++)
		memset(known + table->fields[n].offset, 1, table->fields[n].size);
	for (i = 0; i < size && i < table->row_size; i++)
		if (!known[i] && row[i])
			return wrong(c->why, "%s: byte %zu of a row is no field's and not 0",
				     table->name, i);
	return true;
}

static bool packed(struct kt_check *c, const struct kc_table *table, const char *data, size_t len)
{
	struct kintrospect_batch batch;
	const char *row, *end = data + len;
	uint32_t i;
	int n;

	if (len < sizeof(batch))
		return wrong(c->why, "batch of %zu bytes", len);
	memcpy(&batch, data, sizeof(batch));
	if (batch.abi != KINTROSPECT_ABI || batch.object != table->command ||
	    batch.header_size < sizeof(batch) || batch.row_size < 2 * sizeof(uint64_t) ||
	    batch.row_size % sizeof(uint64_t))
		return wrong(c->why, "batch header: abi %u, object %u, header of %u, rows of %u",
			     batch.abi, batch.object, batch.header_size, batch.row_size);
	if (batch.header_size + (uint64_t)batch.row_count * batch.row_size +
	    batch.string_bytes > len)
		return wrong(c->why, "%u rows of %u and %u bytes of strings in %zu",
			     batch.row_count, batch.row_size, batch.string_bytes, len);
	for (i = 0, row = data + batch.header_size; i < batch.row_count; i++) {
		uint64_t present[2];

		memcpy(present, row, sizeof(present));
		if (present[0] & ~batch.mask[0] || present[1] & ~batch.mask[1])
			return wrong(c->why, "%s: a row has fields that the mask has not",
				     table->name);
		for (n = 0; n < table->field_count; n++)
			if (present[n / 64] >> (n % 64) & 1 &&
			    !field_of_row(c, table, n, &batch, row, end))
				return false;
		if (!gaps(c, table, row, batch.row_size))
			return false;
		c->fields += __builtin_popcountll(present[0]) + __builtin_popcountll(present[1]);
		row += batch.row_size;
	}
	if (batch.row_total < batch.row_count ||
	    (c->follows && batch.row_total - batch.row_count != c->total))
		return wrong(c->why, "%s: row-total is %llu with %u rows more than %llu",
			     table->name, (unsigned long long)batch.row_total, batch.row_count,
			     (unsigned long long)c->total);
	c->total = batch.row_total;
	c->follows = true;
	c->flags |= batch.flags;
	c->rows += batch.row_count;
	c->batches++;
	return true;
}

/* A row, or a message that has none: its mask alone, say. */
static bool attributes(struct kt_check *c, const struct kc_table *table, const char *at,
		       const char *end)
{
	uint64_t there[2] = { 0 };
	bool row = false;

	while (end - at >= (long)NLA_HDRLEN) {
		struct nlattr attr;
		const char *data = at + NLA_HDRLEN;
		int type, n;
		size_t len;

		memcpy(&attr, at, sizeof(attr));
		if (attr.nla_len < NLA_HDRLEN || attr.nla_len > end - at)
			return wrong(c->why, "%s: attribute of %u bytes where there are %zu",
				     table->name, attr.nla_len, (size_t)(end - at));
		len = attr.nla_len - NLA_HDRLEN;
		type = attr.nla_type & NLA_TYPE_MASK;
		n = type - KINTROSPECT_FIRST_FIELD;
		at += ALIGN4(attr.nla_len);
		if (type == KINTROSPECT_A_TASKS_BATCH) {
			if (row || at != end)
				return wrong(c->why, "%s: a batch and more in a message",
					     table->name);
			return packed(c, table, data, len);
		}
		if (n < 0)
			continue;	/* what is said of the dump */
		row = true;
		c->fields++;
		if (n >= table->field_count)
			continue;
		if (there[n / 64] >> (n % 64) & 1)
			return wrong(c->why, "%s.%s twice", table->name, table->fields[n].name);
		there[n / 64] |= 1ULL << (n % 64);
		if (kt_is_string(&table->fields[n])) {
			if (!len || data[len - 1] || strlen(data) != len - 1)
				return wrong(c->why, "%s.%s: text of %zu bytes", table->name,
					     table->fields[n].name, len);
		} else if (len != table->fields[n].size) {
			return wrong(c->why, "%s.%s: %zu bytes", table->name,
				     table->fields[n].name, len);
		}
	}
	if (at != end)
		return wrong(c->why, "%s: %zu bytes after the attributes", table->name,
			     (size_t)(end - at));
	c->rows += row;
	return true;
}

static bool verdict(struct kt_check *c, const struct nlmsghdr *n, const char *data,
		    const char *end)
{
	const struct nlmsgerr *err = (const void *)data;
	const char *at = data + sizeof(int);

	if (end - data < (long)(n->nlmsg_type == NLMSG_ERROR ? sizeof(*err) : sizeof(int)))
		return wrong(c->why, "the end of a dump has %zu bytes", (size_t)(end - data));
	memcpy(&c->error, data, sizeof(int));
	if (c->error > 0 || c->error < -4095)
		return wrong(c->why, "the end of a dump says %d", c->error);
	c->error = -c->error;
	c->ended = true;
	c->refused = n->nlmsg_type == NLMSG_ERROR;
	if (c->refused) {
		at = data + sizeof(*err);
		if (!(n->nlmsg_flags & NLM_F_CAPPED) && c->error)
			at += ALIGN4(err->msg.nlmsg_len) - NLMSG_HDRLEN;
	}
	if (!(n->nlmsg_flags & NLM_F_ACK_TLVS))
		return true;
	while (end - at >= (long)NLA_HDRLEN) {
		struct nlattr attr;

		memcpy(&attr, at, sizeof(attr));
		if (attr.nla_len < NLA_HDRLEN || attr.nla_len > end - at)
			return wrong(c->why, "words of %u bytes where there are %zu",
				     attr.nla_len, (size_t)(end - at));
		if ((attr.nla_type & NLA_TYPE_MASK) == NLMSGERR_ATTR_MSG) {
			if (!memchr(at + NLA_HDRLEN, 0, attr.nla_len - NLA_HDRLEN))
				return wrong(c->why, "words without an end");
			snprintf(c->words, sizeof(c->words), "%s", at + NLA_HDRLEN);
		}
		at += ALIGN4(attr.nla_len);
	}
	return at == end ? true : wrong(c->why, "a rest after the words");
}

/*
 * Look at one datagram. False, with @check->why, if it breaks the format. A message
 * that ends a dump sets @check->ended; those after it are looked at as well.
 */
bool kt_check_datagram(struct kt_check *check, const void *data, size_t len)
{
	const struct nlmsghdr *n = data;
	uint64_t rows, batches;
	size_t left = len;

	check->why[0] = 0;
	if (!len)
		return wrong(check->why, "empty datagram");
	for (; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left)) {
		const char *body = NLMSG_DATA(n), *end = (const char *)n + n->nlmsg_len;
		const struct genlmsghdr *genl = (const void *)body;

		if (n->nlmsg_type == NLMSG_DONE || n->nlmsg_type == NLMSG_ERROR) {
			if (!verdict(check, n, body, end))
				return false;
			check->follows = false;
			continue;
		}
		if (n->nlmsg_type < NLMSG_MIN_TYPE)
			return wrong(check->why, "message of type %u", n->nlmsg_type);
		if (end - body < (long)GENL_HDRLEN || !genl->cmd || genl->cmd > KC_OBJECTS ||
		    genl->version != KINTROSPECT_FAMILY_VERSION)
			return wrong(check->why, "reply of %u bytes, command %u, version %u",
				     n->nlmsg_len, genl->cmd, genl->version);
		rows = check->rows;
		batches = check->batches;
		if (!attributes(check, kt_table(genl->cmd), body + GENL_HDRLEN, end))
			return false;
		if (n->nlmsg_flags & NLM_F_MULTI)
			continue;
		/*
		 * What is no dump is one row, as attributes. A row without any of the fields
		 * that were asked for is a message without an attribute.
		 */
		check->rows += end - body == GENL_HDRLEN;
		if (check->rows != rows + 1 || check->batches != batches)
			return wrong(check->why, "no row, and no NLM_F_MULTI");
	}
	return left ? wrong(check->why, "%zu bytes after the messages", left) : true;
}

/* --- text ------------------------------------------------------------------- */

/* A line is complete. */
static bool line(struct kt_lines *t)
{
	t->line[t->used < sizeof(t->line) ? t->used : sizeof(t->line) - 1] = 0;
	if (!t->columns) {
		t->columns = t->cells + 1;
	} else if (!strncmp(t->line, "# ", 2)) {
		if (!strchr(t->line, ':'))
			return wrong(t->why, "a note without a word: %.100s", t->line);
		t->notes++;
		t->unavailable |= !strncmp(t->line, "# unavailable: ", 15);
	} else if (t->notes) {
		return wrong(t->why, "a row after a note: %.100s", t->line);
	} else if (t->cells + 1 != t->columns) {
		return wrong(t->why, "%u cells instead of %u: %.100s", t->cells + 1, t->columns,
			     t->line);
	} else {
		t->rows++;
	}
	t->cells = 0;
	t->used = 0;
	return true;
}

/* The next piece of a file that is read from its beginning on. */
bool kt_check_text(struct kt_lines *lines, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '\n' || text[i] == '\t') {
			lines->filled += lines->columns && !(lines->dash && lines->cell == 1);
			lines->cell = 0;
		} else if (!lines->cell++) {
			lines->dash = text[i] == '-';
		}
		if (text[i] == '\n') {
			if (!line(lines))
				return false;
			continue;
		}
		if (!(text[i] & 0xe0) && text[i] != '\t')
			return wrong(lines->why, "byte 0x%02x in a line", text[i]);
		lines->cells += text[i] == '\t';
		if (lines->used < sizeof(lines->line) - 1)
			lines->line[lines->used] = text[i];
		lines->used++;
	}
	return true;
}

/* The file ended here. */
bool kt_check_text_end(struct kt_lines *lines)
{
	if (lines->used)
		return wrong(lines->why, "the last line has no end: %.100s", lines->line);
	return lines->columns ? true : wrong(lines->why, "no header");
}
