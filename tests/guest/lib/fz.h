/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of kfuzz share: chance that is the same for a seed, operations that
 * are counted and watched, and rounds of them.
 */
#ifndef FZ_H
#define FZ_H

#include "kt_check.h"

#define FZ_WORKERS 16
#define FZ_DATAGRAM 131072

/* Kinds of operations. */
enum fz_kind {
	FZ_SEND, FZ_RECEIVE, FZ_READ, FZ_SEEK, FZ_OPEN, FZ_CLOSE, FZ_FORK, FZ_LOAD, FZ_KINDS
};

/**
 * struct fz_report - what a worker tells its parent, in shared memory
 * @round: number of the round
 * @done: operations done
 * @kind: of them, by enum fz_kind
 * @rows: rows that came
 * @since: when the operation began, 0: none is under way
 * @doing: the operation in words
 * @failed: the worker ended, for what @why says
 * @why: words
 *
 * A child of the worker has the report FZ_WORKERS further on.
 */
struct fz_report {
	uint64_t round;
	uint64_t done;
	uint64_t kind[FZ_KINDS];
	uint64_t rows;
	uint64_t since;
	char doing[128];
	bool failed;
	char why[1024];
};

/**
 * struct fz_request - a message to send
 * @bytes: the message
 * @len: bytes of it
 * @object: the object it asked for before it was changed
 * @valid: the kernel takes it for a dump, whatever it then answers
 */
struct fz_request {
	char bytes[4096];
	size_t len;
	int object;
	bool valid;
};

/* fz.c */
extern struct fz_report *fz_self;
extern char *fz_buffer;		/* FZ_DATAGRAM bytes */
extern uint64_t fz_rng;
extern bool fz_loud;
uint64_t fz_mix(uint64_t x);
uint64_t fz_any(void);
unsigned int fz_below(unsigned int n);
bool fz_one_in(unsigned int n);
void fz_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void fz_begin(enum fz_kind kind, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fz_end(void);
void fz_away(void);
bool fz_gone(int error);
void fz_drop(void);
pid_t fz_child(void);
void fz_wait(pid_t pid);

/* fz_request.c */
void fz_valid(struct fz_request *r, int family);
void fz_row(struct fz_request *r, int family);
void fz_mutate(struct fz_request *r, int family);

/* fz_netlink.c */
void fz_round_valid(void);
void fz_round_row(void);
void fz_round_changed(void);
void fz_round_chain(void);
void fz_round_sequence(void);
void fz_round_many(void);

/* fz_file.c */
void fz_round_file(void);

#endif
