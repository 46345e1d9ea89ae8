// SPDX-License-Identifier: GPL-2.0-only
/* Rows that come as one attribute a field, made into packed ones. */
#include <errno.h>
#include <linux/netlink.h>

#include "attributes.h"

/* Value of an integer attribute, sign-extended if need be. */
static __u64 attribute_number(const struct kc_field *field, const void *at)
{
	switch (field->type) {
	case KINTROSPECT_FIELD_TYPE_U8:
		return KC_LOAD(__u8, at);
	case KINTROSPECT_FIELD_TYPE_U16:
		return KC_LOAD(__u16, at);
	case KINTROSPECT_FIELD_TYPE_U32:
		return KC_LOAD(__u32, at);
	case KINTROSPECT_FIELD_TYPE_S8:
		return (__s64)KC_LOAD(__s8, at);
	case KINTROSPECT_FIELD_TYPE_S16:
		return (__s64)KC_LOAD(__s16, at);
	case KINTROSPECT_FIELD_TYPE_S32:
		return (__s64)KC_LOAD(__s32, at);
	default:
		return KC_LOAD(__u64, at);
	}
}

/**
 * kc_attributes_row - add a row to a batch
 * @pack: the batch
 * @attrs: attributes, of any alignment
 * @len: bytes of them
 * @err: filled on failure
 *
 * Attributes that the table does not have are ignored. Return: KC_OK, KC_STOP
 * when the batch is full, KC_DRIVER when the attributes are malformed.
 */
int kc_attributes_row(struct kc_pack *pack, const void *attrs, size_t len, struct kc_error *err)
{
	const struct kc_table *table = pack->table;
	const unsigned char *at = attrs;
	const struct kc_field *field;
	struct nlattr attr;
	unsigned int index;
	size_t payload;

	if (!kc_pack_row(pack))
		return KC_STOP;
	while (len >= NLA_HDRLEN) {
		memcpy(&attr, at, sizeof(attr));
		if (attr.nla_len < NLA_HDRLEN || attr.nla_len > len)
			break;
		payload = attr.nla_len - NLA_HDRLEN;
		index = (attr.nla_type & NLA_TYPE_MASK) - KINTROSPECT_FIRST_FIELD;
		if (index < table->field_count) {
			field = &table->fields[index];
			if (field->type == KINTROSPECT_FIELD_TYPE_CHARS ||
			    field->type == KINTROSPECT_FIELD_TYPE_STRING) {
				if (!kc_pack_text(pack, index, (const char *)at + NLA_HDRLEN,
						  strnlen((const char *)at + NLA_HDRLEN, payload)))
					return KC_STOP;
			} else if (payload == field->size) {
				kc_pack_number(pack, index,
					       attribute_number(field, at + NLA_HDRLEN));
			} else {
				break;
			}
		}
		if ((size_t)NLA_ALIGN(attr.nla_len) >= len) {
			len = 0;
			break;
		}
		at += NLA_ALIGN(attr.nla_len);
		len -= NLA_ALIGN(attr.nla_len);
	}
	if (len)
		return kc_fail(err, KC_DRIVER, EBADMSG, "%s: the driver sent a bad attribute",
			       table->name);
	kc_pack_commit(pack);
	return KC_OK;
}
