// SPDX-License-Identifier: GPL-2.0-only
/*
 * What one dump of an object gave, kept as it came: packed batches, and an array
 * of where the rows are. Nothing is decoded before somebody looks at it.
 */
#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "snapshot.h"

/*
 * How many rows an index is searched for one. Keys that do not mean harm are much nearer to
 * their place; those of a recording may.
 */
#define PROBES 1024

/* What may be waited for that is not what a person looks at. */
#define BUDGET_NS 20000000

/**
 * top_now_ns - the time by which samples are told apart
 */
__u64 top_now_ns(void)
{
	return kc_now_ns(CLOCK_MONOTONIC);
}

/**
 * top_catalog_load - ask the driver for its tables
 * @transport: the way to it
 * @err: filled on failure
 *
 * Return: the catalogue, to be given back with top_catalog_put(), or NULL.
 */
struct top_catalog *top_catalog_load(struct kc_transport *transport, struct kc_error *err)
{
	struct top_catalog *catalog = calloc(1, sizeof(*catalog));

	if (!catalog) {
		kc_fail_memory(err);
		return NULL;
	}
	catalog->refs = 1;
	kc_catalog_init(&catalog->catalog);
	if (kc_catalog_load(&catalog->catalog, transport, err)) {
		top_catalog_put(catalog);
		return NULL;
	}
	return catalog;
}

/**
 * top_catalog_put - give a catalogue back
 * @catalog: the catalogue or NULL
 */
void top_catalog_put(struct top_catalog *catalog)
{
	if (!catalog || __atomic_sub_fetch(&catalog->refs, 1, __ATOMIC_ACQ_REL))
		return;
	kc_catalog_free(&catalog->catalog);
	free(catalog);
}

/**
 * top_object_named - number of an object
 * @name: its name in kebab-case
 *
 * Return: its number or -1: this program was built without it.
 */
int top_object_named(const char *name)
{
	unsigned int i;

	for (i = 0; i < KC_OBJECTS; i++)
		if (!strcmp(kc_tables[i].name, name))
			return i;
	return -1;
}

static int keep(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct top_snapshot *snapshot = context;
	__u32 flags = snapshot->header.flags, i;
	const struct kc_rows *kept;
	struct top_row *to;

	snapshot->header = rows->header;
	snapshot->header.flags |= flags;
	kc_notes_take(&snapshot->notes, rows);
	if (rows->header.flags & KINTROSPECT_BATCH_FLAG_UNAVAILABLE)
		return kc_fail(err, KC_UNAVAILABLE, 0, "%s: this kernel does not have it",
			       rows->table->name);
	if (!rows->count)
		return KC_OK;
	if (snapshot->room - snapshot->count < rows->count) {
		__u32 room = snapshot->room + snapshot->room / 2 + rows->count;

		to = reallocarray(snapshot->rows, room, sizeof(*to));
		if (!to)
			return kc_fail_memory(err);
		snapshot->rows = to;
		snapshot->room = room;
	}
	kept = kc_keep(&snapshot->batches, rows, err);
	if (!kept)
		return KC_DRIVER;
	to = snapshot->rows + snapshot->count;
	for (i = 0; i < rows->count; i++) {
		to[i].rows = kept;
		to[i].row = kc_row_at(kept, i);
	}
	snapshot->count += rows->count;
	return KC_OK;
}

static void request_fill(struct kc_request *request, const struct kc_transport *transport,
			 const struct kc_object *object, const struct top_want *want)
{
	bool few = false;
	unsigned int i;

	memset(request, 0, sizeof(*request));
	for (i = 0; i < KINTROSPECT_MASK_WORDS; i++)
		few |= want->only[i];
	request->table = &object->table;
	request->threads = want->threads && transport->threads && object->table.threads;
	for (i = 0; i < object->table.field_count; i++) {
		const struct kc_field *field = &object->table.fields[i];
		bool special = field->flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST;
		bool extra = kc_mask_test(want->extra, i) || kc_field_identity(field);

		if (few ? kc_mask_test(want->only, i) :
			  !special || (extra && transport->on_request))
			kc_mask_set(request->mask, i);
	}
	if (few && transport->threads)
		request->budget_ns = BUDGET_NS;
	if (want->key >= 0) {
		request->key_count = 1;
		request->keys[0].field = want->key;
		request->keys[0].number = want->value;
	}
}

/**
 * top_snapshot_take - dump an object
 * @transport: the way to the driver
 * @catalog: its tables
 * @want: what to ask for
 *
 * Return: the snapshot, also when the dump failed: then its code says so. NULL
 * without memory.
 */
struct top_snapshot *top_snapshot_take(struct kc_transport *transport,
				       struct top_catalog *catalog, const struct top_want *want)
{
	const struct kc_object *object = &catalog->catalog.objects[want->object];
	struct top_snapshot *snapshot = calloc(1, sizeof(*snapshot));
	struct kc_request request;
	unsigned int i;

	if (!snapshot)
		return NULL;
	snapshot->refs = 1;
	snapshot->catalog = catalog;
	__atomic_add_fetch(&catalog->refs, 1, __ATOMIC_RELAXED);
	snapshot->object = object;
	snapshot->want = *want;
	for (i = 0; i < object->table.field_count && snapshot->key_count < TOP_KEYS_MAX; i++)
		if (kc_field_identity(&object->table.fields[i]))
			snapshot->keys[snapshot->key_count++] = i;
	snapshot->time_ns = top_now_ns();
	snapshot->code = kc_object_check(object, &snapshot->err);
	if (snapshot->code)
		return snapshot;
	request_fill(&request, transport, object, want);
	snapshot->code = transport->dump(transport, &request, keep, snapshot, &snapshot->err);
	snapshot->duration_ns = top_now_ns() - snapshot->time_ns;
	return snapshot;
}

/**
 * top_snapshot_get - hold a snapshot
 * @snapshot: the snapshot or NULL
 */
struct top_snapshot *top_snapshot_get(struct top_snapshot *snapshot)
{
	if (snapshot)
		__atomic_add_fetch(&snapshot->refs, 1, __ATOMIC_RELAXED);
	return snapshot;
}

/**
 * top_snapshot_put - let go of a snapshot
 * @snapshot: the snapshot or NULL
 */
void top_snapshot_put(struct top_snapshot *snapshot)
{
	if (!snapshot || __atomic_sub_fetch(&snapshot->refs, 1, __ATOMIC_ACQ_REL))
		return;
	kc_keep_free(snapshot->batches);
	free(snapshot->rows);
	free(snapshot->index);
	top_catalog_put(snapshot->catalog);
	free(snapshot);
}

/**
 * top_snapshot_like - whether rows of two snapshots can be compared
 * @a: a snapshot or NULL
 * @b: another or NULL
 */
bool top_snapshot_like(const struct top_snapshot *a, const struct top_snapshot *b)
{
	return a && b && a->want.object == b->want.object && a->want.key == b->want.key &&
	       a->want.value == b->want.value && a->want.threads == b->want.threads &&
	       a->object->table.field_count == b->object->table.field_count;
}

static bool same_value(const struct kc_value *a, const struct kc_value *b)
{
	if (a->kind != b->kind || a->kind == KC_ABSENT)
		return a->kind == b->kind;
	if (a->kind == KC_TEXT)
		return a->len == b->len && !memcmp(a->text, b->text, a->len);
	return a->u == b->u;
}

static bool same_key(const struct top_snapshot *a, __u32 row_a, const struct top_snapshot *b,
		     __u32 row_b)
{
	struct kc_value value_a = { 0 }, value_b = { 0 };
	unsigned int i;

	for (i = 0; i < a->key_count; i++) {
		top_get(a, row_a, a->keys[i], &value_a);
		top_get(b, row_b, a->keys[i], &value_b);
		if (!same_value(&value_a, &value_b))
			return false;
	}
	return true;
}

/* One step of a hash; the last multiplication spreads what is in the low bits. */
static __u64 mix(__u64 hash, __u64 word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15ULL;
	return hash ^ hash >> 29;
}

/**
 * top_row_hash - a number that tells one row from others by its key
 * @snapshot: the snapshot
 * @row: the row
 */
__u64 top_row_hash(const struct top_snapshot *snapshot, __u32 row)
{
	__u64 hash = 0xcbf29ce484222325ULL;
	struct kc_value value = { 0 };
	unsigned int i;
	__u32 at;

	for (i = 0; i < snapshot->key_count; i++) {
		top_get(snapshot, row, snapshot->keys[i], &value);
		if (value.kind == KC_TEXT) {
			for (at = 0; at < value.len; at++)
				hash = mix(hash, (unsigned char)value.text[at]);
			hash = mix(hash, ~0ULL);
		} else {
			hash = mix(hash, value.kind == KC_ABSENT ? ~0ULL : value.u);
		}
	}
	return mix(hash, snapshot->key_count);
}

/* Of rows with the same key, the first is found. So are no rows that PROBES does not reach. */
static void add_to_index(struct top_snapshot *snapshot, __u32 row)
{
	__u32 slot = top_row_hash(snapshot, row) & snapshot->index_mask;
	unsigned int probes;

	for (probes = 0; probes < PROBES; probes++) {
		if (!snapshot->index[slot]) {
			snapshot->index[slot] = row + 1;
			return;
		}
		if (same_key(snapshot, row, snapshot, snapshot->index[slot] - 1))
			return;
		slot = (slot + 1) & snapshot->index_mask;
	}
}

static bool make_index(struct top_snapshot *snapshot)
{
	__u32 room = 16, row;

	while (room < snapshot->count * 2)
		room *= 2;
	snapshot->index = calloc(room, sizeof(*snapshot->index));
	if (!snapshot->index)
		return false;
	snapshot->index_mask = room - 1;
	for (row = 0; row < snapshot->count; row++)
		add_to_index(snapshot, row);
	return true;
}

/**
 * top_snapshot_find - the row with the same identity in another snapshot: its key, and when its
 *	process began
 * @in: where to look; its index is made if it is needed, so only one thread may
 *	do this with a snapshot
 * @of: where the row is
 * @row: the row
 * @hint: where it might be in @in
 *
 * Return: its number or TOP_NONE. Of rows without a key none is found.
 */
__u32 top_snapshot_find(struct top_snapshot *in, const struct top_snapshot *of, __u32 row,
			__u32 hint)
{
	unsigned int probes;
	__u32 slot;

	if (!of->key_count || !in->count)
		return TOP_NONE;
	if (hint < in->count && same_key(of, row, in, hint))
		return hint;
	if (!in->index && !make_index(in))
		return TOP_NONE;
	slot = top_row_hash(of, row) & in->index_mask;
	for (probes = 0; probes < PROBES && in->index[slot]; probes++) {
		if (same_key(of, row, in, in->index[slot] - 1))
			return in->index[slot] - 1;
		slot = (slot + 1) & in->index_mask;
	}
	return TOP_NONE;
}
