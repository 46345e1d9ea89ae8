// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flags of a dump over netlink, from a driver made of memory: what is sent and
 * received goes through this program's own sendto() and recvmsg().
 */
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>

#include "fake.h"
#include "notes.h"

#define FAMILY 33

/* The answer to the next dump: a packed batch with these flags, or none, and its end. */
static bool packed;
static __u32 batch_flags;
static __u16 end_flags;
static const char *end_words;

static struct nlmsghdr asked;
static unsigned char answer[65536 + 1024];
static size_t answer_len;

ssize_t sendto(int fd, const void *data, size_t len, int flags, const struct sockaddr *to,
	       socklen_t to_len);
ssize_t recvmsg(int fd, struct msghdr *msg, int flags);

static struct nlmsghdr *message(__u16 type, __u16 flags, const void *payload, size_t len)
{
	struct nlmsghdr *nlh = (void *)(answer + answer_len);

	memset(nlh, 0, NLMSG_SPACE(len));
	nlh->nlmsg_len = NLMSG_LENGTH(len);
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = flags;
	nlh->nlmsg_seq = asked.nlmsg_seq;
	if (len)
		memcpy(NLMSG_DATA(nlh), payload, len);
	answer_len += NLMSG_SPACE(len);
	return nlh;
}

static void attribute(struct nlmsghdr *nlh, __u16 type, const void *data, size_t len)
{
	struct nlattr *attr = (void *)((char *)nlh + NLMSG_ALIGN(nlh->nlmsg_len));

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	memcpy((char *)attr + NLA_HDRLEN, data, len);
	nlh->nlmsg_len = NLMSG_ALIGN(nlh->nlmsg_len) + NLA_ALIGN(attr->nla_len);
	answer_len = (unsigned char *)nlh + nlh->nlmsg_len - answer;
}

static void answer_dump(void)
{
	const struct genlmsghdr genl = { .cmd = KINTROSPECT_CMD_VAS };
	struct kintrospect_batch batch = {
		.header_size = sizeof(batch), .abi = KINTROSPECT_ABI,
		.object = KINTROSPECT_CMD_VAS, .flags = batch_flags, .cost_total_ns = 77,
		.mask = { 5, 0 },
	};
	struct nlmsghdr *nlh;
	int zero = 0;

	if (packed)
		attribute(message(FAMILY, NLM_F_MULTI, &genl, sizeof(genl)),
			  KINTROSPECT_A_FIELDS_BATCH, &batch, sizeof(batch));
	nlh = message(NLMSG_DONE, NLM_F_MULTI | end_flags | (end_words ? NLM_F_ACK_TLVS : 0),
		      &zero, sizeof(zero));
	if (end_words)
		attribute(nlh, NLMSGERR_ATTR_MSG, end_words, strlen(end_words) + 1);
}

static void answer_family(void)
{
	const struct genlmsghdr genl = { .cmd = CTRL_CMD_NEWFAMILY };
	struct nlmsgerr ack = { .msg = asked };
	__u16 family = FAMILY;

	attribute(message(GENL_ID_CTRL, 0, &genl, sizeof(genl)), CTRL_ATTR_FAMILY_ID, &family,
		  sizeof(family));
	message(NLMSG_ERROR, 0, &ack, sizeof(ack));
}

ssize_t sendto(int fd, const void *data, size_t len, int flags, const struct sockaddr *to,
	       socklen_t to_len)
{
	(void)fd;
	(void)flags;
	(void)to;
	(void)to_len;
	memcpy(&asked, data, sizeof(asked));
	answer_len = 0;
	if (asked.nlmsg_type == GENL_ID_CTRL)
		answer_family();
	else
		answer_dump();
	return len;
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	struct sockaddr_nl *from = msg->msg_name;

	(void)fd;
	(void)flags;
	assert_true(answer_len && answer_len <= msg->msg_iov->iov_len);
	memset(from, 0, sizeof(*from));
	from->nl_family = AF_NETLINK;
	msg->msg_namelen = sizeof(*from);
	msg->msg_flags = 0;
	memcpy(msg->msg_iov->iov_base, answer, answer_len);
	return answer_len;
}

struct seen {
	unsigned int batches;
	struct kc_notes notes;
	struct kintrospect_batch last;
};

static int see(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct seen *seen = context;

	(void)err;
	seen->batches++;
	seen->last = rows->header;
	kc_notes_take(&seen->notes, rows);
	return KC_OK;
}

static void dump(struct seen *seen)
{
	struct kc_request request = {
		.table = &kc_tables[KINTROSPECT_CMD_VAS - 1], .mask = { 5, 0 },
		.attributes = !packed,
	};
	struct kc_transport *transport;
	struct kc_error err;

	memset(seen, 0, sizeof(*seen));
	if (kc_netlink_open(&transport, &err))
		fail_msg("%s", err.message);
	if (transport->dump(transport, &request, see, seen, &err))
		fail_msg("%s", err.message);
	transport->close(transport);
}

static void expect(__u32 flags, unsigned int batches)
{
	struct seen seen;

	dump(&seen);
	assert_int_equal(seen.notes.flags, flags);
	assert_int_equal(seen.batches, batches);
	/* A batch that only tells of the end keeps the costs and the mask of the last one. */
	assert_int_equal(seen.last.cost_total_ns, packed ? 77 : 0);
	assert_int_equal(seen.last.mask[0], 5);
}

static void set(bool as_packed, __u32 batch, __u16 end, const char *words)
{
	packed = as_packed;
	batch_flags = batch;
	end_flags = end;
	end_words = words;
}

static void test_attributes(void **state)
{
	(void)state;
	set(false, 0, 0, NULL);
	expect(0, 1);
	set(false, 0, 0, "truncated: budget-ns is spent");
	expect(KINTROSPECT_BATCH_FLAG_TRUNCATED, 1);
	set(false, 0, NLM_F_DUMP_INTR, NULL);
	expect(KINTROSPECT_BATCH_FLAG_INTERRUPTED, 1);
	set(false, 0, NLM_F_DUMP_INTR,
	    "busy: a lock was held too long, what it protects is missing; "
	    "partial: rows that need CAP_SYS_PTRACE were left out; "
	    "interrupted: something changed during the walk that may have hidden rows; "
	    "stale: the kernel no longer updates this, the rows are as of an earlier time; "
	    "addr-hidden: kernel addresses were left out");
	expect(KINTROSPECT_BATCH_FLAG_BUSY | KINTROSPECT_BATCH_FLAG_PARTIAL |
	       KINTROSPECT_BATCH_FLAG_INTERRUPTED | KINTROSPECT_BATCH_FLAG_STALE |
	       KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN, 1);
}

static void test_packed(void **state)
{
	(void)state;
	set(true, 0, 0, NULL);
	expect(0, 1);
	set(true, KINTROSPECT_BATCH_FLAG_BUSY, 0, "busy: a lock was held too long");
	expect(KINTROSPECT_BATCH_FLAG_BUSY, 1);
	set(true, KINTROSPECT_BATCH_FLAG_BUSY, NLM_F_DUMP_INTR, NULL);
	expect(KINTROSPECT_BATCH_FLAG_BUSY | KINTROSPECT_BATCH_FLAG_INTERRUPTED, 2);
}

/* An interrupted dump says nothing of the next one. */
static void test_next(void **state)
{
	struct kc_request request = {
		.table = &kc_tables[KINTROSPECT_CMD_VAS - 1], .attributes = true,
	};
	struct kc_transport *transport;
	struct kc_error err;
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(kc_netlink_open(&transport, &err), KC_OK);
	set(false, 0, NLM_F_DUMP_INTR, "busy: x");
	assert_int_equal(transport->dump(transport, &request, see, &seen, &err), KC_OK);
	assert_true(seen.notes.flags);
	memset(&seen, 0, sizeof(seen));
	set(false, 0, 0, NULL);
	assert_int_equal(transport->dump(transport, &request, see, &seen, &err), KC_OK);
	assert_int_equal(seen.notes.flags, 0);
	transport->close(transport);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_packed),
		cmocka_unit_test(test_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
