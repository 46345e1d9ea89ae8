// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family: requests to cursors, rows to packed batches or
 * attributes. Knows tables, no object.
 */
#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <net/genetlink.h>

#include "compat/genl.h"
#include "cursor.h"
#include "encode.h"
#include "netlink.h"
#include "request.h"

/**
 * struct kin_dump - a dump in progress, cb->args[0]
 * @pump: where it is, with rows for the attribute encoding, or room for a misaligned skb
 * @encoding: enum kintrospect_encoding
 * @answered: the first message, which has no row, is made
 * @opened: the source was asked to begin
 * @ended: all rows were sent
 * @err: errno it ended with, said once the rows before it are out
 * @words: why, for people
 * @encoder: templates of the attribute encoding, NULL for packed batches
 */
struct kin_dump {
	struct kin_pump pump;
	u32 encoding;
	bool answered;
	bool opened;
	bool ended;
	int err;
	char words[480];
	struct kin_encoder *encoder;
};

static struct genl_family kin_family;

/* Keep words for the message that ends the dump. They name the attribute: it may not. */
static void kin_dump_words(struct kin_dump *dump)
{
	const struct kin_cursor *cursor = &dump->pump.cursor;

	if (cursor->error && cursor->error_field == KIN_WHOLE)
		strscpy(dump->words, cursor->error, sizeof(dump->words));
	else if (cursor->error)
		snprintf(dump->words, sizeof(dump->words), "%s: %s",
			 cursor->table->fields[cursor->error_field].name, cursor->error);
}

/* What only this encoding needs, and is large. */
static int kin_dump_open_attributes(struct kin_dump *dump, struct netlink_callback *cb)
{
	dump->pump.data = kvmalloc(KIN_BATCH_MAX, GFP_KERNEL_ACCOUNT);
	dump->encoder = kvzalloc(struct_size(dump->encoder, templates, KIN_TEMPLATES),
				 GFP_KERNEL_ACCOUNT);
	if (!dump->pump.data || !dump->encoder)
		return -ENOMEM;
	dump->encoder->template_count = KIN_TEMPLATES;
	kin_batch_init(&dump->pump.cursor, dump->pump.data, KIN_BATCH_MAX);
	dump->encoder->message = (struct kin_message) {
		.nlh.nlmsg_type = kin_family.id,
		.nlh.nlmsg_flags = NLM_F_MULTI,
		.nlh.nlmsg_seq = cb->nlh->nlmsg_seq,
		.nlh.nlmsg_pid = NETLINK_CB(cb->skb).portid,
		.genl.cmd = dump->pump.cursor.table->command,
		.genl.version = KINTROSPECT_FAMILY_VERSION,
	};
	return 0;
}

/* Begin the walk: once, and never where the family's lock is held. */
static int kin_dump_open(struct kin_dump *dump, struct netlink_callback *cb)
{
	int err = 0;

	if (dump->opened)
		return 0;
	dump->opened = true;
	if (dump->encoding == KINTROSPECT_ENCODING_ATTRIBUTES)
		err = kin_dump_open_attributes(dump, cb);
	return err ? err : kin_cursor_open(&dump->pump.cursor);
}

/**
 * kin_netlink_start - a dump was asked for
 * @cb: the dump
 *
 * A request that is refused is answered at once if the kernel gives an extack, as 6.12
 * does. Otherwise it is a dump that ends with an errno and words: an answer could not
 * have words.
 *
 * genl_rcv() holds cb_lock of all families over this and over the first call of
 * kin_netlink_dump(). So both take no lock, sleep for nothing and walk nothing.
 *
 * Return: 0, -ENOMEM, or why the request is refused.
 */
int kin_netlink_start(struct netlink_callback *cb)
{
	const struct kin_source *source = kin_sources[genl_dumpit_info(cb)->op.cmd - 1];
	struct nlattr **attrs = kin_genl_attrs(cb);
	struct kin_refusal refusal = {};
	struct kin_dump *dump;
	int err;

	dump = kzalloc(sizeof(*dump), GFP_ATOMIC | __GFP_ACCOUNT);
	if (!dump)
		return -ENOMEM;
	dump->pump.cursor.gate.file = kin_request_file(cb->skb);
	if (attrs[KINTROSPECT_A_FIELDS_ENCODING])
		dump->encoding = nla_get_u32(attrs[KINTROSPECT_A_FIELDS_ENCODING]);
	err = kin_request_read(&dump->pump.cursor, source, attrs, &refusal);
	dump->err = err;
	dump->ended = err;
	cb->args[0] = (long)dump;
	if (err && cb->extack) {
		kin_request_refuse(cb->extack, &refusal);
		kin_netlink_done(cb);
		return err;
	}
	if (refusal.words)
		strscpy(dump->words, refusal.words, sizeof(dump->words));
	/*
	 * The kernel sizes replies by the reader's buffer, but the first one,
	 * and any under memory pressure, only by this.
	 */
	cb->min_dump_alloc = KIN_BATCH_MIN;
	return 0;
}

static void *kin_put_header(struct sk_buff *skb, struct netlink_callback *cb, u8 command)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &kin_family,
			   NLM_F_MULTI, command);
}

static void kin_put_batch_header(const struct kin_cursor *cursor, struct kintrospect_batch *head)
{
	*head = (struct kintrospect_batch) {
		.header_size = sizeof(*head),
		.abi = KINTROSPECT_ABI,
		.object = cursor->table->command,
		.row_size = cursor->batch.row_size,
		.row_count = cursor->batch.row_count,
		.flags = cursor->flags,
		.mask = { cursor->mask[0], cursor->mask[1] },
		.row_total = cursor->cost.rows,
		.walked_total = cursor->cost.walked,
		.cost_total_ns = cursor->cost.ns,
		.lock_hold_max_ns = cursor->cost.hold_max_ns,
		.field_count = cursor->table->field_count,
		.string_bytes = cursor->batch.string_bytes,
	};
}

/* One batch, collected straight into the message; or one without rows. */
static int kin_dump_packed(struct sk_buff *skb, struct netlink_callback *cb,
			   struct kin_dump *dump, bool collect)
{
	struct kin_cursor *cursor = &dump->pump.cursor;
	struct kintrospect_batch *head;
	struct nlattr *nla;
	void *genl, *rows;
	int room, ret = 1;

	genl = kin_put_header(skb, cb, cursor->table->command);
	if (!genl)
		return -EMSGSIZE;
	room = min_t(int, skb_tailroom(skb), KIN_BATCH_MAX) - NLA_HDRLEN - (int)sizeof(*head);
	room = ALIGN_DOWN(room, sizeof(u64));
	if (room <= 0) {
		ret = -EMSGSIZE;
		goto cancel;
	}
	nla = skb_put(skb, NLA_HDRLEN);
	head = skb_put(skb, sizeof(*head));
	rows = head + 1;
	/* An odd buffer size of the reader makes an odd beginning. */
	if (collect && !IS_ALIGNED((unsigned long)rows, sizeof(u64))) {
		if (!dump->pump.data)
			dump->pump.data = kvmalloc(KIN_BATCH_MAX, GFP_KERNEL_ACCOUNT);
		if (!dump->pump.data) {
			ret = -ENOMEM;
			goto cancel;
		}
		rows = dump->pump.data;
	}
	kin_batch_init(cursor, rows, room);
	if (collect)
		ret = kin_collect(cursor);
	if (ret < 0 && !cursor->batch.row_count)
		goto cancel;
	room = kin_batch_close(cursor);
	if (rows == dump->pump.data)
		memcpy(head + 1, rows, room);
	skb_put(skb, room);
	kin_put_batch_header(cursor, head);
	nla->nla_type = KINTROSPECT_A_FIELDS_BATCH;
	nla->nla_len = NLA_HDRLEN + sizeof(*head) + room;
	skb_put_zero(skb, NLA_ALIGN(nla->nla_len) - nla->nla_len);
	genlmsg_end(skb, genl);
	/* The rows are the message's now. */
	cursor->batch.row_count = 0;
	return ret;

cancel:
	genlmsg_cancel(skb, genl);
	return ret;
}

/*
 * A message without a row, which says which fields the rows may have: the first
 * one, and where a long walk has found none for a while.
 */
static int kin_put_mask(struct sk_buff *skb, struct netlink_callback *cb,
			const struct kin_dump *dump)
{
	const struct kin_cursor *cursor = &dump->pump.cursor;
	void *genl = kin_put_header(skb, cb, cursor->table->command);

	if (!genl)
		return -EMSGSIZE;
	if (nla_put(skb, KINTROSPECT_A_FIELDS_MASK, sizeof(cursor->mask), cursor->mask)) {
		genlmsg_cancel(skb, genl);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, genl);
	return 1;
}

/*
 * As many rows as fit, from a scratch batch that is filled when it runs out.
 * An error in collecting is kept until the rows before it are sent.
 */
static int kin_dump_attributes(struct sk_buff *skb, struct netlink_callback *cb,
			       struct kin_dump *dump)
{
	struct kin_cursor *cursor = &dump->pump.cursor;
	struct kin_pump *pump = &dump->pump;
	unsigned int tail = skb->len;
	u64 begin = kin_clock();
	const void *row;

	for (;;) {
		for (; (row = kin_pump_row(pump)); kin_pump_skip(pump)) {
			if (kin_encode_row(dump->encoder, cursor->table, &cursor->batch, row, skb))
				goto full;
		}
		cursor->cost.ns += max_t(s64, kin_clock() - begin, 0);
		if (pump->ended)
			return pump->err;
		kin_pump_collect(pump);
		begin = kin_clock();
		if (!pump->ended && !kin_pump_row(pump))
			return skb->len > tail ? 1 : kin_put_mask(skb, cb, dump);
	}
full:
	cursor->cost.ns += max_t(s64, kin_clock() - begin, 0);
	if (skb->len > tail)
		return 1;
	return kin_fail(cursor, -EMSGSIZE, KIN_WHOLE,
			"a row does not fit the reader's buffer: it needs 8 KiB");
}

/*
 * Flags to put in words. Those who read attributes have no others. Hidden addresses
 * are the rule for some readers, who find that in a packed batch and need no message.
 */
static u32 kin_dump_flags(const struct kin_dump *dump)
{
	u32 flags = dump->pump.cursor.flags;

	if (dump->encoding == KINTROSPECT_ENCODING_PACKED)
		flags &= ~KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN;
	return flags;
}

/* Whether nothing is to be said of how it ended. */
static bool kin_dump_silent(const struct kin_dump *dump)
{
	return !dump->err && !kin_dump_flags(dump);
}

/* What is to be known about the rows, as one line. */
static void kin_dump_say(struct kin_dump *dump, u32 flags)
{
	size_t len = 0;
	unsigned int i;

	for (i = 0; i < KIN_FLAG_COUNT; i++)
		if (flags & kin_flags[i].flag)
			len += scnprintf(dump->words + len, sizeof(dump->words) - len, "%s%s",
					 len ? "; " : "", kin_flags[i].words);
}

/* All rows are out: how it ended, in the message that ends the dump. */
static int kin_dump_end(struct netlink_callback *cb, struct kin_dump *dump)
{
	u32 flags = kin_dump_flags(dump);

	if (dump->err && !dump->words[0])
		kin_dump_words(dump);
	else if (!dump->err)
		kin_dump_say(dump, flags);
	/* NLM_F_DUMP_INTR on this last message: before it, a reader would give up the rows. */
	if (dump->encoding == KINTROSPECT_ENCODING_ATTRIBUTES &&
	    (flags & KINTROSPECT_BATCH_FLAG_INTERRUPTED)) {
		cb->prev_seq = 1;
		cb->seq = 2;
	}
	/* The macros of netlink.h take literals only. */
	if (cb->extack && dump->words[0])
		cb->extack->_msg = dump->words;
	if (cb->extack && dump->err)
		kin_genl_bad_attr(cb->extack,
				  kin_request_attr(&dump->pump.cursor, kin_genl_attrs(cb)));
	return dump->err;
}

/* The next rows. Return: 1 when there may be more, 0 at the end, or an errno. */
static int kin_dump_rows(struct sk_buff *skb, struct netlink_callback *cb, struct kin_dump *dump)
{
	bool packed = dump->encoding == KINTROSPECT_ENCODING_PACKED;
	int err;

	if (!dump->answered) {
		dump->answered = true;
		return packed ? kin_dump_packed(skb, cb, dump, false) : kin_put_mask(skb, cb, dump);
	}
	err = kin_dump_open(dump, cb);
	if (err)
		return err;
	return packed ? kin_dump_packed(skb, cb, dump, true) : kin_dump_attributes(skb, cb, dump);
}

/**
 * kin_netlink_dump - the next piece of a dump
 * @skb: the reply to fill
 * @cb: the dump
 *
 * May run in another process than the one that asked, a socket can be passed
 * on: so the gates are asked again.
 *
 * Return: bytes put, 0 at the end, or an errno with words in the extack.
 */
int kin_netlink_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct kin_dump *dump = (struct kin_dump *)cb->args[0];
	struct kin_cursor *cursor = &dump->pump.cursor;
	unsigned int tail = skb->len;
	int ret;

	cursor->gate.file = kin_request_file(cb->skb);
	if (dump->ended)
		return kin_dump_end(cb, dump);
	ret = kin_cursor_admit(cursor);
	if (!ret)
		ret = kin_dump_rows(skb, cb, dump);
	if (ret < 0)
		dump->err = ret;
	if (ret <= 0)
		dump->ended = true;
	/*
	 * The kernel adds the end of the dump to the rows where there is room, which
	 * saves a message and a call. Rows that were put before an error go out first,
	 * the errno follows: some kernels would lose its words on the way.
	 */
	if (skb->len > tail && !(dump->ended && kin_dump_silent(dump)))
		return skb->len;
	return kin_dump_end(cb, dump);
}

/**
 * kin_netlink_done - a dump is over, read to its end or not
 * @cb: the dump
 */
int kin_netlink_done(struct netlink_callback *cb)
{
	struct kin_dump *dump = (struct kin_dump *)cb->args[0];

	if (!dump)
		return 0;
	kin_cursor_close(&dump->pump.cursor, KINTROSPECT_INTERFACE_NETLINK,
			 dump->err ? dump->err : dump->pump.err);
	kvfree(dump->encoder);
	kvfree(dump->pump.data);
	kfree(dump);
	cb->args[0] = 0;
	return 0;
}

static struct genl_family kin_family __ro_after_init = {
	.name = KINTROSPECT_FAMILY_NAME,
	.version = KINTROSPECT_FAMILY_VERSION,
	.module = THIS_MODULE,
	.ops = kin_genl_ops,
	.n_ops = KIN_OBJECTS,
	/* Else one mutex of all families is held through every dump. */
	.parallel_ops = true,
	/* Not .netnsok: the initial network namespace only. */
};

/**
 * kin_netlink_init - register the family
 */
int __init kin_netlink_init(void)
{
	return genl_register_family(&kin_family);
}

/**
 * kin_netlink_exit - take the family away, once no dump is in flight
 */
void kin_netlink_exit(void)
{
	genl_unregister_family(&kin_family);
}
