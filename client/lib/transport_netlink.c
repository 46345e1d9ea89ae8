// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows over generic netlink. The receive loop is our own: mnl_cb_run() ignores
 * the errno in NLMSG_DONE, so that a dump that failed half-way would look
 * complete, and gives up at NLM_F_DUMP_INTR, which is a remark and no error.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include "attributes.h"
#include "notes.h"

/*
 * The kernel makes its messages as large as the largest buffer that recvmsg()
 * was called with, and at most this large.
 */
#define RECEIVE_BYTES 32768
#define REQUEST_BYTES 2048

struct netlink {
	struct kc_transport transport;
	struct mnl_socket *socket;
	__u32 seq;
	__u16 family;
	bool dirty;			/* a dump was left before its end */
	bool interrupted;		/* the last dump's end said so */
	__u64 buffer[RECEIVE_BYTES / 8];
	__u64 request[REQUEST_BYTES / 8];
	char words[640];		/* the kernel's own, with the last verdict */
	struct kc_pack pack;		/* rows that come as attributes */
};

/* Takes one message that is neither an error nor the end of a dump. */
typedef int message_fn(struct netlink *nl, const struct nlmsghdr *nlh, void *context,
		       struct kc_error *err);

static int netlink_connect(struct netlink *nl, struct kc_error *err)
{
	int one = 1;

	if (nl->socket)
		mnl_socket_close(nl->socket);
	nl->dirty = false;
	nl->socket = mnl_socket_open(NETLINK_GENERIC);
	if (!nl->socket || mnl_socket_bind(nl->socket, 0, MNL_SOCKET_AUTOPID) < 0)
		return kc_fail_errno(err, errno, "cannot open a netlink socket", NULL);
	/* Without it errors come without words, which is all that would be lost. */
	mnl_socket_setsockopt(nl->socket, NETLINK_EXT_ACK, &one, sizeof(one));
	return KC_OK;
}

static int netlink_send(struct netlink *nl, struct nlmsghdr *nlh, struct kc_error *err)
{
	ssize_t sent;

	nlh->nlmsg_seq = ++nl->seq;
	do {
		sent = mnl_socket_sendto(nl->socket, nlh, nlh->nlmsg_len);
	} while (sent < 0 && errno == EINTR);
	if (sent < 0)
		return kc_fail_errno(err, errno, "cannot send a request", NULL);
	return KC_OK;
}

static int netlink_receive(struct netlink *nl, size_t *len, struct kc_error *err)
{
	struct sockaddr_nl from;
	struct iovec iov = { .iov_base = nl->buffer, .iov_len = sizeof(nl->buffer) };
	struct msghdr msg = { .msg_name = &from, .msg_iov = &iov, .msg_iovlen = 1 };
	ssize_t got;

	for (;;) {
		msg.msg_namelen = sizeof(from);
		got = recvmsg(mnl_socket_get_fd(nl->socket), &msg, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return kc_fail_errno(err, errno, "cannot receive", NULL);
		if (msg.msg_flags & MSG_TRUNC)
			return kc_fail(err, KC_DRIVER, EMSGSIZE,
				       "a message of the kernel is larger than %d bytes",
				       RECEIVE_BYTES);
		if (!got)
			return kc_fail(err, KC_DRIVER, EPIPE, "the netlink socket was shut");
		/* Anybody may send us messages; only the kernel has port 0. */
		if (msg.msg_namelen == sizeof(from) && !from.nl_pid) {
			*len = got;
			return KC_OK;
		}
	}
}

/* The kernel's words among the attributes at @at, or "". */
static void extack_words(const void *at, size_t len, char *words, size_t size)
{
	const struct nlattr *attr = at;
	int left = len;
	size_t text;

	words[0] = 0;
	for (; mnl_attr_ok(attr, left);
	     left -= MNL_ALIGN(attr->nla_len), attr = mnl_attr_next(attr)) {
		if (mnl_attr_get_type(attr) != NLMSGERR_ATTR_MSG)
			continue;
		text = strnlen(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr));
		if (text >= size)
			text = size - 1;
		memcpy(words, mnl_attr_get_payload(attr), text);
		words[text] = 0;
	}
}

/* What NLMSG_ERROR or NLMSG_DONE says: 0 or a positive errno, and words. */
static int netlink_verdict(const struct nlmsghdr *nlh, char *words, size_t size)
{
	const unsigned char *payload = mnl_nlmsg_get_payload(nlh);
	size_t len = mnl_nlmsg_get_payload_len(nlh);
	size_t skip = sizeof(int);
	const struct nlmsgerr *error = (const void *)payload;
	int errnum;

	words[0] = 0;
	if (nlh->nlmsg_type == NLMSG_ERROR) {
		if (len < sizeof(*error))
			return EBADMSG;
		skip = sizeof(*error);
		if (!(nlh->nlmsg_flags & NLM_F_CAPPED) &&
		    error->msg.nlmsg_len > sizeof(error->msg))
			skip += MNL_ALIGN(error->msg.nlmsg_len) - sizeof(error->msg);
	} else if (len < sizeof(int)) {
		return 0;	/* a DONE without a verdict */
	}
	memcpy(&errnum, payload, sizeof(errnum));
	if ((nlh->nlmsg_flags & NLM_F_ACK_TLVS) && skip <= len)
		extack_words(payload + skip, len - skip, words, size);
	return errnum < 0 && errnum > -4096 ? -errnum : errnum ? EBADMSG : 0;
}

/* Send @nlh and hand everything that answers it to @fn, until the end. */
static int netlink_talk(struct netlink *nl, struct nlmsghdr *nlh, const char *what,
			message_fn *fn, void *context, struct kc_error *err)
{
	int ret, left, errnum;
	size_t len = 0;

	if (nl->dirty) {
		ret = netlink_connect(nl, err);
		if (ret)
			return ret;
	}
	ret = netlink_send(nl, nlh, err);
	if (ret)
		return ret;
	nl->dirty = true;
	for (;;) {
		ret = netlink_receive(nl, &len, err);
		if (ret)
			return ret;
		left = len;
		for (nlh = (void *)nl->buffer; mnl_nlmsg_ok(nlh, left);
		     nlh = mnl_nlmsg_next(nlh, &left)) {
			if (nlh->nlmsg_seq != nl->seq)
				continue;
			if (nlh->nlmsg_type == NLMSG_ERROR || nlh->nlmsg_type == NLMSG_DONE) {
				nl->dirty = false;
				nl->interrupted = nlh->nlmsg_flags & NLM_F_DUMP_INTR;
				errnum = netlink_verdict(nlh, nl->words, sizeof(nl->words));
				if (errnum)
					return kc_fail_errno(err, errnum, what, nl->words);
				return KC_OK;
			}
			if (nlh->nlmsg_type < NLMSG_MIN_TYPE)
				continue;
			ret = fn(nl, nlh, context, err);
			if (ret)
				return ret;
		}
		if (left > 0)
			return kc_fail(err, KC_DRIVER, EBADMSG,
				       "%s: a message of the kernel is cut short", what);
	}
}

/* --- the family --------------------------------------------------------- */

static int family_message(struct netlink *nl, const struct nlmsghdr *nlh, void *context,
			  struct kc_error *err)
{
	const struct nlattr *attr;

	(void)context;
	(void)err;
	if (mnl_nlmsg_get_payload_len(nlh) < GENL_HDRLEN)
		return KC_OK;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN)
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID &&
		    mnl_attr_validate(attr, MNL_TYPE_U16) >= 0)
			nl->family = mnl_attr_get_u16(attr);
	return KC_OK;
}

static struct nlmsghdr *message_begin(struct netlink *nl, __u16 type, __u16 flags, __u8 command,
				      __u8 version)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(nl->request);
	struct genlmsghdr *genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	genl->cmd = command;
	genl->version = version;
	return nlh;
}

/* Asking for the family by name also makes the kernel load the module. */
static int family_find(struct netlink *nl, struct kc_error *err)
{
	struct nlmsghdr *nlh = message_begin(nl, GENL_ID_CTRL, NLM_F_ACK, CTRL_CMD_GETFAMILY, 1);
	int ret;

	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, KINTROSPECT_FAMILY_NAME);
	nl->family = 0;
	ret = netlink_talk(nl, nlh, "netlink family kintrospect", family_message, NULL, err);
	if (ret ? err->errnum != ENOENT : nl->family)
		return ret;
	kc_fail(err, KC_DRIVER, ENOENT, "cannot reach the kintrospect driver");
	kc_hint(err, "load it with 'modprobe kintrospect'; 'kintro doctor' says what is missing");
	return KC_DRIVER;
}

/* --- dumps --------------------------------------------------------------- */

struct dump {
	const struct kc_request *request;
	kc_batch_fn *fn;
	void *context;
	bool interrupted;
	struct kintrospect_batch last;	/* header of the last packed batch */
	__u32 flags;			/* of all of them */
};

/* Without packed batches the end of the dump says in words what their flags would. */
static __u32 dump_flags(const struct netlink *nl, const struct dump *dump)
{
	__u32 flags = kc_notes_flags(nl->words, "; ");

	if (dump->interrupted || nl->interrupted)
		flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	return flags;
}

static int dump_flush(struct netlink *nl, const struct dump *dump, struct kc_error *err)
{
	__u32 flags = dump_flags(nl, dump);
	struct kc_rows rows;
	size_t len = kc_pack_finish(&nl->pack, dump->request->mask, flags);
	int ret = kc_rows_open(&rows, dump->request->table, nl->pack.data, len, err);

	return ret ? ret : dump->fn(dump->context, &rows, err);
}

/* What the end of a dump says and no packed batch did: one more, without rows, says it. */
static int dump_end_packed(struct netlink *nl, const struct dump *dump, struct kc_error *err)
{
	__u32 flags = dump_flags(nl, dump) & ~dump->flags;
	struct kintrospect_batch header = dump->last;
	struct kc_rows rows;
	int ret;

	if (!flags)
		return KC_OK;
	ret = kc_rows_open(&rows, dump->request->table, nl->pack.data,
			   kc_pack_finish(&nl->pack, dump->request->mask, 0), err);
	if (ret)
		return ret;
	/* All else is as in the last one, which has the final costs. */
	if (!header.abi)
		header = rows.header;
	header.header_size = sizeof(header);
	header.row_count = 0;
	header.string_bytes = 0;
	header.flags |= flags;
	memcpy(nl->pack.data, &header, sizeof(header));
	rows.header = header;
	return dump->fn(dump->context, &rows, err);
}

static int dump_row(struct netlink *nl, const struct nlmsghdr *nlh, const struct dump *dump,
		    struct kc_error *err)
{
	const unsigned char *attrs = mnl_nlmsg_get_payload(nlh);
	size_t len = mnl_nlmsg_get_payload_len(nlh) - GENL_HDRLEN;
	int ret;

	attrs += GENL_HDRLEN;
	ret = kc_attributes_row(&nl->pack, attrs, len, err);
	if (ret != KC_STOP)
		return ret;
	ret = dump_flush(nl, dump, err);
	if (ret)
		return ret;
	ret = kc_attributes_row(&nl->pack, attrs, len, err);
	return ret == KC_STOP ? kc_fail(err, KC_DRIVER, EMSGSIZE, "a row is too large") : ret;
}

static int dump_message(struct netlink *nl, const struct nlmsghdr *nlh, void *context,
			struct kc_error *err)
{
	struct dump *dump = context;
	const struct nlattr *attr;
	struct kc_rows rows;
	int ret;

	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		dump->interrupted = true;
	if (nlh->nlmsg_type != nl->family || mnl_nlmsg_get_payload_len(nlh) < GENL_HDRLEN)
		return KC_OK;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN) {
		/* The mask that was granted: a message without a row. */
		if (mnl_attr_get_type(attr) == KINTROSPECT_A_FIELDS_MASK)
			return KC_OK;
		if (mnl_attr_get_type(attr) != KINTROSPECT_A_FIELDS_BATCH)
			continue;
		ret = kc_rows_open(&rows, dump->request->table, mnl_attr_get_payload(attr),
				   mnl_attr_get_payload_len(attr), err);
		if (ret)
			return ret;
		if (dump->interrupted)
			rows.header.flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
		dump->last = rows.header;
		dump->flags |= rows.header.flags;
		return dump->fn(dump->context, &rows, err);
	}
	return dump_row(nl, nlh, dump, err);
}

static void put_key(struct nlmsghdr *nlh, const struct kc_table *table, const struct kc_key *key)
{
	const struct kc_field *field = &table->fields[key->field];
	__u16 type = KINTROSPECT_FIRST_FIELD + key->field;

	switch (field->type) {
	case KINTROSPECT_FIELD_TYPE_CHARS:
	case KINTROSPECT_FIELD_TYPE_STRING:
		mnl_attr_put_strz(nlh, type, key->text);
		break;
	case KINTROSPECT_FIELD_TYPE_U64:
	case KINTROSPECT_FIELD_TYPE_S64:
		mnl_attr_put_u64(nlh, type, key->number);
		break;
	case KINTROSPECT_FIELD_TYPE_U32:
	case KINTROSPECT_FIELD_TYPE_S32:
		mnl_attr_put_u32(nlh, type, key->number);
		break;
	case KINTROSPECT_FIELD_TYPE_U16:
	case KINTROSPECT_FIELD_TYPE_S16:
		mnl_attr_put_u16(nlh, type, key->number);
		break;
	default:
		mnl_attr_put_u8(nlh, type, key->number);
	}
}

static int netlink_dump(struct kc_transport *transport, const struct kc_request *request,
			kc_batch_fn *fn, void *context, struct kc_error *err)
{
	struct netlink *nl = (struct netlink *)transport;
	struct dump dump = { .request = request, .fn = fn, .context = context };
	struct nlmsghdr *nlh;
	unsigned int i;
	int ret;

	/* The numbers of the common attributes are the same in every set. */
	nlh = message_begin(nl, nl->family, NLM_F_DUMP, request->table->command,
			    KINTROSPECT_FAMILY_VERSION);
	mnl_attr_put_u32(nlh, KINTROSPECT_A_FIELDS_ENCODING,
			 request->attributes ? KINTROSPECT_ENCODING_ATTRIBUTES :
			 KINTROSPECT_ENCODING_PACKED);
	mnl_attr_put(nlh, KINTROSPECT_A_FIELDS_MASK, sizeof(request->mask), request->mask);
	if (request->budget_ns)
		mnl_attr_put_u64(nlh, KINTROSPECT_A_FIELDS_BUDGET_NS, request->budget_ns);
	if (request->threads)
		mnl_attr_put(nlh, KINTROSPECT_A_FIELDS_THREADS, 0, NULL);
	for (i = 0; i < request->key_count; i++)
		put_key(nlh, request->table, &request->keys[i]);

	nl->words[0] = 0;
	nl->interrupted = false;
	kc_pack_init(&nl->pack, request->table);
	ret = netlink_talk(nl, nlh, request->table->name, dump_message, &dump, err);
	/* At the end of attributes a batch is due even if it has no row. */
	if (!ret)
		ret = request->attributes ? dump_flush(nl, &dump, err) :
		      dump_end_packed(nl, &dump, err);
	return ret;
}

static void netlink_close(struct kc_transport *transport)
{
	struct netlink *nl = (struct netlink *)transport;

	if (nl->socket)
		mnl_socket_close(nl->socket);
	free(nl);
}

/**
 * kc_netlink_open - reach the driver over generic netlink
 * @transport: set on success; its close frees it
 * @err: filled on failure, with errno ENOENT when there is no driver
 */
int kc_netlink_open(struct kc_transport **transport, struct kc_error *err)
{
	struct netlink *nl = calloc(1, sizeof(*nl));
	int ret;

	if (!nl)
		return kc_fail_memory(err);
	nl->transport = (struct kc_transport) {
		.name = "netlink", .costs = true, .threads = true, .on_request = true,
		.dump = netlink_dump, .close = netlink_close,
	};
	ret = netlink_connect(nl, err);
	if (!ret)
		ret = family_find(nl, err);
	if (ret)
		netlink_close(&nl->transport);
	else
		*transport = &nl->transport;
	return ret;
}
