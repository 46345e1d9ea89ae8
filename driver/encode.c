// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows as netlink messages of attributes. A call per attribute is four fifths of
 * a task dump made that way; so a message is laid out once for each presence
 * pattern, and a row costs one copy of that and its values.
 */
#include <linux/skbuff.h>
#include <net/netlink.h>

#include "encode.h"

static bool kin_is_string(const struct kin_field *field)
{
	return field->type == KINTROSPECT_FIELD_TYPE_STRING ||
	       field->type == KINTROSPECT_FIELD_TYPE_CHARS;
}

static void kin_template_build(struct kin_encoder *encoder, struct kin_template *template,
			       const struct kin_table *table, const u64 *present)
{
	unsigned int size = sizeof(encoder->message), copies = 0, step, i;
	const struct kin_field *field;
	u16 offset[KIN_FIELDS_MAX];
	struct nlattr *nla;

	memset(template->data, 0, sizeof(template->data));
	memcpy(template->data, &encoder->message, sizeof(encoder->message));
	memcpy(template->present, present, sizeof(template->present));
	template->string_count = 0;
	for (i = 0; i < table->field_count; i++) {
		if (!kin_row_has(present, i))
			continue;
		field = &table->fields[i];
		if (kin_is_string(field)) {
			template->strings[template->string_count++] = i;
			continue;
		}
		nla = (struct nlattr *)(template->data + size);
		nla->nla_type = KINTROSPECT_FIRST_FIELD + i;
		nla->nla_len = nla_attr_size(field->size);
		offset[i] = size + NLA_HDRLEN;
		size += nla_total_size(field->size);
	}
	template->size = size;
	for (step = 0; step < KIN_COPY_SIZES; step++) {
		template->copy_count[step] = 0;
		for (i = 0; i < table->field_count; i++) {
			field = &table->fields[i];
			if (!kin_row_has(present, i) || kin_is_string(field) ||
			    field->size != sizeof(u64) >> step)
				continue;
			template->copies[copies++] = (struct kin_copy){ offset[i], field->offset };
			template->copy_count[step]++;
		}
	}
}

static bool kin_template_fits(const struct kin_template *template, const u64 *present)
{
	return template->present[0] == present[0] && template->present[1] == present[1] &&
	       template->size;
}

static const struct kin_template *kin_template_for(struct kin_encoder *encoder,
						   const struct kin_table *table,
						   const u64 *present)
{
	struct kin_template *template = &encoder->templates[encoder->last];
	unsigned int i;

	if (kin_template_fits(template, present))
		return template;
	for (i = 0; i < encoder->template_count; i++) {
		template = &encoder->templates[i];
		if (kin_template_fits(template, present)) {
			encoder->last = i;
			return template;
		}
	}
	encoder->last = (encoder->last + 1) % encoder->template_count;
	template = &encoder->templates[encoder->last];
	kin_template_build(encoder, template, table, present);
	return template;
}

/* All values of one size, which is a constant here: no copy is a call. */
#define KIN_COPY(type, count) do { \
	for (end = copy + (count); copy < end; copy++) \
		memcpy(to + copy->to, row + copy->from, sizeof(type)); \
} while (0)

static void kin_encode_numbers(const struct kin_template *template, const void *row, u8 *to)
{
	const struct kin_copy *copy = template->copies, *end;

	memcpy(to, template->data, template->size);
	KIN_COPY(u64, template->copy_count[0]);
	KIN_COPY(u32, template->copy_count[1]);
	KIN_COPY(u16, template->copy_count[2]);
	KIN_COPY(u8, template->copy_count[3]);
}

/* One string at @to, of at most @room bytes. Return: bytes put, 0 when there is no room. */
static unsigned int kin_encode_string(const struct kin_field *field, unsigned int nr,
				      const struct kin_batch *batch, const void *row,
				      u8 *to, unsigned int room)
{
	struct nlattr *nla = (struct nlattr *)to;
	const struct kintrospect_string *ref;
	const char *text = row + field->offset;
	unsigned int len = 0, size;

	if (field->type == KINTROSPECT_FIELD_TYPE_STRING) {
		ref = row + field->offset;
		text = kin_string_at(batch, ref);
		len = ref->len;
	} else {
		while (len < field->size - 1U && text[len])
			len++;
	}
	size = nla_total_size(len + 1);
	if (room < size)
		return 0;
	nla->nla_type = KINTROSPECT_FIRST_FIELD + nr;
	nla->nla_len = nla_attr_size(len + 1);
	/* The NUL, and what is behind it. */
	memset(to + size - NLA_ALIGNTO, 0, NLA_ALIGNTO);
	memcpy(nla_data(nla), text, len);
	return size;
}

/**
 * kin_encode_row - append a message with a row's attributes
 * @encoder: templates, zeroed but for their number and the message's beginning
 * @table: the row's table
 * @batch: the batch that holds the row's strings
 * @row: the row
 * @skb: the reply, linear
 *
 * Any context. Return: 0, or -EMSGSIZE when the row does not fit; then nothing
 * was put.
 */
int kin_encode_row(struct kin_encoder *encoder, const struct kin_table *table,
		   const struct kin_batch *batch, const void *row, struct sk_buff *skb)
{
	const struct kin_template *template = kin_template_for(encoder, table, row);
	unsigned int room = skb_tailroom(skb), used = template->size, put, i;
	u8 *to = skb_tail_pointer(skb);

	if (room < used)
		return -EMSGSIZE;
	kin_encode_numbers(template, row, to);
	for (i = 0; i < template->string_count; i++) {
		put = kin_encode_string(&table->fields[template->strings[i]], template->strings[i],
					batch, row, to + used, room - used);
		if (!put)
			return -EMSGSIZE;
		used += put;
	}
	((struct nlmsghdr *)to)->nlmsg_len = used;
	__skb_put(skb, used);
	return 0;
}
