// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family: requests to cursors, rows to packed batches or
 * attributes. Knows tables, no object.
 */
#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "compat/genl.h"
#include "cursor.h"
#include "encode.h"
#include "netlink.h"

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

/*
 * An error of the request as such. Most kernels give .start no extack, so it is
 * said with the end of the dump, which carries words but no attribute: they
 * name it.
 */
static int kin_refuse(struct kin_dump *dump, int err, const char *words)
{
	strscpy(dump->words, words, sizeof(dump->words));
	return err;
}

static int kin_refuse_cursor(struct kin_dump *dump, int err)
{
	const struct kin_cursor *cursor = &dump->pump.cursor;

	if (!cursor->error)
		return err;
	if (cursor->error_field == KIN_WHOLE)
		return kin_refuse(dump, err, cursor->error);
	snprintf(dump->words, sizeof(dump->words), "%s: %s",
		 cursor->table->fields[cursor->error_field].name, cursor->error);
	return err;
}

/* The request's socket: dumpit's own skb is the fresh reply and has none. */
static const struct file *kin_socket_file(struct netlink_callback *cb)
{
	struct sock *sk = NETLINK_CB(cb->skb).sk;

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

static int kin_request(struct kin_dump *dump, const struct kin_source *source,
		       struct netlink_callback *cb)
{
	struct nlattr **attrs = kin_genl_attrs(cb);
	const struct kin_table *table = source->table;
	struct kin_cursor *cursor = &dump->pump.cursor;
	u64 mask[KINTROSPECT_MASK_WORDS] = {};
	const struct nlattr *attr;
	unsigned int i;
	int err;

	/* Attribute numbers 1 to 15 are the same in every set. */
	attr = attrs[KINTROSPECT_A_FIELDS_ENCODING];
	if (attr)
		dump->encoding = nla_get_u32(attr);
	attr = attrs[KINTROSPECT_A_FIELDS_BUDGET_NS];
	if (attr)
		cursor->budget_ns = nla_get_u64(attr);
	if (attr && !cursor->budget_ns)
		return kin_refuse(dump, -EINVAL, "budget-ns: 0 would give no row");
	cursor->threads = attrs[KINTROSPECT_A_FIELDS_THREADS];
	attr = attrs[KINTROSPECT_A_FIELDS_MASK];
	if (attr) {
		if (!nla_len(attr) || nla_len(attr) % sizeof(u64))
			return kin_refuse(dump, -EINVAL, "mask: is not made of u64 words");
		memcpy(mask, nla_data(attr), nla_len(attr));
	}
	for (i = 0; i < table->filter_count; i++) {
		attr = attrs[KINTROSPECT_FIRST_FIELD + table->filters[i]];
		if (attr)
			kin_filter_from(&cursor->filter[i], &table->fields[table->filters[i]],
					attr);
	}
	err = kin_cursor_init(cursor, source, attrs[KINTROSPECT_A_FIELDS_MASK] ? mask : NULL);
	return err ? kin_refuse_cursor(dump, err) : 0;
}

/* What only this encoding needs, and is large. */
static int kin_dump_open_attributes(struct kin_dump *dump, struct netlink_callback *cb)
{
	dump->pump.data = kvmalloc(KIN_BATCH_MAX, GFP_KERNEL_ACCOUNT);
	dump->encoder = kvzalloc(sizeof(*dump->encoder), GFP_KERNEL_ACCOUNT);
	if (!dump->pump.data || !dump->encoder)
		return -ENOMEM;
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
 * A request that is refused is a dump that ends with an errno and words.
 *
 * genl_rcv() holds cb_lock of all families over this and over the first call of
 * kin_netlink_dump(). So both take no lock, sleep for nothing and walk nothing.
 *
 * Return: 0 or -ENOMEM.
 */
int kin_netlink_start(struct netlink_callback *cb)
{
	const struct kin_source *source = kin_sources[genl_dumpit_info(cb)->op.cmd - 1];
	struct kin_dump *dump;

	dump = kzalloc(sizeof(*dump), GFP_ATOMIC | __GFP_ACCOUNT);
	if (!dump)
		return -ENOMEM;
	dump->pump.cursor.source = source;
	dump->pump.cursor.table = source->table;
	dump->pump.cursor.gate.file = kin_socket_file(cb);
	dump->err = kin_request(dump, source, cb);
	dump->ended = dump->err;
	/*
	 * The kernel sizes replies by the reader's buffer, but the first one,
	 * and any under memory pressure, only by this.
	 */
	cb->min_dump_alloc = KIN_BATCH_MIN;
	cb->args[0] = (long)dump;
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
		kin_refuse_cursor(dump, dump->err);
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

	cursor->gate.file = kin_socket_file(cb);
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
