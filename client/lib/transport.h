/* SPDX-License-Identifier: GPL-2.0-only */
/* How rows come from the driver. */
#ifndef KC_TRANSPORT_H
#define KC_TRANSPORT_H

#include "rows.h"

#define KC_KEYS_MAX 8
#define KC_KEY_TEXT 64

/**
 * struct kc_key - a KEY=VALUE of a request, which the driver filters by
 * @field: number of the field
 * @number: value of a number
 * @text: value of a text
 */
struct kc_key {
	unsigned int field;
	__u64 number;
	char text[KC_KEY_TEXT];
};

/**
 * struct kc_request - what to dump
 * @table: the object
 * @mask: fields wanted
 * @keys: filters
 * @key_count: how many
 * @threads: every thread, not every process only
 * @attributes: have rows sent as attributes instead of packed
 * @budget_ns: time the driver may take, 0: as long as it needs
 */
struct kc_request {
	const struct kc_table *table;
	__u64 mask[KINTROSPECT_MASK_WORDS];
	struct kc_key keys[KC_KEYS_MAX];
	unsigned int key_count;
	bool threads;
	bool attributes;
	__u64 budget_ns;
};

/**
 * typedef kc_batch_fn - takes a batch
 * @context: what was given to dump
 * @rows: the batch, valid during the call only
 * @err: filled unless KC_OK or KC_STOP is returned
 *
 * Return: KC_OK to go on, KC_STOP to end the dump in good order, else an error.
 */
typedef int kc_batch_fn(void *context, const struct kc_rows *rows, struct kc_error *err);

/**
 * struct kc_transport - a way to the driver
 * @name: "netlink", "debugfs" or "file"
 * @costs: whether batches say what they cost
 * @threads: whether it can list threads and takes a budget
 * @on_request: whether it gives the fields that come on request only
 * @dump: hand all rows of @request to @fn. KC_OK, or KC_STOP or an error of
 *	@fn, or an error of its own. A change of the set during the dump is no error
 *	but KINTROSPECT_BATCH_FLAG_INTERRUPTED in what follows.
 * @absent: why a field that the driver would have is in no row here, or NULL; NULL: no
 *	field is
 * @close: free everything
 */
struct kc_transport {
	const char *name;
	bool costs;
	bool threads;
	bool on_request;
	int (*dump)(struct kc_transport *transport, const struct kc_request *request,
		    kc_batch_fn *fn, void *context, struct kc_error *err);
	const char *(*absent)(struct kc_transport *transport, const struct kc_request *request,
			      unsigned int field);
	void (*close)(struct kc_transport *transport);
};

int kc_netlink_open(struct kc_transport **transport, struct kc_error *err);
int kc_debugfs_open(const char *directory, struct kc_transport **transport,
		    struct kc_error *err);
int kc_transport_open(const char *via, struct kc_transport **transport, struct kc_error *err);

#endif
