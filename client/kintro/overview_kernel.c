// SPDX-License-Identifier: GPL-2.0-only
/* The overview's kernel: the locks most waited for, and where it was loaded to. */
#include <string.h>

#include "overview.h"

static void lock(void *context, const struct kc_value *values)
{
	if (values[0].kind == KC_TEXT)
		overview_rank(context, values[1].u, values[2].u, &values[0]);
}

static const struct kintro_columns locks = {
	"locks", { "name", "wait-total-ns", "contention-total" }, lock,
};

static void put_locks(const struct kintro *kintro, const struct overview_top *top,
		      struct kc_buf *out)
{
	unsigned int i;

	if (!top[0].rank)
		return;
	overview_label(kintro, out, "locks");
	kc_buf_text(out, "most waited for: ");
	for (i = 0; i < 3 && top[i].rank; i++) {
		kc_buf_text(out, i ? ", " : "");
		overview_name(out, top[i].text, 0);
		kc_buf_char(out, ' ');
		kc_format_ns(out, top[i].rank);
	}
	kc_buf_char(out, '\n');
}

/**
 * overview_kernel - locks, KASLR
 * @kintro: the run
 * @out: where to
 * @err: filled on failure
 */
int overview_kernel(struct kintro *kintro, struct kc_buf *out, struct kc_error *err)
{
	struct overview_top top[OVERVIEW_TOP] = { 0 };
	int ret;

	ret = kintro_each(kintro, &locks, top, err);
	if (!ret)
		put_locks(kintro, top, out);
	return ret;
}
