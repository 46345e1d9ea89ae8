/* SPDX-License-Identifier: GPL-2.0-only */
/* What is to know about the rows of a dump: what is missing or old, and why. */
#ifndef KC_NOTES_H
#define KC_NOTES_H

#include "buf.h"
#include "transport.h"

#define KC_HOLDERS_MAX 4

/**
 * struct kc_notes - what batches said; all zero: nothing yet
 * @flags: KINTROSPECT_BATCH_FLAG_*, of all batches
 * @busy: how many processes were not read whole
 * @locks: bit n: lock n was not free, of enum kintrospect_busy_lock
 * @holders: threads that held them, each once, those that came first
 * @holder_count: how many
 * @more_holders: there were more
 * @last_pid: the process of the last busy row, 0: none
 */
struct kc_notes {
	__u32 flags;
	__u64 busy;
	__u64 locks;
	__u32 holders[KC_HOLDERS_MAX];
	unsigned int holder_count;
	bool more_holders;
	__u64 last_pid;
};

bool kc_notes_field(const struct kc_table *table, unsigned int field);
void kc_notes_want(const struct kc_table *table, __u64 *mask);
void kc_notes_take(struct kc_notes *notes, const struct kc_rows *rows);
int kc_notes_dump(struct kc_transport *transport, const struct kc_request *request,
		  kc_batch_fn *fn, void *context, struct kc_notes *notes, struct kc_error *err);
const char *kc_notes_words(const struct kc_notes *notes, const struct kc_table *table,
			   unsigned int n, struct kc_buf *out);
void kc_notes_brief(const struct kc_notes *notes, struct kc_buf *out);
__u32 kc_notes_flags(const char *words, const char *between);

#endif
