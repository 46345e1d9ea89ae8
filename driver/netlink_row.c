// SPDX-License-Identifier: GPL-2.0-only
/*
 * One row by its key: a request that is no dump. The reply is one message of attributes.
 *
 * genl_rcv() holds cb_lock of all families over all of this. So nothing here waits, for
 * a lock or for memory, and the cursor is brief: a few holds, or no row.
 */
#include <linux/netlink.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <net/genetlink.h>

#include "compat/genl.h"
#include "encode.h"
#include "netlink.h"
#include "request.h"

/**
 * struct kin_row_reply - a row on its way
 * @cursor: what collects it
 * @encoder: with one template
 * @batch: room for the row and its strings
 */
struct kin_row_reply {
	struct kin_cursor cursor;
	struct kin_encoder *encoder;
	void *batch;
};

/* A request names a row and its fields; what is only for dumps would be left out in silence. */
static int kin_row_request(struct kin_row_reply *reply, struct genl_info *info,
			   struct kin_refusal *refusal)
{
	const struct kin_source *source = kin_sources[info->genlhdr->cmd - 1];
	const struct kin_row_key *key = &kin_row_keys[info->genlhdr->cmd - 1];
	unsigned int type = KINTROSPECT_FIRST_FIELD + source->table->filters[key->slot], i;

	/* For the statistics, in which a refused request counts. */
	reply->cursor.source = source;
	reply->cursor.table = source->table;
	if (!info->attrs[type]) {
		*refusal = (struct kin_refusal){ key->missing, NULL };
		kin_genl_missing(info->extack, type);
		return -EINVAL;
	}
	for (i = 1; i <= kin_genl_ops[info->genlhdr->cmd - 1].maxattr; i++) {
		if (!info->attrs[i] || i == type || i == KINTROSPECT_A_FIELDS_MASK ||
		    i == KINTROSPECT_A_FIELDS_THREADS)
			continue;
		*refusal = (struct kin_refusal){ "only a dump takes this attribute",
						 info->attrs[i] };
		return -EINVAL;
	}
	return kin_request_read(&reply->cursor, source, info->attrs, refusal);
}

static unsigned int kin_row_field(const struct kin_cursor *cursor)
{
	const struct kin_table *table = cursor->table;

	return table->filters[kin_row_keys[table->command - 1].slot];
}

static int kin_row_no_memory(struct kin_cursor *cursor)
{
	return kin_fail(cursor, -ENOMEM, KIN_WHOLE,
			"there is no memory without waiting for it, a dump with this key waits");
}

static int kin_row_collect(struct kin_row_reply *reply)
{
	struct kin_cursor *cursor = &reply->cursor;
	int ret;

	reply->batch = kmalloc(KIN_BATCH_MIN, kin_gfp(cursor) | __GFP_ACCOUNT);
	reply->encoder = kzalloc(struct_size(reply->encoder, templates, 1),
				 kin_gfp(cursor) | __GFP_ACCOUNT);
	if (!reply->batch || !reply->encoder)
		return kin_row_no_memory(cursor);
	reply->encoder->template_count = 1;
	ret = kin_cursor_open(cursor);
	if (ret == -ENOMEM)
		return kin_row_no_memory(cursor);
	if (ret)
		return ret;
	kin_batch_init(cursor, reply->batch, KIN_BATCH_MIN);
	ret = kin_collect(cursor);
	if (cursor->batch.row_count)
		return 0;
	if (!ret && (cursor->flags & KINTROSPECT_BATCH_FLAG_INTERRUPTED))
		return kin_fail(cursor, -EBUSY, KIN_WHOLE, "busy: it changed while it was read");
	if (!ret)
		return kin_fail(cursor, -ENOENT, kin_row_field(cursor),
				"there is no row with this key");
	if (ret > 0)
		return kin_fail(cursor, -EBUSY, KIN_WHOLE,
				"busy: it takes too long for one answer, a dump with this key gives the row");
	return ret;
}

/* What the row needs at most. Two fields may share a string of the batch, each has its own here. */
static size_t kin_row_room(const struct kin_cursor *cursor)
{
	const struct kin_table *table = cursor->table;
	const struct kintrospect_string *ref;
	size_t room = sizeof(struct kin_message);
	unsigned int i;

	for (i = 0; i < table->field_count; i++) {
		if (!kin_want_bit(cursor, i))
			continue;
		room += nla_total_size(table->fields[i].size);
		if (table->fields[i].type != KINTROSPECT_FIELD_TYPE_STRING)
			continue;
		ref = (const void *)(cursor->batch.data + table->fields[i].offset);
		room += nla_total_size(ref->len + 1);
	}
	return room;
}

static struct sk_buff *kin_row_encode(struct kin_row_reply *reply, struct genl_info *info)
{
	struct kin_cursor *cursor = &reply->cursor;
	struct sk_buff *skb = alloc_skb(kin_row_room(cursor), kin_gfp(cursor));

	if (!skb)
		return NULL;
	reply->encoder->message = (struct kin_message) {
		.nlh.nlmsg_type = info->nlhdr->nlmsg_type,
		.nlh.nlmsg_seq = info->snd_seq,
		.nlh.nlmsg_pid = info->snd_portid,
		.genl.cmd = cursor->table->command,
		.genl.version = KINTROSPECT_FAMILY_VERSION,
	};
	if (kin_encode_row(reply->encoder, cursor->table, &cursor->batch, reply->batch, skb)) {
		kfree_skb(skb);
		return NULL;
	}
	return skb;
}

/* What is to be known about the row, in the ACK if one was asked for: the gravest of it. */
static void kin_row_say(const struct kin_cursor *cursor, struct genl_info *info)
{
	struct kin_refusal words = {};
	unsigned int i;

	for (i = 0; i < KIN_FLAG_COUNT && !words.words; i++)
		if (cursor->flags & kin_flags[i].flag)
			words.words = kin_flags[i].words;
	if (words.words)
		kin_request_refuse(info->extack, &words);
}

/**
 * kin_netlink_row - answer a request for one row
 * @request: the request
 * @info: the same, parsed
 *
 * Never sleeps. Return: 0 with the row on its way; -EINVAL when the key is missing or
 * an attribute is for dumps; -ESRCH or -ENOENT when there is no such row; -EBUSY when
 * it cannot be had without waiting; each with words in the extack.
 */
int kin_netlink_row(struct sk_buff *request, struct genl_info *info)
{
	struct kin_refusal refusal = {};
	struct kin_row_reply *reply;
	struct sk_buff *skb;
	int err;

	reply = kzalloc(sizeof(*reply), GFP_NOWAIT | __GFP_NOWARN | __GFP_ACCOUNT);
	if (!reply)
		return -ENOMEM;
	reply->cursor.brief = true;
	reply->cursor.gate.file = kin_request_file(request);
	err = kin_row_request(reply, info, &refusal);
	if (!err) {
		err = kin_row_collect(reply);
		refusal.words = reply->cursor.error;
		refusal.attr = kin_request_attr(&reply->cursor, info->attrs);
	}
	if (err) {
		kin_request_refuse(info->extack, &refusal);
		goto out;
	}
	skb = kin_row_encode(reply, info);
	err = skb ? genlmsg_reply(skb, info) : -ENOMEM;
	if (!err)
		kin_row_say(&reply->cursor, info);
out:
	kin_cursor_close(&reply->cursor, KINTROSPECT_INTERFACE_NETLINK, err);
	kfree(reply->encoder);
	kfree(reply->batch);
	kfree(reply);
	return err;
}
