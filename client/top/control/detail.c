// SPDX-License-Identifier: GPL-2.0-only
/* Everything about one row. */
#include <stdio.h>

#include "ui.h"

static const char *absent(const struct top_pair *pair, unsigned int index)
{
	const struct kc_object *object = pair->now->object;

	if (object->reason[index])
		return object->reason[index];
	if ((object->table.fields[index].flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST) &&
	    !kc_mask_test(pair->now->want.extra, index))
		return "only as a column (F2)";
	return "";
}

static void put_field(struct top_ui *ui, const struct top_pair *pair, unsigned int index,
		      int width)
{
	const struct kc_field *field = &pair->now->object->table.fields[index];
	struct kc_buf *buf = &ui->screen.panel.text;
	struct kc_value value;
	size_t raw, human;

	top_get(pair->now, pair->row, index, &value);
	kc_buf_printf(buf, "%-*s  ", width, field->name);
	if (value.kind == KC_ABSENT) {
		kc_buf_printf(buf, "- %s\n", absent(pair, index));
		return;
	}
	human = buf->len;
	kc_format_human(buf, field, &value);
	raw = buf->len;
	kc_buf_text(buf, "  = ");
	kc_format_raw(buf, field, &value);
	/* Once is enough where both are the same. */
	if (value.kind == KC_TEXT)
		buf->len = raw;
	else if (!buf->failed && buf->len - raw - 4 == raw - human &&
		 !memcmp(buf->data + human, buf->data + raw + 4, raw - human))
		buf->len = raw;
	kc_buf_char(buf, '\n');
}

/**
 * top_detail_row - show all fields of a row
 * @ui: the screen
 * @pair: the row
 */
unsigned int top_detail_row(struct top_ui *ui, const struct top_pair *pair)
{
	const struct kc_table *table = &pair->now->object->table;
	char title[96];
	unsigned int i;
	int width = 0;

	top_popup_close(ui);
	for (i = 0; i < table->field_count; i++)
		if ((int)strlen(table->fields[i].name) > width)
			width = strlen(table->fields[i].name);
	for (i = 0; i < table->field_count; i++)
		put_field(ui, pair, i, width);
	snprintf(title, sizeof(title), "%s: all of this row", table->name);
	return top_popup_text(ui, title);
}
