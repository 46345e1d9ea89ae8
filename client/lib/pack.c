// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making packed batches. Rows that come as attributes or as debugfs text are
 * brought into this one form, so that nothing after this knows where they are from.
 */
#include "pack.h"

/**
 * kc_pack_init - begin the first batch
 * @pack: the batch
 * @table: the object
 */
void kc_pack_init(struct kc_pack *pack, const struct kc_table *table)
{
	pack->table = table;
	pack->row_total = 0;
	pack->used = sizeof(struct kintrospect_batch);
	pack->string_bytes = 0;
	pack->row_string_bytes = 0;
	pack->row_count = 0;
}

/**
 * kc_pack_row - begin a row
 * @pack: the batch
 *
 * A row begun before and not committed is forgotten. Return: false when there
 * is no room: then kc_pack_finish() the batch and ask again.
 */
bool kc_pack_row(struct kc_pack *pack)
{
	pack->string_bytes = pack->row_string_bytes;
	if (pack->used + pack->table->row_size + pack->string_bytes > sizeof(pack->data))
		return false;
	memset(pack->data + pack->used, 0, pack->table->row_size);
	return true;
}

static unsigned char *present(struct kc_pack *pack, unsigned int index)
{
	unsigned char *row = pack->data + pack->used;
	__u64 word = KC_LOAD(__u64, row + index / 64 * 8) | 1ULL << (index % 64);

	memcpy(row + index / 64 * 8, &word, sizeof(word));
	return row + pack->table->fields[index].offset;
}

/**
 * kc_pack_number - set a number of the row
 * @pack: the batch
 * @index: which field
 * @number: its value; of a signed field, sign-extended
 */
void kc_pack_number(struct kc_pack *pack, unsigned int index, __u64 number)
{
	unsigned char *at = present(pack, index);
	__u32 n32 = number;
	__u16 n16 = number;
	__u8 n8 = number;

	switch (pack->table->fields[index].size) {
	case 8:
		memcpy(at, &number, 8);
		break;
	case 4:
		memcpy(at, &n32, 4);
		break;
	case 2:
		memcpy(at, &n16, 2);
		break;
	case 1:
		*at = n8;
		break;
	}
}

/**
 * kc_pack_text - set a text of the row
 * @pack: the batch
 * @index: which field
 * @text: its bytes
 * @len: how many; what does not fit into a field kept inside the row is cut
 *
 * Return: false when there is no room left in the batch.
 */
bool kc_pack_text(struct kc_pack *pack, unsigned int index, const char *text, size_t len)
{
	const struct kc_field *field = &pack->table->fields[index];
	struct kintrospect_string string;
	unsigned char *at;

	if (field->type == KINTROSPECT_FIELD_TYPE_CHARS) {
		if (len >= field->size)
			len = field->size - 1;
		memcpy(present(pack, index), text, len);
		return true;
	}
	if (pack->used + pack->table->row_size + pack->string_bytes + len + 1 >
	    sizeof(pack->data))
		return false;
	pack->string_bytes += len + 1;
	at = pack->data + sizeof(pack->data) - pack->string_bytes;
	memcpy(at, text, len);
	at[len] = 0;
	string.end = pack->string_bytes;
	string.len = len;
	memcpy(present(pack, index), &string, sizeof(string));
	return true;
}

/**
 * kc_pack_commit - complete the row
 * @pack: the batch
 */
void kc_pack_commit(struct kc_pack *pack)
{
	pack->used += pack->table->row_size;
	pack->row_string_bytes = pack->string_bytes;
	pack->row_count++;
	pack->row_total++;
}

/**
 * kc_pack_finish - complete the batch
 * @pack: the batch
 * @mask: fields that were asked for
 * @flags: KINTROSPECT_BATCH_FLAG_*
 *
 * @pack->data then is a batch as the driver would send it; the next
 * kc_pack_row() begins another in its place, without a row that was not
 * committed. Return: its length.
 */
size_t kc_pack_finish(struct kc_pack *pack, const __u64 *mask, __u32 flags)
{
	struct kintrospect_batch header = {
		.header_size = sizeof(header),
		.abi = KINTROSPECT_ABI,
		.object = pack->table->command,
		.row_size = pack->table->row_size,
		.row_count = pack->row_count,
		.flags = flags,
		.mask = { mask[0], mask[1] },
		.row_total = pack->row_total,
		.field_count = pack->table->field_count,
		.string_bytes = pack->row_string_bytes,
	};

	memcpy(pack->data, &header, sizeof(header));
	pack->used = sizeof(header);
	pack->string_bytes = 0;
	pack->row_string_bytes = 0;
	pack->row_count = 0;
	return sizeof(pack->data);
}
