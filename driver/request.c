// SPDX-License-Identifier: GPL-2.0-only
/* Attributes of a netlink request to a cursor: the same for a dump and for one row. */
#include <linux/netlink.h>
#include <net/netlink.h>
#include <net/sock.h>

#include "compat/genl.h"
#include "request.h"

/**
 * kin_request_file - the file of the socket that a request came by
 * @request: the request; a dump's reply has no socket
 *
 * Return: the file, whose opener the gates ask about; NULL: the kernel's own.
 */
const struct file *kin_request_file(struct sk_buff *request)
{
	struct sock *sk = NETLINK_CB(request).sk;

	return sk && sk->sk_socket ? sk->sk_socket->file : NULL;
}

static void kin_filter_from(struct kin_filter *filter, const struct kin_field *field,
			    const struct nlattr *attr)
{
	filter->set = true;
	switch (field->type) {
	case KINTROSPECT_FIELD_TYPE_CHARS:
	case KINTROSPECT_FIELD_TYPE_STRING:
		nla_strscpy(filter->string, attr, sizeof(filter->string));
		break;
	case KINTROSPECT_FIELD_TYPE_U64:
	case KINTROSPECT_FIELD_TYPE_S64:
		filter->number = nla_get_u64(attr);
		break;
	case KINTROSPECT_FIELD_TYPE_U32:
		filter->number = nla_get_u32(attr);
		break;
	case KINTROSPECT_FIELD_TYPE_S32:
		filter->number = (s64)nla_get_s32(attr);
		break;
	case KINTROSPECT_FIELD_TYPE_U16:
		filter->number = nla_get_u16(attr);
		break;
	case KINTROSPECT_FIELD_TYPE_S16:
		filter->number = (s64)nla_get_s16(attr);
		break;
	case KINTROSPECT_FIELD_TYPE_S8:
		filter->number = (s64)nla_get_s8(attr);
		break;
	default:
		filter->number = nla_get_u8(attr);
	}
}

static int kin_refuse(struct kin_refusal *refusal, const char *words, const struct nlattr *attr)
{
	*refusal = (struct kin_refusal){ words, attr };
	return -EINVAL;
}

/**
 * kin_request_read - prepare a cursor by what a request says
 * @cursor: zeroed, but for the gate
 * @source: what is asked for
 * @attrs: the request's attributes, by number; the policy held
 * @refusal: set on failure
 *
 * The encoding is the transport's. Any context. Return: 0, or an errno.
 */
int kin_request_read(struct kin_cursor *cursor, const struct kin_source *source,
		     struct nlattr **attrs, struct kin_refusal *refusal)
{
	const struct kin_table *table = source->table;
	u64 mask[KINTROSPECT_MASK_WORDS] = {};
	const struct nlattr *attr;
	unsigned int i;
	int err;

	cursor->source = source;
	cursor->table = table;
	/* Attribute numbers 1 to 15 are the same in every set. */
	attr = attrs[KINTROSPECT_A_FIELDS_BUDGET_NS];
	if (attr)
		cursor->budget_ns = nla_get_u64(attr);
	if (attr && !cursor->budget_ns)
		return kin_refuse(refusal, "budget-ns: 0 would give no row", attr);
	cursor->threads = attrs[KINTROSPECT_A_FIELDS_THREADS];
	attr = attrs[KINTROSPECT_A_FIELDS_MASK];
	if (attr) {
		if (!nla_len(attr) || nla_len(attr) % sizeof(u64))
			return kin_refuse(refusal, "mask: is not made of u64 words", attr);
		memcpy(mask, nla_data(attr), nla_len(attr));
	}
	for (i = 0; i < table->filter_count; i++) {
		attr = attrs[KINTROSPECT_FIRST_FIELD + table->filters[i]];
		if (attr)
			kin_filter_from(&cursor->filter[i], &table->fields[table->filters[i]],
					attr);
	}
	err = kin_cursor_init(cursor, source, attrs[KINTROSPECT_A_FIELDS_MASK] ? mask : NULL);
	*refusal = (struct kin_refusal){ cursor->error, NULL };
	return err;
}

/**
 * kin_request_attr - the attribute that a cursor's error is about
 * @cursor: a cursor that failed
 * @attrs: the request's attributes
 *
 * Return: the attribute, or NULL when it is about none.
 */
const struct nlattr *kin_request_attr(const struct kin_cursor *cursor, struct nlattr **attrs)
{
	const struct kin_table *table = cursor->table;
	unsigned int i;

	if (!cursor->error || cursor->error_field == KIN_WHOLE)
		return NULL;
	/* There are attributes up to the last filter only. */
	for (i = 0; i < table->filter_count; i++)
		if (table->filters[i] == cursor->error_field)
			return attrs[KINTROSPECT_FIRST_FIELD + cursor->error_field];
	return NULL;
}

/**
 * kin_request_refuse - say what is wrong, in the answer to a request
 * @extack: of the answer, or NULL if it can have no words
 * @refusal: what is wrong
 */
void kin_request_refuse(struct netlink_ext_ack *extack, const struct kin_refusal *refusal)
{
	if (!extack)
		return;
	/* The macros of netlink.h take literals only. */
	extack->_msg = refusal->words;
	extack->bad_attr = refusal->attr;
}
