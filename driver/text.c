// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows as text, for debugfs and proc. The position of the file counts rows,
 * but only onwards: the cursor goes on by its key, and going back begins the
 * walk anew. Only the file's own locks are held while text is made or copied to
 * the reader.
 */
#include <linux/ctype.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>

#include "compat/slab.h"
#include "source.h"
#include "text.h"

/**
 * struct kin_text - an open file
 * @lock: makes one step of asking the gates and reading
 * @cursor: the walk
 * @columns: fields that are columns
 * @interface: enum kintrospect_interface
 * @started: @cursor was initialised
 * @ended: the source has no more rows
 * @told: the lines after the last row were shown
 * @err: errno it ended with
 * @pos: position of the row at @next; 0 is the header
 * @next: row of the batch to show next
 * @data: room for the batch
 */
struct kin_text {
	struct mutex lock;
	struct kin_cursor cursor;
	u64 columns[KINTROSPECT_MASK_WORDS];
	unsigned int interface;
	bool started;
	bool ended;
	bool told;
	int err;
	loff_t pos;
	u32 next;
	void *data;
};

/* Stands for the lines after the last row, as SEQ_START_TOKEN does for the header. */
#define KIN_TEXT_END ((void *)2)

static void kin_text_stop_walk(struct kin_text *text)
{
	if (text->started)
		kin_cursor_close(&text->cursor, text->interface, text->err);
	text->started = false;
}

static int kin_text_start_walk(struct kin_text *text)
{
	const struct kin_source *source = text->cursor.source;
	const struct file *file = text->cursor.gate.file;
	struct kin_cursor *cursor = &text->cursor;
	int err;

	kin_text_stop_walk(text);
	memset(cursor, 0, sizeof(*cursor));
	cursor->gate.file = file;
	cursor->source = source;
	cursor->table = source->table;
	text->started = true;
	text->ended = false;
	text->told = false;
	text->pos = 0;
	text->next = 0;
	err = kin_cursor_init(cursor, source, NULL);
	if (!err) {
		kin_batch_init(cursor, text->data, KIN_BATCH_MAX);
		err = kin_cursor_open(cursor);
	}
	/* A kernel that lacks the object: its file says so. */
	if (err == -EOPNOTSUPP)
		text->ended = true;
	text->err = err;
	return err == -EOPNOTSUPP ? 0 : err;
}

/* After the last row: the lines about the dump's flags, once, if there are any. */
static void *kin_text_end(const struct kin_text *text)
{
	if (text->err)
		return text->err == -EOPNOTSUPP ? NULL : ERR_PTR(text->err);
	return text->cursor.flags && !text->told ? KIN_TEXT_END : NULL;
}

/* The current row, from the next batch if need be; what follows the last one; or NULL. */
static void *kin_text_row(struct kin_text *text)
{
	struct kin_batch *batch = &text->cursor.batch;
	int ret;

	while (text->next >= batch->row_count) {
		if (text->ended)
			return kin_text_end(text);
		kin_batch_init(&text->cursor, text->data, KIN_BATCH_MAX);
		text->next = 0;
		ret = kin_collect(&text->cursor);
		text->ended = ret <= 0;
		text->err = min(ret, 0);
	}
	return batch->data + text->next * batch->row_size;
}

static void *kin_text_start(struct seq_file *seq, loff_t *pos)
{
	struct kin_text *text = seq->private;
	int err = 0;

	if (!*pos || !text->started)
		err = kin_text_start_walk(text);
	if (err)
		return ERR_PTR(err);
	kin_cursor_regate(&text->cursor);
	if (!*pos)
		return SEQ_START_TOKEN;
	/* The header was shown: row 0 has position 1. */
	if (!text->pos)
		text->pos = 1;
	if (*pos != text->pos)
		return ERR_PTR(-ESPIPE);
	return kin_text_row(text);
}

static void *kin_text_next(struct seq_file *seq, void *row, loff_t *pos)
{
	struct kin_text *text = seq->private;

	if (row == KIN_TEXT_END)
		text->told = true;
	else if (row != SEQ_START_TOKEN)
		text->next++;
	text->pos = ++*pos;
	return kin_text_row(text);
}

static void kin_text_stop(struct seq_file *seq, void *row)
{
}

/* Blanks, control bytes and backslashes would break columns or terminals. */
static void kin_text_string(struct seq_file *seq, const char *string)
{
	static const char hex[] = "0123456789abcdef";
	/* Alone, a dash says that there is nothing. */
	bool dash = !strcmp(string, "-");
	const unsigned char *at;

	for (at = string; *at; at++) {
		if (!dash && *at > ' ' && *at != 0x7f && *at != '\\') {
			seq_putc(seq, *at);
			continue;
		}
		seq_puts(seq, "\\x");
		seq_putc(seq, hex[*at >> 4]);
		seq_putc(seq, hex[*at & 15]);
	}
}

static void kin_text_flags(struct seq_file *seq, const struct kin_field *field, u64 flags)
{
	const char *comma = "";
	unsigned int i;

	if (!flags)
		seq_putc(seq, '0');
	for (i = 0; i < field->value_count; i++) {
		if (!(flags & (1ULL << i)))
			continue;
		seq_puts(seq, comma);
		seq_puts(seq, field->values[i]);
		flags &= ~(1ULL << i);
		comma = ",";
	}
	if (flags)
		seq_printf(seq, "%s0x%llx", comma, flags);
}

static void kin_text_number(struct seq_file *seq, const struct kin_field *field, u64 number)
{
	if (field->flags & KINTROSPECT_FIELD_FLAG_FLAGS)
		kin_text_flags(seq, field, number);
	else if ((field->flags & KINTROSPECT_FIELD_FLAG_ENUM) && number < field->value_count)
		seq_puts(seq, field->values[number]);
	else if (field->unit && !strcmp(field->unit, "addr"))
		seq_printf(seq, "0x%016llx", number);
	else
		seq_put_decimal_ull(seq, "", number);
}

static void kin_text_value(struct seq_file *seq, const struct kin_batch *batch,
			   const struct kin_field *field, const void *value)
{
	switch (field->type) {
	case KINTROSPECT_FIELD_TYPE_STRING:
		kin_text_string(seq, kin_string_at(batch, value));
		break;
	case KINTROSPECT_FIELD_TYPE_CHARS:
		kin_text_string(seq, value);
		break;
	case KINTROSPECT_FIELD_TYPE_U64:
		kin_text_number(seq, field, *(const u64 *)value);
		break;
	case KINTROSPECT_FIELD_TYPE_U32:
		kin_text_number(seq, field, *(const u32 *)value);
		break;
	case KINTROSPECT_FIELD_TYPE_U16:
		kin_text_number(seq, field, *(const u16 *)value);
		break;
	case KINTROSPECT_FIELD_TYPE_U8:
		kin_text_number(seq, field, *(const u8 *)value);
		break;
	case KINTROSPECT_FIELD_TYPE_S64:
		seq_put_decimal_ll(seq, "", *(const s64 *)value);
		break;
	case KINTROSPECT_FIELD_TYPE_S32:
		seq_put_decimal_ll(seq, "", *(const s32 *)value);
		break;
	case KINTROSPECT_FIELD_TYPE_S16:
		seq_put_decimal_ll(seq, "", *(const s16 *)value);
		break;
	case KINTROSPECT_FIELD_TYPE_S8:
		seq_put_decimal_ll(seq, "", *(const s8 *)value);
		break;
	}
}

/* An incomplete file says so: what the header of a packed batch has as flags. */
static void kin_text_words(struct seq_file *seq, u32 flags)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kin_flags); i++)
		if (flags & kin_flags[i].flag)
			seq_printf(seq, "# %s\n", kin_flags[i].words);
}

static int kin_text_show(struct seq_file *seq, void *row)
{
	const struct kin_text *text = seq->private;
	const struct kin_table *table = text->cursor.table;
	const char *tab = "";
	unsigned int i;

	if (row == KIN_TEXT_END) {
		kin_text_words(seq, text->cursor.flags);
		return 0;
	}
	for (i = 0; i < table->field_count; i++) {
		const struct kin_field *field = &table->fields[i];

		if (!(table->cheap[i / 64] & (1ULL << (i % 64))))
			continue;
		seq_puts(seq, tab);
		tab = "\t";
		if (row == SEQ_START_TOKEN)
			seq_puts(seq, field->snake);
		else if (kin_row_has(row, i))
			kin_text_value(seq, &text->cursor.batch, field, row + field->offset);
		else
			seq_putc(seq, '-');
	}
	seq_putc(seq, '\n');
	if (row == SEQ_START_TOKEN && text->err == -EOPNOTSUPP)
		seq_printf(seq, "# unavailable: %s\n", text->cursor.error);
	return 0;
}

static const struct seq_operations kin_text_ops = {
	.start = kin_text_start,
	.next = kin_text_next,
	.stop = kin_text_stop,
	.show = kin_text_show,
};

/**
 * kin_text_open - open an object as text
 * @file: the file
 * @source: the object
 * @interface: enum kintrospect_interface
 *
 * Return: 0, -EPERM for those who may read nothing, -ENOMEM.
 */
int kin_text_open(struct file *file, const struct kin_source *source, unsigned int interface)
{
	const struct kin_gate gate = { .file = file };
	struct kin_text *text;
	int err;

	if (!kin_gate_open(&gate))
		return -EPERM;
	text = kzalloc(sizeof(*text), GFP_KERNEL_ACCOUNT);
	if (!text)
		return -ENOMEM;
	text->data = kvmalloc(KIN_BATCH_MAX, GFP_KERNEL_ACCOUNT);
	err = text->data ? seq_open(file, &kin_text_ops) : -ENOMEM;
	if (err) {
		kvfree(text->data);
		kfree(text);
		return err;
	}
	mutex_init(&text->lock);
	text->cursor.gate.file = file;
	text->cursor.source = source;
	text->cursor.table = source->table;
	text->interface = interface;
	((struct seq_file *)file->private_data)->private = text;
	return 0;
}

/* Whether text that is ready to be read may hold fields that are gated. */
static bool kin_text_shows_addr(const struct kin_text *text)
{
	const u64 *gated = text->cursor.table->gated;

	return text->started && ((text->cursor.mask[0] & gated[0]) |
				 (text->cursor.mask[1] & gated[1]));
}

/**
 * kin_text_read - read an object's file
 * @file: the file
 * @buf: where to
 * @size: how much at most
 * @pos: from where
 *
 * Somebody else may be reading than the one who opened, or who began: the gates
 * are asked for every piece, and before seq_read(), which may have some left. What
 * is left must still be the same then, so nobody else reads or seeks meanwhile.
 *
 * Return: bytes read, 0 at the end, -EPERM, -ERESTARTSYS, or the errno the walk
 * ended with.
 */
ssize_t kin_text_read(struct file *file, char __user *buf, size_t size, loff_t *pos)
{
	const struct kin_gate gate = { .file = file };
	struct kin_text *text = ((struct seq_file *)file->private_data)->private;
	ssize_t ret;

	/* Whoever reads into memory that does not come holds the others up. */
	if (mutex_lock_interruptible(&text->lock))
		return -ERESTARTSYS;
	if (!kin_gate_open(&gate) || (kin_text_shows_addr(text) && !kin_gate_addr(&gate)))
		ret = -EPERM;
	else
		ret = seq_read(file, buf, size, pos);
	mutex_unlock(&text->lock);
	return ret;
}

/**
 * kin_text_llseek - seek in an object's file
 * @file: the file
 * @offset: where to
 * @whence: from where
 *
 * To seek is to make text: some is left for the next read.
 *
 * Return: the position, -ERESTARTSYS, or as seq_lseek().
 */
loff_t kin_text_llseek(struct file *file, loff_t offset, int whence)
{
	struct kin_text *text = ((struct seq_file *)file->private_data)->private;
	loff_t ret;

	if (mutex_lock_interruptible(&text->lock))
		return -ERESTARTSYS;
	ret = seq_lseek(file, offset, whence);
	mutex_unlock(&text->lock);
	return ret;
}

/**
 * kin_text_release - close an object's file
 * @inode: its inode
 * @file: the file
 */
int kin_text_release(struct inode *inode, struct file *file)
{
	struct kin_text *text = ((struct seq_file *)file->private_data)->private;

	kin_text_stop_walk(text);
	kvfree(text->data);
	kfree(text);
	return seq_release(inode, file);
}
