// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows as text, for debugfs and proc. The position of the file counts rows,
 * but only onwards: the cursor goes on by its key, and going back begins the
 * walk again. Only the file's own locks are held while text is made or copied to
 * the reader.
 */
#include <linux/ctype.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>

#include "compat/slab.h"
#include "cursor.h"
#include "text.h"

/**
 * struct kin_text_file - an open file
 * @lock: makes one step of asking the gates and reading
 * @pump: the walk
 * @interface: enum kintrospect_interface
 * @started: the walk was begun
 * @told: the lines after the last row were shown
 * @pos: position of the next row; 0 is the header
 */
struct kin_text_file {
	struct mutex lock;
	struct kin_pump pump;
	unsigned int interface;
	bool started;
	bool told;
	loff_t pos;
};

/* Stands for the lines after the last row, as SEQ_START_TOKEN does for the header. */
#define KIN_TEXT_END ((void *)2)

static void kin_text_stop_walk(struct kin_text_file *text)
{
	if (text->started)
		kin_cursor_close(&text->pump.cursor, text->interface, text->pump.err);
	text->started = false;
}

static void kin_text_reset(struct kin_text_file *text, const struct kin_source *source,
			   const struct file *file)
{
	void *data = text->pump.data;

	memset(&text->pump, 0, sizeof(text->pump));
	text->pump.data = data;
	text->pump.cursor.gate.file = file;
	text->pump.cursor.source = source;
	text->pump.cursor.table = source->table;
	text->told = false;
	text->pos = 0;
}

static int kin_text_start_walk(struct kin_text_file *text)
{
	struct kin_cursor *cursor = &text->pump.cursor;
	const struct kin_source *source = cursor->source;
	int err;

	kin_text_stop_walk(text);
	kin_text_reset(text, source, cursor->gate.file);
	text->started = true;
	err = kin_cursor_init(cursor, source, NULL);
	if (!err) {
		kin_batch_init(cursor, text->pump.data, KIN_BATCH_MAX);
		err = kin_cursor_open(cursor);
	}
	/* A kernel that does not have the object: its file says so. */
	if (err == -EOPNOTSUPP)
		text->pump.ended = true;
	text->pump.err = err;
	return err == -EOPNOTSUPP ? 0 : err;
}

/* After the last row: the lines about the dump's flags, once, if there are any. */
static void *kin_text_end(const struct kin_text_file *text)
{
	int err = text->pump.err;

	if (err)
		return err == -EOPNOTSUPP ? NULL : ERR_PTR(err);
	return text->pump.cursor.flags && !text->told ? KIN_TEXT_END : NULL;
}

/* The current row, from the next batch if need be; what follows the last one; or NULL. */
static void *kin_text_row(struct kin_text_file *text)
{
	void *row;

	for (;;) {
		row = kin_pump_row(&text->pump);
		if (row)
			return row;
		if (text->pump.ended)
			return kin_text_end(text);
		kin_pump_collect(&text->pump);
	}
}

static void *kin_text_start(struct seq_file *seq, loff_t *pos)
{
	struct kin_text_file *text = seq->private;
	int err = 0;

	if (!*pos || !text->started)
		err = kin_text_start_walk(text);
	if (err)
		return ERR_PTR(err);
	err = kin_cursor_admit(&text->pump.cursor);
	if (err)
		return ERR_PTR(err);
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
	struct kin_text_file *text = seq->private;

	if (row == KIN_TEXT_END)
		text->told = true;
	else if (row != SEQ_START_TOKEN)
		kin_pump_skip(&text->pump);
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
	const struct kin_text_file *text = seq->private;
	const struct kin_cursor *cursor = &text->pump.cursor;
	const struct kin_table *table = cursor->table;
	const char *tab = "";
	unsigned int i;

	if (row == KIN_TEXT_END) {
		kin_text_words(seq, cursor->flags);
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
			kin_text_value(seq, &cursor->batch, field, row + field->offset);
		else
			seq_putc(seq, '-');
	}
	seq_putc(seq, '\n');
	if (row == SEQ_START_TOKEN && text->pump.err == -EOPNOTSUPP)
		seq_printf(seq, "# unavailable: %s\n", cursor->error);
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
	struct kin_text_file *text;
	int err;

	text = kzalloc(sizeof(*text), GFP_KERNEL_ACCOUNT);
	if (!text)
		return -ENOMEM;
	kin_text_reset(text, source, file);
	err = kin_cursor_admits(&text->pump.cursor) ? 0 : -EPERM;
	if (err)
		goto free;
	text->pump.data = kvmalloc(KIN_BATCH_MAX, GFP_KERNEL_ACCOUNT);
	err = text->pump.data ? seq_open(file, &kin_text_ops) : -ENOMEM;
	if (err)
		goto free;
	mutex_init(&text->lock);
	text->interface = interface;
	((struct seq_file *)file->private_data)->private = text;
	return 0;

free:
	kvfree(text->pump.data);
	kfree(text);
	return err;
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
	struct kin_text_file *text = ((struct seq_file *)file->private_data)->private;
	ssize_t ret;

	/* Whoever reads into memory that does not come holds the others up. */
	if (mutex_lock_interruptible(&text->lock))
		return -ERESTARTSYS;
	if (!kin_cursor_admits(&text->pump.cursor))
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
	struct kin_text_file *text = ((struct seq_file *)file->private_data)->private;
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
	struct kin_text_file *text = ((struct seq_file *)file->private_data)->private;

	kin_text_stop_walk(text);
	kvfree(text->pump.data);
	kfree(text);
	return seq_release(inode, file);
}
