// SPDX-License-Identifier: GPL-2.0-only
/* What the sections of the overview are made of: labels, names, and the largest of something. */
#include <string.h>

#include "overview_parts.h"
#include "text.h"

/**
 * overview_rank - put a row in its place among the largest
 * @top: OVERVIEW_TOP of them
 * @rank: what they are compared by; 0 is never among them
 * @value: another number of the row
 * @text: its name, or an absent value
 */
void overview_rank(struct overview_top *top, __u64 rank, __u64 value,
		   const struct kc_value *text)
{
	unsigned int i = OVERVIEW_TOP - 1;
	size_t len = 0;

	if (rank <= top[i].rank)
		return;
	for (; i && top[i - 1].rank < rank; i--)
		top[i] = top[i - 1];
	top[i].rank = rank;
	top[i].value = value;
	if (text->kind == KC_TEXT)
		len = text->len < sizeof(top->text) ? text->len : sizeof(top->text) - 1;
	memcpy(top[i].text, text->text, len);
	top[i].text[len] = 0;
}

/**
 * overview_label - begin a line
 * @kintro: the run
 * @out: where to
 * @text: what the line is about
 */
void overview_label(const struct kintro *kintro, struct kc_buf *out, const char *text)
{
	kc_buf_printf(out, "%s%-9s%s ", kintro->options.color ? KC_BOLD : "", text,
		      kintro->options.color ? KC_PLAIN : "");
}

/**
 * overview_name - put a name, escaped, into a column
 * @out: where to
 * @text: the name
 * @width: of the column; what is longer takes more
 */
void overview_name(struct kc_buf *out, const char *text, int width)
{
	struct kc_buf name = { 0 };

	kc_escape(&name, text, strlen(text));
	kc_buf_printf(out, "%-*.*s", width, (int)name.len, name.data ? name.data : "");
	kc_buf_free(&name);
}
