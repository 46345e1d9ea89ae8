// SPDX-License-Identifier: GPL-2.0-only
/* Dumps over netlink, with nothing in the way that is not measured. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/kintrospect.h>

#include "bench.h"
#include "rows.h"
#include "gen/kc_gen.h"

static struct mnl_socket *socket_;
static __u64 buffer[BENCH_BUFFER / 8];
static __u16 family;
static __u32 seq;

static struct nlmsghdr *request(__u16 type, __u16 flags, __u8 command)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	nlh->nlmsg_seq = ++seq;
	genl->cmd = command;
	genl->version = 1;
	return nlh;
}

/**
 * bench_nl_open - a socket, and the family's number
 *
 * Return: false where the driver is not loaded.
 */
bool bench_nl_open(void)
{
	const struct nlattr *attr;
	struct nlmsghdr *nlh;

	socket_ = mnl_socket_open(NETLINK_GENERIC);
	if (!socket_ || mnl_socket_bind(socket_, 0, MNL_SOCKET_AUTOPID) < 0)
		bench_die("netlink socket");
	nlh = request(GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY);
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, KINTROSPECT_FAMILY_NAME);
	if (mnl_socket_sendto(socket_, nlh, nlh->nlmsg_len) < 0 ||
	    mnl_socket_recvfrom(socket_, buffer, sizeof(buffer)) < 0)
		bench_die("netlink family");
	nlh = (void *)buffer;
	if (nlh->nlmsg_type == NLMSG_ERROR)
		return false;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID)
			family = mnl_attr_get_u16(attr);
	return family;
}

static __u64 packed(const struct bench_dump *dump, const struct nlattr *attr)
{
	static struct kc_value values[KC_FIELDS_MAX];
	const struct kc_table *table = &kc_tables[dump->command - 1];
	struct kc_error err;
	struct kc_rows rows;
	__u64 (*decode)(const void *row);
	const unsigned char *row;
	__u32 i;

	/* Receiving only means not even to look at the strings. */
	if (dump->decode == BENCH_RECEIVE)
		return ((const struct kintrospect_batch *)mnl_attr_get_payload(attr))->row_count;
	if (kc_rows_open(&rows, table, mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr),
			 &err)) {
		errno = err.errnum;
		bench_die(err.message);
	}
	decode = dump->command == KINTROSPECT_CMD_TASKS ? bench_decode_tasks :
		 dump->mask[0] == BENCH_VMAS_ALL ? bench_decode_residency : bench_decode_vmas;
	for (i = 0, row = rows.first; i < rows.count; i++, row += rows.stride) {
		if (dump->decode == BENCH_STRUCT) {
			bench_sink += decode(row);
		} else {
			kc_row_decode(&rows, row, values);
			bench_sink += values[0].u;
		}
	}
	return rows.count;
}

static __u64 message(const struct bench_dump *dump, const struct nlmsghdr *nlh)
{
	const unsigned char *attrs = mnl_nlmsg_get_payload_offset(nlh, GENL_HDRLEN);
	size_t len = mnl_nlmsg_get_payload_len(nlh) - GENL_HDRLEN;

	if (dump->encoding == KINTROSPECT_ENCODING_PACKED)
		return packed(dump, (const struct nlattr *)attrs);
	if (len && mnl_attr_get_type((const struct nlattr *)attrs) == KINTROSPECT_A_TASKS_MASK)
		return 0;
	if (dump->decode != BENCH_RECEIVE)
		bench_sink += dump->command == KINTROSPECT_CMD_TASKS ?
			      bench_attributes_tasks(attrs, len) :
			      bench_attributes_vmas(attrs, len);
	return 1;
}

/**
 * bench_nl_dump - one dump, from request to end
 * @arg: struct bench_dump
 *
 * Return: rows.
 */
__u64 bench_nl_dump(const void *arg)
{
	const struct bench_dump *dump = arg;
	struct nlmsghdr *nlh = request(family, NLM_F_DUMP, dump->command);
	int got, left;
	__u64 rows = 0;

	mnl_attr_put_u32(nlh, KINTROSPECT_A_TASKS_ENCODING, dump->encoding);
	if (dump->mask[0] | dump->mask[1])
		mnl_attr_put(nlh, KINTROSPECT_A_TASKS_MASK, sizeof(dump->mask), dump->mask);
	if (dump->pid)
		mnl_attr_put_u32(nlh, KINTROSPECT_A_TASKS_PID, dump->pid);
	if (mnl_socket_sendto(socket_, nlh, nlh->nlmsg_len) < 0)
		bench_die("request");
	for (;;) {
		got = mnl_socket_recvfrom(socket_, buffer, sizeof(buffer));
		if (got <= 0)
			bench_die("dump");
		left = got;
		for (nlh = (void *)buffer; mnl_nlmsg_ok(nlh, left);
		     nlh = mnl_nlmsg_next(nlh, &left)) {
			if (nlh->nlmsg_type == NLMSG_DONE || nlh->nlmsg_type == NLMSG_ERROR) {
				errno = -*(int *)mnl_nlmsg_get_payload(nlh);
				if (errno)
					bench_die("dump");
				return rows;
			}
			rows += message(dump, nlh);
		}
	}
}
