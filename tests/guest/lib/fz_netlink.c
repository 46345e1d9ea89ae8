// SPDX-License-Identifier: GPL-2.0-only
/* Rounds of kfuzz on sockets: dumps that are read, half read, shared, and left. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>

#include "fz.h"

#define SOCKETS 24
/* No dump has so many datagrams: the least room in one is some 8 KiB. */
#define PIECES 20000

/* --- sockets ---------------------------------------------------------------- */

struct dump {
	int fd;
	bool running;	/* a valid request was sent, its end has not come */
	bool loose;	/* others read from it too, or datagrams were cut or lost */
	bool lost;	/* a request or an answer was, for want of memory */
	bool shared;	/* two read at a time, or did */
	bool mute;	/* extended acks are off, or were: no words come */
	unsigned int pieces;
	struct kt_check check;
};

static int family;

static bool dump_open(struct dump *d)
{
	int on = 1;

	memset(d, 0, sizeof(*d));
	fz_begin(FZ_OPEN, "a socket, and asking for the family");
	d->fd = kt_socket();
	if (d->fd < 0)
		fz_fail("no socket: %s", strerror(errno));
	family = kt_family(d->fd, NULL, 0);
	fz_end();
	if (family < 0) {
		if (!fz_gone(-family))
			fz_fail("asking for the family: %s", strerror(-family));
		close(d->fd);
		d->fd = -1;
		fz_away();
		return false;
	}
	if (fz_one_in(8))
		setsockopt(d->fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	return true;
}

static void dump_close(struct dump *d)
{
	if (d->fd < 0)
		return;
	fz_begin(FZ_CLOSE, "close of a socket, dump %srunning", d->running ? "" : "not ");
	close(d->fd);
	fz_end();
	d->fd = -1;
}

static void dump_send(struct dump *d, struct fz_request *r)
{
	ssize_t sent;

	fz_begin(FZ_SEND, "%s request for %s, %zu bytes", r->valid ? "valid" : "changed",
		 kt_table(r->object)->name, r->len);
	sent = send(d->fd, r->bytes, r->len, MSG_DONTWAIT);
	fz_end();
	if (sent < 0 && errno != ENOBUFS && errno != EAGAIN && errno != ECONNREFUSED &&
	    errno != EINVAL && errno != ENOMEM && errno != EPERM && !(errno == ENODATA && !r->len))
		fz_fail("send: %s", strerror(errno));
	/* a changed one may be a dump as well, and nobody knows which */
	d->loose |= !r->valid || d->running || sent < 0;
	d->lost |= sent < 0;
	d->running |= r->valid;
	d->check.follows = false;
	d->pieces = 0;
	if (fz_loud && sent < 0)
		kt_diag("  %s", strerror(errno));
}

/*
 * One datagram. What was asked for is made within the call that asks, so there is never
 * anything to wait for: EAGAIN before the end of a dump would be one that never ends.
 * False: nothing (more) came.
 */
static bool dump_receive(struct dump *d, size_t size, int flags)
{
	struct iovec iov = { .iov_base = fz_buffer, .iov_len = size };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	int error;
	ssize_t got;

	fz_begin(FZ_RECEIVE, "a piece%s of %zu bytes, flags 0x%x", d->running ? " of a dump" : "",
		 size, flags);
	got = recvmsg(d->fd, &msg, flags | MSG_DONTWAIT);
	error = errno;
	fz_end();
	if (fz_loud)
		kt_diag("  %zd %s", got, got < 0 ? strerror(error) : "bytes");
	if (got < 0) {
		if (error == EAGAIN && d->running && !d->loose)
			fz_fail("a dump stopped before its end, after %llu rows",
				(unsigned long long)d->check.rows);
		if (error == EAGAIN)
			return false;
		/*
		 * Of two that read at a time, one may ask for the next piece when the other
		 * has just got the last: netlink_dump() says EINVAL of that.
		 */
		if (error != ENOBUFS && error != ENOMEM && !(error == EINVAL && d->shared))
			fz_fail("recvmsg: %s", strerror(error));
		d->loose = true;	/* something was lost */
		d->lost = true;
		return true;
	}
	if (++d->pieces > PIECES)
		fz_fail("a dump does not end");
	if (msg.msg_flags & MSG_TRUNC || (flags & MSG_TRUNC && got > (ssize_t)size)) {
		/* the rest is lost, unless it was only looked at */
		d->loose |= !(flags & MSG_PEEK);
		d->check.follows = false;
		return true;
	}
	if (flags & MSG_PEEK) {
		struct kt_check look = d->check;

		if (!kt_check_datagram(&look, fz_buffer, got))
			fz_fail("a datagram that was looked at: %s", look.why);
		return true;
	}
	if (d->loose)
		d->check.follows = false;
	d->check.ended = false;
	if (!kt_check_datagram(&d->check, fz_buffer, got))
		fz_fail("a datagram: %s", d->check.why);
	if (!d->check.ended)
		return true;
	fz_self->rows += d->check.rows;
	if (fz_loud)
		kt_diag("  end: %s, \"%s\", %llu rows", strerror(d->check.error),
			d->check.words, (unsigned long long)d->check.rows);
	if (!d->mute && !d->check.refused && d->check.error && !d->check.words[0])
		fz_fail("a dump ended with %s and no words", strerror(d->check.error));
	d->check.words[0] = 0;
	d->check.rows = 0;
	d->running = false;
	return true;
}

/* To the end. */
static void dump_drain(struct dump *d, size_t size)
{
	while (d->running || d->loose) {
		if (!dump_receive(d, size, 0))
			break;
	}
}

static size_t some_size(void)
{
	static const size_t sizes[] = {
		8192, 8193, 8196, 8200, 10000, 16384, 32768, 65536, FZ_DATAGRAM
	};

	return sizes[fz_below(sizeof(sizes) / sizeof(*sizes))];
}

/* --- rounds of netlink ------------------------------------------------------ */

void fz_round_valid(void)
{
	struct fz_request r = { 0 };
	struct dump d;

	if (!dump_open(&d))
		return;
	fz_valid(&r, family);
	dump_send(&d, &r);
	dump_drain(&d, some_size());
	dump_close(&d);
}

/* Requests for one row: each has one answer, a row at most before it, and is at its end then. */
void fz_round_row(void)
{
	struct dump d;
	int i, rest;

	if (!dump_open(&d))
		return;
	for (i = 1 + fz_below(16); i; i--) {
		struct fz_request r = { 0 };

		fz_row(&r, family);
		dump_send(&d, &r);
		d.check.ended = false;
		d.check.rows = 0;
		for (rest = 2; rest && !d.check.ended && dump_receive(&d, some_size(), 0); rest--)
			;
		if (d.lost)
			break;
		if (!d.check.ended)
			fz_fail("a request for one row has no answer");
		if (!d.check.refused)
			fz_fail("a request for one row is a dump");
		if (dump_receive(&d, some_size(), 0))
			fz_fail("something came after the answer to a request for one row");
	}
	dump_close(&d);
}

void fz_round_changed(void)
{
	struct dump d;
	int i, n, m;

	if (!dump_open(&d))
		return;
	for (i = 1 + fz_below(8); i; i--) {
		struct fz_request r = { 0 };

		if (fz_one_in(4))
			fz_row(&r, family);
		else
			fz_valid(&r, family);
		for (m = 1 + fz_below(3); m; m--)
			fz_mutate(&r, family);
		dump_send(&d, &r);
		for (n = 0; n < 40 && dump_receive(&d, some_size(), 0); n++)
			;
	}
	dump_close(&d);
}

/* Several messages in one datagram. */
void fz_round_chain(void)
{
	struct fz_request r, all = { .len = 0 };
	struct dump d;
	int n;

	if (!dump_open(&d))
		return;
	for (n = 2 + fz_below(4); n; n--) {
		fz_valid(&r, family);
		if (fz_one_in(2))
			fz_mutate(&r, family);
		if (all.len + NLMSG_ALIGN(r.len) > sizeof(all.bytes))
			break;
		memset(all.bytes + all.len, 0, NLMSG_ALIGN(r.len));
		memcpy(all.bytes + all.len, r.bytes, r.len);
		all.len += NLMSG_ALIGN(r.len);
	}
	all.object = r.object;
	dump_send(&d, &all);
	for (n = 0; n < 40 && dump_receive(&d, some_size(), 0); n++)
		;
	dump_close(&d);
}

/* The socket goes to another process by a message, as SCM_RIGHTS. */
static int pass(int fd)
{
	char control[CMSG_SPACE(sizeof(int))] = { 0 }, byte = 0;
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
	int pair[2], got = -1;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		fz_fail("socketpair: %s", strerror(errno));
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(int));
	if (sendmsg(pair[0], &msg, 0) != 1)
		fz_fail("SCM_RIGHTS: %s", strerror(errno));
	if (fz_one_in(4)) {
		/* in flight for nobody when both ends go */
		close(pair[0]);
		close(pair[1]);
		return -1;
	}
	msg.msg_controllen = sizeof(control);
	if (recvmsg(pair[1], &msg, 0) != 1)
		fz_fail("SCM_RIGHTS: %s", strerror(errno));
	memcpy(&got, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(int));
	close(pair[0]);
	close(pair[1]);
	return got;
}

/* A child goes on with the dump, with fewer rights or without. */
static void hand_over(struct dump *d)
{
	bool both = fz_one_in(4), few = fz_one_in(2), passed = fz_one_in(2);
	int steps = fz_below(20);
	pid_t pid;

	d->shared |= both;
	d->loose |= both;
	fz_begin(FZ_FORK, "fork%s%s%s", few ? ", fewer rights" : "", passed ? ", passed on" : "",
		 both ? ", both read" : "");
	pid = fz_child();
	if (!pid) {
		if (passed) {
			int fd = pass(d->fd);

			close(d->fd);
			d->fd = fd;
		}
		if (few)
			fz_drop();
		while (d->fd >= 0 && steps-- && dump_receive(d, some_size(), 0))
			;
		_exit(0);
	}
	while (both && steps-- && dump_receive(d, some_size(), 0))
		;
	fz_wait(pid);
	d->check.follows = false;
	/* the end may have come in the child */
	d->loose = true;
}

void fz_round_sequence(void)
{
	struct dump dumps[4];
	int count = 1 + fz_below(4), opened = 0, i, steps;

	for (i = 0; i < count; i++) {
		if (!dump_open(&dumps[i]))
			break;
		opened++;
	}
	for (steps = 5 + fz_below(60); opened && steps; steps--) {
		struct dump *d = &dumps[fz_below(opened)];
		struct fz_request r = { 0 };
		int size = 1 << (10 + fz_below(11)), flags = 0;

		switch (fz_below(20)) {
		case 0:
		case 1:
		case 2:
		case 3:
			if (fz_one_in(6))
				fz_row(&r, family);
			else
				fz_valid(&r, family);
			if (fz_one_in(4))
				fz_mutate(&r, family);
			dump_send(d, &r);
			break;
		case 4:
			dump_receive(d, fz_below(600), 0);
			break;
		case 5:
			dump_receive(d, fz_below(4096), MSG_PEEK | MSG_TRUNC);
			break;
		case 6:
			dump_receive(d, fz_one_in(2) ? fz_below(4096) : some_size(), MSG_TRUNC);
			break;
		case 7:
			dump_receive(d, some_size(), MSG_PEEK);
			break;
		case 8:
			dump_close(d);
			if (!dump_open(d)) {
				*d = dumps[--opened];
				continue;
			}
			break;
		case 9:
			hand_over(d);
			break;
		case 10:
			setsockopt(d->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
			/* what does not fit is lost */
			d->loose = true;
			break;
		case 11:
			flags = fz_below(2);
			setsockopt(d->fd, SOL_NETLINK, NETLINK_EXT_ACK, &flags, sizeof(flags));
			d->mute = true;
			break;
		default:
			dump_receive(d, some_size(), 0);
		}
	}
	for (i = 0; i < opened; i++)
		dump_close(&dumps[i]);
}

void fz_round_many(void)
{
	struct dump dumps[SOCKETS];
	int count = 2 + fz_below(SOCKETS - 2), opened = 0, left, i;
	size_t size = some_size();

	for (i = 0; i < count && dump_open(&dumps[i]); i++)
		opened++;
	for (i = 0; i < opened; i++) {
		struct fz_request r = { 0 };

		fz_valid(&r, family);
		dump_send(&dumps[i], &r);
	}
	do {
		for (i = 0, left = 0; i < opened; i++) {
			if (!dumps[i].running)
				continue;
			dump_receive(&dumps[i], size, 0);
			left += dumps[i].running;
		}
	} while (left && !fz_one_in(400));
	for (i = 0; i < opened; i++)
		dump_close(&dumps[i]);
}
