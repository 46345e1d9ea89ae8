/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of kintro diff share. */
#ifndef KINTRO_COMPARISON_H
#define KINTRO_COMPARISON_H

#include "diff.h"
#include "recording.h"
#include "../session.h"

/**
 * struct comparison - two samples
 * @kintro: the run; its catalogue is that of the second sample
 * @names: FILE or FILE@WHICH, as they were typed
 * @records: the recordings, at their samples
 * @catalog: of the first sample
 * @same_boot: counters of both have one beginning
 * @elapsed_ns: between the two if so
 * @different: something differs
 */
struct comparison {
	struct kintro *kintro;
	const char *names[2];
	struct kc_record *records[2];
	struct kc_catalog catalog;
	bool same_boot;
	__u64 elapsed_ns;
	bool different;
};

/* What is printed at a time. */
#define DIFF_FLUSH_BYTES 32768

/* rate.c */
bool diff_rate(const struct comparison *comparison, const struct kc_field *field,
	       const struct kc_value *old, const struct kc_value *new, double *rate);

/* text.c */
int diff_text(const struct comparison *comparison, const struct kc_diff *diff,
	      struct kc_buf *out, struct kc_error *err);

/* json.c */
void diff_json_head(const struct comparison *comparison, struct kc_json *json);
int diff_json_object(const struct comparison *comparison, const struct kc_diff *diff,
		     struct kc_json *json, struct kc_error *err);
void diff_json_tail(const struct comparison *comparison, struct kc_json *json);

#endif
