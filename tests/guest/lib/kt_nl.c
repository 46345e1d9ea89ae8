// SPDX-License-Identifier: GPL-2.0-only
/*
 * A generic netlink client without a library: sockets, attributes and both
 * encodings, so that a fault of the project's client cannot hide one of the
 * driver's.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "kt.h"

#define ALIGN4(n) (((n) + 3) & ~(size_t)3)

/* A generic netlink socket that explains errors, or -1 with errno. */
int kt_socket(void)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK };
	int fd, on = 1;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on)) ||
	    connect(fd, (struct sockaddr *)&to, sizeof(to))) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Append an attribute at offset @at of @buffer; the offset behind it. */
size_t kt_put(void *buffer, size_t at, int type, const void *data, size_t len)
{
	struct nlattr attr = { .nla_len = NLA_HDRLEN + len, .nla_type = type };

	memset((char *)buffer + at, 0, NLA_HDRLEN + ALIGN4(len));
	memcpy((char *)buffer + at, &attr, sizeof(attr));
	if (len)
		memcpy((char *)buffer + at + NLA_HDRLEN, data, len);
	return at + NLA_HDRLEN + ALIGN4(len);
}

int kt_send(int fd, int family, int command, int flags, const void *attrs, size_t len)
{
	struct {
		struct nlmsghdr n;
		struct genlmsghdr g;
		char attrs[4096];
	} m;

	memset(&m, 0, sizeof(m));
	m.n.nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN) + len;
	m.n.nlmsg_type = family;
	m.n.nlmsg_flags = NLM_F_REQUEST | flags;
	m.n.nlmsg_seq = 1;
	m.g.cmd = command;
	m.g.version = KINTROSPECT_FAMILY_VERSION;
	memcpy(m.attrs, attrs, len);
	return send(fd, &m, m.n.nlmsg_len, 0) < 0 ? -errno : 0;
}

/* What the attributes TLVs of an error or the end of a dump say. */
static void words(struct kt_reply *reply, const char *at, const char *end,
		  const void *request)
{
	while (end - at >= (long)NLA_HDRLEN) {
		const struct nlattr *attr = (const void *)at;
		const char *data = at + NLA_HDRLEN;
		uint32_t offset;

		if (attr->nla_len < NLA_HDRLEN || attr->nla_len > end - at)
			return;
		if ((attr->nla_type & NLA_TYPE_MASK) == NLMSGERR_ATTR_MSG)
			snprintf(reply->words, sizeof(reply->words), "%s", data);
		if ((attr->nla_type & NLA_TYPE_MASK) == NLMSGERR_ATTR_OFFS && request) {
			/* an offset from the beginning of the message */
			memcpy(&offset, data, sizeof(offset));
			offset -= NLMSG_LENGTH(GENL_HDRLEN);
			if (offset < 4096)
				reply->attr = ((const struct nlattr *)
					((const char *)request + offset))->nla_type &
					NLA_TYPE_MASK;
		}
		if ((attr->nla_type & NLA_TYPE_MASK) == NLMSGERR_ATTR_MISS_TYPE) {
			memcpy(&offset, data, sizeof(offset));
			reply->missing = offset;
		}
		at += ALIGN4(attr->nla_len);
	}
}

static bool number(const struct kc_field *field, const char *data, size_t len,
		   uint64_t *value)
{
	uint64_t u = 0;

	if (len != field->size)
		return false;
	memcpy(&u, data, len);	/* little endian or whole words only */
	switch (field->type) {
	case KINTROSPECT_FIELD_TYPE_S8:
		u = (int8_t)u;
		break;
	case KINTROSPECT_FIELD_TYPE_S16:
		u = (int16_t)u;
		break;
	case KINTROSPECT_FIELD_TYPE_S32:
		u = (int64_t)(int32_t)u;
		break;
	}
	*value = u;
	return true;
}

static int bad(struct kt_reply *reply, const char *why)
{
	snprintf(reply->words, sizeof(reply->words), "bad reply: %s", why);
	return -EBADMSG;
}

/* The reader may not see gated fields: their bytes must say nothing either. */
bool kt_no_addresses;

/* Called with every datagram of a dump before anything else looks at it. */
void (*kt_raw)(const void *data, size_t len);

/* Bytes of a batch's strings that a field refers to. */
static bool named[65536];

static bool zero(const char *at, size_t len)
{
	while (len && !*at) {
		at++;
		len--;
	}
	return !len;
}

/*
 * Bytes that no field has must not carry what was left in memory, nor those of a
 * gated field what its presence bit denies.
 */
static bool clean(const struct kc_table *table, const struct kt_row *out, const char *row,
		  size_t row_size, bool hidden)
{
	unsigned char known[1024] = { 0 };
	size_t i;
	int n;

	if (row_size > table->row_size)		/* a newer driver's */
		row_size = table->row_size;
	memset(known, 1, sizeof(out->present));
	for (n = 0; n < table->field_count; n++)
		if (kt_has(out, n) || !hidden ||
		    !(table->fields[n].flags & KINTROSPECT_FIELD_FLAG_GATED))
			memset(known + table->fields[n].offset, 1, table->fields[n].size);
	for (i = 0; i < row_size; i++)
		if (!known[i] && row[i])
			return false;
	return true;
}

static int packed(const char *data, size_t len, const struct kc_table *table, kt_row_fn fn,
		  void *arg, struct kt_reply *reply)
{
	struct kintrospect_batch *batch = &reply->batch;
	const char *row, *end = data + len;
	uint32_t i;
	int n, rc;

	if (len < sizeof(*batch))
		return bad(reply, "short batch");
	memcpy(batch, data, sizeof(*batch));
	reply->flags |= batch->flags;
	if (batch->abi != KINTROSPECT_ABI || batch->object != table->command ||
	    batch->header_size < sizeof(*batch))
		return bad(reply, "batch header");
	if (batch->header_size + (uint64_t)batch->row_count * batch->row_size +
	    batch->string_bytes != len || batch->string_bytes > sizeof(named))
		return bad(reply, "rows and strings overlap, or are not all");
	memset(named, 0, batch->string_bytes);
	if (reply->joined)
		reply->rows = batch->row_total - batch->row_count;
	reply->joined = false;
	row = data + batch->header_size;
	for (i = 0; i < batch->row_count; i++, row += batch->row_size) {
		struct kt_row out;

		memset(&out, 0, sizeof(out));
		memcpy(out.present, row, sizeof(out.present));
		for (n = 0; n < table->field_count; n++) {
			const struct kc_field *field = &table->fields[n];
			struct kintrospect_string ref;

			if (!kt_has(&out, n))
				continue;
			if (field->offset + field->size > batch->row_size)
				return bad(reply, "present field behind the row's end");
			if (field->type == KINTROSPECT_FIELD_TYPE_STRING) {
				memcpy(&ref, row + field->offset, sizeof(ref));
				if (ref.end > batch->string_bytes || ref.len >= ref.end ||
				    end[-(int)ref.end + ref.len] ||
				    strlen(end - ref.end) != ref.len)
					return bad(reply, "string reference");
				out.str[n] = end - ref.end;
				memset(named + batch->string_bytes - ref.end, 1, ref.len + 1);
			} else if (field->type == KINTROSPECT_FIELD_TYPE_CHARS) {
				if (!memchr(row + field->offset, 0, field->size))
					return bad(reply, "endless text");
				out.str[n] = row + field->offset;
			} else if (!number(field, row + field->offset, field->size,
					   &out.num[n])) {
				return bad(reply, "number");
			}
		}
		if (!clean(table, &out, row, batch->row_size, kt_no_addresses))
			return bad(reply, "left-over bytes in a row");
		reply->rows++;
		rc = fn(&out, arg);
		if (rc)
			return rc;
	}
	for (i = 0; i < batch->string_bytes; i++)
		if (!named[i] && end[(int)i - (int)batch->string_bytes])
			return bad(reply, "left-over bytes among the strings");
	if (batch->row_total != reply->rows)
		return bad(reply, "row-total is not the number of rows so far");
	return 0;
}

static int attributes(const char *at, const char *end, const struct kc_table *table,
		      kt_row_fn fn, void *arg, struct kt_reply *reply)
{
	struct kt_row out;

	memset(&out, 0, sizeof(out));
	while (end - at >= (long)NLA_HDRLEN) {
		const struct nlattr *attr = (const void *)at;
		const char *data = at + NLA_HDRLEN;
		size_t len = attr->nla_len - NLA_HDRLEN;
		int type = attr->nla_type & NLA_TYPE_MASK, n = type - KINTROSPECT_FIRST_FIELD;

		if (attr->nla_len < NLA_HDRLEN || attr->nla_len > end - at)
			return bad(reply, "attribute length");
		if ((long)ALIGN4(attr->nla_len) > end - at ||
		    !zero(at + attr->nla_len, ALIGN4(attr->nla_len) - attr->nla_len))
			return bad(reply, "left-over bytes behind an attribute");
		if (type == KINTROSPECT_A_TASKS_BATCH)
			return packed(data, len, table, fn, arg, reply);
		/* A message without a row. */
		if (type == KINTROSPECT_A_TASKS_MASK)
			return len == sizeof(out.present) && at + ALIGN4(attr->nla_len) == end ?
			       0 : bad(reply, "mask");
		at += ALIGN4(attr->nla_len);
		if (n < 0)
			return bad(reply, "attribute below the first field");
		if (n >= table->field_count)
			continue;
		if (kt_has(&out, n))
			return bad(reply, "attribute twice");
		if (kt_is_string(&table->fields[n])) {
			if (!len || data[len - 1] || strlen(data) != len - 1)
				return bad(reply, "string");
			out.str[n] = data;
			out.present[n / 64] |= 1ULL << (n % 64);
		} else {
			uint64_t value;

			if (!number(&table->fields[n], data, len, &value))
				return bad(reply, "length of a number");
			kt_set(&out, n, value);
		}
	}
	if (at != end)
		return bad(reply, "rest behind the attributes");
	reply->rows++;
	return fn(&out, arg);
}

/*
 * Take a whole reply, row by row. 0, or a negative errno (the kernel's, or
 * -EBADMSG with words for a reply that breaks the format), or what @fn gave.
 */
int kt_receive(int fd, int object, size_t size, kt_row_fn fn, void *arg,
	       struct kt_reply *reply, const void *request, void (*pause)(void *arg))
{
	const struct kc_table *table = kt_table(object);
	char *buffer = aligned_alloc(4096, (size + 4095) & ~(size_t)4095);
	int rc = 0;

	if (!buffer)
		return -ENOMEM;
	for (;;) {
		struct iovec iov = { .iov_base = buffer, .iov_len = size };
		struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
		ssize_t got = recvmsg(fd, &msg, 0);
		size_t left;
		struct nlmsghdr *n;

		if (got < 0) {
			rc = -errno;
			break;
		}
		if (msg.msg_flags & MSG_TRUNC) {
			rc = bad(reply, "truncated message");
			break;
		}
		if (kt_raw)
			kt_raw(buffer, got);
		left = got;
		for (n = (void *)buffer; NLMSG_OK(n, left); n = NLMSG_NEXT(n, left)) {
			const char *data = NLMSG_DATA(n), *end = (char *)n + n->nlmsg_len;

			if (n->nlmsg_flags & NLM_F_DUMP_INTR)
				reply->intr = true;
			if (n->nlmsg_type == NLMSG_DONE || n->nlmsg_type == NLMSG_ERROR) {
				const char *tlvs = data + sizeof(int);

				rc = end - data >= (long)sizeof(int) ? *(const int *)data :
								       -EBADMSG;
				if (n->nlmsg_type == NLMSG_ERROR) {
					const struct nlmsgerr *err = (const void *)data;

					tlvs = data + sizeof(*err);
					if (!(n->nlmsg_flags & NLM_F_CAPPED))
						tlvs += ALIGN4(err->msg.nlmsg_len) - NLMSG_HDRLEN;
				}
				if (n->nlmsg_flags & NLM_F_ACK_TLVS)
					words(reply, tlvs, end, request);
				goto out;
			}
			reply->messages++;
			if (((const struct genlmsghdr *)data)->reserved) {
				rc = bad(reply, "left-over bytes in a message's header");
				goto out;
			}
			rc = attributes(data + GENL_HDRLEN, end, table, fn, arg, reply);
			if (rc)
				goto out;
			if (pause && reply->rows) {
				pause(arg);
				pause = NULL;
			}
		}
		if (left) {
			rc = bad(reply, "half a message");
			break;
		}
	}
out:
	free(buffer);
	return rc;
}

/* The family's number, or a negative errno. */
int kt_family(int fd, char *why, size_t size)
{
	char attrs[64], buffer[8192], *at;
	struct nlmsghdr *n = (void *)buffer;
	size_t len;
	ssize_t got;
	int rc;

	len = kt_put(attrs, 0, CTRL_ATTR_FAMILY_NAME, KINTROSPECT_FAMILY_NAME,
		     sizeof(KINTROSPECT_FAMILY_NAME));
	rc = kt_send(fd, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0, attrs, len);
	if (rc)
		return rc;
	got = recv(fd, buffer, sizeof(buffer), 0);
	if (got < (ssize_t)NLMSG_HDRLEN)
		return got < 0 ? -errno : -EBADMSG;
	if (n->nlmsg_type == NLMSG_ERROR) {
		if (why)
			snprintf(why, size, "family: %s", strerror(-*(int *)NLMSG_DATA(n)));
		return *(int *)NLMSG_DATA(n);
	}
	for (at = (char *)NLMSG_DATA(n) + GENL_HDRLEN; at < buffer + n->nlmsg_len;) {
		const struct nlattr *attr = (void *)at;

		if (attr->nla_type == CTRL_ATTR_FAMILY_ID)
			return *(uint16_t *)(at + NLA_HDRLEN);
		at += ALIGN4(attr->nla_len);
	}
	return -EBADMSG;
}

/* The request's attributes; their length. @buffer has 4096 bytes. */
size_t kt_attrs(const struct kt_request *request, void *buffer)
{
	const struct kc_table *table = kt_table(request->object);
	uint32_t encoding = request->via == KT_PACKED;
	size_t len = kt_put(buffer, 0, KINTROSPECT_A_TASKS_ENCODING, &encoding, 4);
	int i;

	if (request->masked)
		len = kt_put(buffer, len, KINTROSPECT_A_TASKS_MASK, request->mask,
			     sizeof(request->mask));
	if (request->budget_ns)
		len = kt_put(buffer, len, KINTROSPECT_A_TASKS_BUDGET_NS,
			     &request->budget_ns, 8);
	if (request->threads)
		len = kt_put(buffer, len, KINTROSPECT_A_TASKS_THREADS, NULL, 0);
	for (i = 0; i < table->filter_count; i++) {
		const struct kc_field *field = &table->fields[table->filters[i]];
		int type = KINTROSPECT_FIRST_FIELD + table->filters[i];

		if (!request->filter[i].set)
			continue;
		if (kt_is_string(field))
			len = kt_put(buffer, len, type, request->filter[i].str,
				     strlen(request->filter[i].str) + 1);
		else
			len = kt_put(buffer, len, type, &request->filter[i].num, field->size);
	}
	return len;
}

int kt_netlink(const struct kt_request *request, kt_row_fn fn, void *arg,
	       struct kt_reply *reply)
{
	int fd = request->fd ? request->fd : kt_socket(), family, rc;
	char attrs[4096];
	size_t len;

	if (fd < 0)
		return -errno;
	family = kt_family(fd, reply->words, sizeof(reply->words));
	len = kt_attrs(request, attrs);
	rc = family < 0 ? family :
		kt_send(fd, family, request->object, NLM_F_DUMP, attrs, len);
	if (!rc)
		rc = kt_receive(fd, request->object,
				request->buffer ? request->buffer : KT_BUFFER, fn, arg, reply,
				attrs, request->pause);
	if (!request->fd)
		close(fd);
	return rc;
}
