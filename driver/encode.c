// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows as netlink attributes. A call per attribute is four fifths of a task
 * dump made that way; so the attributes of a row are laid out once for each
 * presence pattern and a row costs one copy and its values.
 */
#include <linux/skbuff.h>
#include <net/netlink.h>

#include "encode.h"

static bool kin_is_string(const struct kin_field *field)
{
	return field->type == KINTROSPECT_FIELD_TYPE_STRING ||
	       field->type == KINTROSPECT_FIELD_TYPE_CHARS;
}

static void kin_template_build(struct kin_template *template, const struct kin_table *table,
			       const u64 *present)
{
	const struct kin_field *field;
	struct nlattr *nla;
	unsigned int i;

	memset(template->data, 0, sizeof(template->data));
	memcpy(template->present, present, sizeof(template->present));
	template->size = 0;
	template->copy_count = 0;
	template->string_count = 0;
	for (i = 0; i < table->field_count; i++) {
		if (!kin_row_has(present, i))
			continue;
		field = &table->fields[i];
		if (kin_is_string(field)) {
			template->strings[template->string_count++] = i;
			continue;
		}
		nla = (struct nlattr *)(template->data + template->size);
		nla->nla_type = KINTROSPECT_FIRST_FIELD + i;
		nla->nla_len = nla_attr_size(field->size);
		template->copies[template->copy_count++] = (struct kin_copy) {
			.to = template->size + NLA_HDRLEN,
			.from = field->offset,
			.size = field->size,
		};
		template->size += nla_total_size(field->size);
	}
}

static struct kin_template *kin_template_for(struct kin_encoder *encoder,
					     const struct kin_table *table, const u64 *present)
{
	struct kin_template *template;
	unsigned int i;

	for (i = 0; i < KIN_TEMPLATES; i++) {
		template = &encoder->templates[(encoder->last + i) % KIN_TEMPLATES];
		if (template->present[0] == present[0] && template->present[1] == present[1] &&
		    (template->size || template->string_count)) {
			encoder->last = (encoder->last + i) % KIN_TEMPLATES;
			return template;
		}
	}
	encoder->last = (encoder->last + 1) % KIN_TEMPLATES;
	template = &encoder->templates[encoder->last];
	kin_template_build(template, table, present);
	return template;
}

/**
 * kin_encode_row - append a row's attributes to a message
 * @encoder: templates, zeroed before the first row
 * @table: the row's table
 * @batch: the batch that holds the row's strings
 * @row: the row
 * @skb: the message, its headers already put
 *
 * Any context. Return: 0, or -EMSGSIZE when the row does not fit; then part of
 * it may have been put.
 */
int kin_encode_row(struct kin_encoder *encoder, const struct kin_table *table,
		   const struct kin_batch *batch, const void *row, struct sk_buff *skb)
{
	const struct kin_template *template = kin_template_for(encoder, table, row);
	const struct kintrospect_string *ref;
	const struct kin_field *field;
	const struct kin_copy *copy;
	const char *text;
	unsigned int i;
	u8 *to;

	if (skb_tailroom(skb) < template->size)
		return -EMSGSIZE;
	to = skb_put(skb, template->size);
	memcpy(to, template->data, template->size);
	for (copy = template->copies; copy < template->copies + template->copy_count; copy++) {
		/* Constant sizes, so that none of them is a call to memcpy(). */
		switch (copy->size) {
		case 8:
			memcpy(to + copy->to, row + copy->from, 8);
			break;
		case 4:
			memcpy(to + copy->to, row + copy->from, 4);
			break;
		case 2:
			memcpy(to + copy->to, row + copy->from, 2);
			break;
		default:
			to[copy->to] = *(const u8 *)(row + copy->from);
		}
	}
	for (i = 0; i < template->string_count; i++) {
		unsigned int nr = template->strings[i];
		unsigned int len;

		field = &table->fields[nr];
		text = row + field->offset;
		if (field->type == KINTROSPECT_FIELD_TYPE_STRING) {
			ref = row + field->offset;
			text = kin_string_at(batch, ref);
			len = ref->len + 1;
		} else {
			len = strnlen(text, field->size - 1) + 1;
		}
		if (nla_put(skb, KINTROSPECT_FIRST_FIELD + nr, len, text))
			return -EMSGSIZE;
	}
	return 0;
}
