// SPDX-License-Identifier: GPL-2.0-only
/* The overview's kernel: the locks most waited for, and where it was loaded to. */
#include <string.h>

#include "overview.h"
#include "overview_parts.h"
#include "../dump.h"

/* The locks that are waited for most, and whether lockdep turned itself off. */
struct locks {
	struct overview_top top[OVERVIEW_TOP];
	bool stale;
};

static void lock(void *context, const struct kc_value *values)
{
	struct locks *locks = context;

	if (values[0].kind == KC_TEXT)
		overview_rank(locks->top, values[1].u, values[2].u, &values[0]);
	locks->stale |= values[3].u;
}

static const struct kintro_columns locks = {
	"locks", { "name", "wait-total-ns", "contention-total", "stale" }, lock,
};

static void put_locks(const struct kintro *kintro, const struct locks *found,
		      struct kc_buf *out)
{
	const struct overview_top *top = found->top;
	unsigned int i;

	if (found->stale) {
		overview_label(kintro, out, "lockdep");
		kc_buf_text(out, "turned itself off: what it says of locks is stale\n");
	}
	if (!top[0].rank)
		return;
	overview_label(kintro, out, "locks");
	kc_buf_text(out, found->stale ? "most waited for until then: " : "most waited for: ");
	for (i = 0; i < 3 && top[i].rank; i++) {
		kc_buf_text(out, i ? ", " : "");
		overview_name(out, top[i].text, 0);
		kc_buf_char(out, ' ');
		kc_format_ns(out, top[i].rank);
	}
	kc_buf_char(out, '\n');
}

enum { OFFSET, START, LINK };

/* What the image's row says, and whether there is one. */
struct image {
	bool there;
	struct kc_value offset;
	struct kc_value start;
	struct kc_value link;
};

static void region(void *context, const struct kc_value *values)
{
	struct image *image = context;

	/* The image as a whole, or where that is not known, the first of its sections. */
	if (image->there || values[LINK].kind == KC_ABSENT)
		return;
	image->there = true;
	image->offset = values[OFFSET];
	image->start = values[START];
	image->link = values[LINK];
}

static const struct kintro_columns layout = {
	"layout", { "kaslr-offset-bytes", "start-addr", "link-start-addr" }, region,
};

static void put_kaslr(const struct kintro *kintro, const struct image *image, struct kc_buf *out)
{
	if (!image->there)
		return;
	overview_label(kintro, out, "KASLR");
	if (image->offset.kind == KC_ABSENT) {
		kc_buf_text(out, "not to be seen without CAP_SYSLOG and a permitting kptr_restrict\n");
		return;
	}
	if (image->offset.u) {
		kc_buf_text(out, "moved the kernel by ");
		kc_format_bytes(out, image->offset.u);
	} else {
		kc_buf_text(out, "off, the kernel was not moved");
	}
	if (image->start.kind != KC_ABSENT)
		kc_buf_printf(out, ": it begins at 0x%016llx", (unsigned long long)image->start.u);
	kc_buf_char(out, '\n');
}

/**
 * overview_kernel - put what is known of locks and KASLR
 * @kintro: the run
 * @out: where to
 * @err: filled on failure
 */
int overview_kernel(struct kintro *kintro, struct kc_buf *out, struct kc_error *err)
{
	struct locks found = { 0 };
	struct image image = { 0 };
	int ret;

	ret = kintro_each(kintro, &locks, &found, err);
	if (ret)
		return ret;
	put_locks(kintro, &found, out);
	ret = kintro_each(kintro, &layout, &image, err);
	if (!ret)
		put_kaslr(kintro, &image, out);
	return ret;
}
