// SPDX-License-Identifier: GPL-2.0-only
/* A table of a view, with all that a person did to it. Nothing here knows of a screen. */
#include <stdlib.h>

#include "fields.h"
#include "pane.h"

#define TREE_DEPTH_SHOWN 20

/**
 * top_pane_init - a table as its view describes it
 * @pane: the pane
 * @table: the description
 */
void top_pane_init(struct top_pane *pane, const struct top_table *table)
{
	memset(pane, 0, sizeof(*pane));
	pane->table = table;
	pane->object = top_object_named(table->object);
	pane->label = -1;
	pane->kernel = -1;
	pane->user = -1;
	pane->process = -1;
	pane->zoom = -1;
	pane->link = -1;
	pane->cpu_marks.list = -1;
	if (table->filter)
		strncpy(pane->filter, table->filter, sizeof(pane->filter) - 1);
}

/**
 * top_pane_free - give all of it back
 * @pane: the pane
 */
void top_pane_free(struct top_pane *pane)
{
	top_snapshot_put(pane->now);
	top_snapshot_put(pane->then);
	top_snapshot_put(pane->base);
	top_catalog_put(pane->catalog);
	top_pick_free(pane->pick);
	top_list_free(&pane->list);
	top_set_clear(&pane->tags);
	top_set_clear(&pane->folded);
	free(pane->cpu_marks.marks);
	free(pane->chosen);
	free(pane->chosen_sort);
	memset(pane, 0, sizeof(*pane));
}

/**
 * top_pane_object - the object, as this driver has it
 * @pane: the pane
 *
 * Return: the object or NULL.
 */
const struct kc_object *top_pane_object(const struct top_pane *pane)
{
	return pane->catalog && pane->object >= 0 ?
	       &pane->catalog->catalog.objects[pane->object] : NULL;
}

static void resolve_columns(struct top_pane *pane, const struct kc_object *object)
{
	struct kc_error err;

	if (pane->chosen)
		top_columns_parse(&pane->columns, object, pane->chosen, false, &err);
	else if (pane->table->columns)
		top_columns_parse(&pane->columns, object, pane->table->columns, false, &err);
	if ((!pane->chosen && !pane->table->columns) || !pane->columns.count)
		top_columns_default(&pane->columns, object);
	memset(pane->widths, 0, sizeof(pane->widths));
}

/**
 * top_pane_resolve - find the fields by their names
 * @pane: the pane
 * @catalog: what this driver has
 */
void top_pane_resolve(struct top_pane *pane, struct top_catalog *catalog)
{
	const struct top_table *table = pane->table;
	bool first = !pane->catalog;
	struct kc_object *object;
	struct kc_error err;

	if (pane->catalog == catalog || pane->object < 0)
		return;
	__atomic_add_fetch(&catalog->refs, 1, __ATOMIC_RELAXED);
	top_catalog_put(pane->catalog);
	pane->catalog = catalog;
	object = &catalog->catalog.objects[pane->object];
	resolve_columns(pane, object);
	pane->label = top_field(object, table->label);
	pane->kernel = top_field(object, table->kernel);
	pane->user = top_field(object, table->user);
	pane->process = top_field(object, table->process);
	pane->zoom = top_field(object, table->zoom);
	pane->link = top_field(object, table->link);
	top_cpu_marks_resolve(pane, object);
	pane->tree.id = top_field(object, table->id);
	pane->tree.group = top_field(object, table->group);
	pane->tree.parent = top_field(object, table->parent);
	pane->has_tree = pane->tree.id >= 0 && pane->tree.parent >= 0;
	if (first && (!pane->chosen_sort || !top_pane_sort(pane, pane->chosen_sort)) && table->sort)
		top_pane_sort(pane, table->sort);
	top_pick_free(pane->pick);
	pane->pick = NULL;
	if (top_pick_parse(&pane->pick, object, &pane->columns, pane->users, pane->filter,
			   &err))
		pane->filter[0] = 0;
}

/**
 * top_pane_want - what has to be collected for it
 * @pane: the pane, resolved
 * @shape: how tables are shown
 * @want: set
 *
 * Return: false: nothing.
 */
bool top_pane_want(const struct top_pane *pane, const struct top_shape *shape,
		   struct top_want *want)
{
	const struct kc_object *object = top_pane_object(pane);

	memset(want, 0, sizeof(*want));
	if (!object || !object->in_driver || (pane->table->process && !shape->process))
		return false;
	want->object = pane->object;
	want->threads = shape->threads && object->table.threads;
	want->key = pane->linked ? pane->link : pane->process;
	if (want->key >= 0)
		want->value = pane->linked ? pane->link_value : shape->process;
	want->position = shape->position;
	top_columns_mask(&pane->columns, &object->table, want->extra);
	return true;
}

static bool same_want(const struct top_snapshot *snapshot, const struct top_snapshot *other)
{
	return !snapshot || (snapshot->want.key == other->want.key &&
			     snapshot->want.value == other->want.value);
}

/**
 * top_pane_put - take new rows
 * @pane: the pane
 * @snapshot: the rows, held by the pane from now on; of one that failed only the
 *	words are taken, so that the last rows stay to be seen
 */
void top_pane_put(struct top_pane *pane, struct top_snapshot *snapshot)
{
	pane->asked = snapshot->want;
	pane->code = snapshot->code;
	if (snapshot->code)
		pane->err = snapshot->err;
	if (!same_want(pane->now, snapshot)) {
		top_snapshot_put(pane->now);
		top_snapshot_put(pane->then);
		top_snapshot_put(pane->base);
		pane->now = NULL;
		pane->then = NULL;
		pane->base = NULL;
	}
	if (snapshot->code && !snapshot->count) {
		top_snapshot_put(snapshot);
		return;
	}
	top_snapshot_put(pane->then);
	pane->then = pane->now;
	pane->now = snapshot;
	top_pane_resolve(pane, snapshot->catalog);
}

static void clamp(struct top_pane *pane)
{
	if (pane->cursor >= pane->list.count)
		pane->cursor = pane->list.count ? pane->list.count - 1 : 0;
}

/**
 * top_pane_make - make the lines again
 * @pane: the pane
 * @shape: how tables are shown
 * @keep: the cursor stays with its row, not with its line
 * @err: filled on failure
 */
int top_pane_make(struct top_pane *pane, const struct top_shape *shape, bool keep,
		  struct kc_error *err)
{
	struct top_order order = {
		.sort = pane->sorted ? &pane->sort : NULL,
		.descending = pane->descending,
		.tree = shape->tree && pane->has_tree && !shape->difference ? &pane->tree : NULL,
		.pick = pane->pick,
		.hide = shape->kernel ? -1 : pane->kernel,
		.equal = pane->by_uid ? pane->user : -1,
		.equal_to = pane->uid,
		.changed = shape->difference,
		.columns = &pane->columns,
		.folded = &pane->folded,
	};
	__u64 mark = pane->mark;
	__u32 line;
	int ret;

	if (!pane->now) {
		pane->list.count = 0;
		clamp(pane);
		return KC_OK;
	}
	ret = top_list_make(&pane->list, pane->now, shape->difference ? pane->base : pane->then,
			    &order, err);
	if (ret)
		pane->list.count = 0;
	top_cpu_marks_count(pane);
	for (line = 0; keep && mark && line < pane->list.count; line++)
		if (top_list_hash(&pane->list, line) == mark) {
			pane->cursor = line;
			break;
		}
	clamp(pane);
	if (pane->list.count && !(keep && mark && line == pane->list.count))
		pane->mark = top_list_hash(&pane->list, pane->cursor);
	return ret;
}

/**
 * top_pane_columns - choose columns
 * @pane: the pane, resolved
 * @text: a list, or with a "+" before it what to add; "" for the view's own
 * @err: filled on failure
 */
int top_pane_columns(struct top_pane *pane, const char *text, struct kc_error *err)
{
	const struct kc_object *object = top_pane_object(pane);
	struct top_columns columns, more;
	unsigned int i;
	char *copy;
	int ret;

	if (!*text) {
		free(pane->chosen);
		pane->chosen = NULL;
		resolve_columns(pane, object);
		return KC_OK;
	}
	ret = top_columns_parse(&more, object, text + (*text == '+'), true, err);
	if (ret)
		return ret;
	columns = more;
	if (*text == '+') {
		columns = pane->columns;
		for (i = 0; i < more.count && columns.count < TOP_COLUMNS_MAX; i++)
			columns.columns[columns.count++] = more.columns[i];
	}
	copy = top_columns_text(&columns, &object->table);
	if (!copy)
		return kc_fail_memory(err);
	free(pane->chosen);
	pane->chosen = copy;
	pane->columns = columns;
	memset(pane->widths, 0, sizeof(pane->widths));
	return KC_OK;
}

/**
 * top_pane_filter - choose rows
 * @pane: the pane, resolved
 * @text: the filter, "" for all rows
 * @err: filled on failure
 */
int top_pane_filter(struct top_pane *pane, const char *text, struct kc_error *err)
{
	struct top_pick *pick;
	int ret;

	if (strlen(text) >= sizeof(pane->filter))
		return kc_fail(err, KC_USAGE, 0, "the filter is too long");
	ret = top_pick_parse(&pick, top_pane_object(pane), &pane->columns, pane->users,
			     text, err);
	if (ret)
		return ret;
	top_pick_free(pane->pick);
	pane->pick = pick;
	memcpy(pane->filter, text, strlen(text) + 1);
	return KC_OK;
}

/**
 * top_pane_sort - choose the column to sort by
 * @pane: the pane, resolved
 * @text: title of a column, or a column as top_column_parse() has it, "-" before
 *	it: the largest first; "" for the order of the driver
 *
 * Return: false if there is no such column.
 */
bool top_pane_sort(struct top_pane *pane, const char *text)
{
	bool descending = *text == '-';
	struct top_column column;
	struct kc_error err;
	int at;

	text += descending;
	if (!*text) {
		pane->sorted = false;
		return true;
	}
	at = top_column_named(&pane->columns, text);
	if (at >= 0)
		column = pane->columns.columns[at];
	else if (top_column_parse(&column, top_pane_object(pane), text, strlen(text), &err))
		return false;
	pane->sort = column;
	pane->sorted = true;
	pane->descending = descending;
	return true;
}

/**
 * top_pane_find - go to the next line that a text is found in
 * @pane: the pane
 * @text: as a filter has it
 * @back: to the one before
 * @here: the line of the cursor may be it
 */
bool top_pane_find(struct top_pane *pane, const char *text, bool back, bool here)
{
	__u32 count = pane->list.count, line = pane->cursor, i;
	struct top_pick *pick;
	struct top_pair pair;
	struct kc_error err;
	bool found = false;

	if (!count || top_pick_parse(&pick, top_pane_object(pane), &pane->columns,
				     pane->users, text, &err) ||
	    !pick)
		return false;
	for (i = 0; i < count && !found; i++) {
		if (i || !here)
			line = back ? (line ? line : count) - 1 : (line + 1) % count;
		top_list_pair(&pane->list, line, &pair);
		found = top_pick_match(pick, &pair);
	}
	top_pick_free(pick);
	if (found)
		top_pane_to(pane, line);
	return found;
}

/**
 * top_pane_number - a number of a line
 * @pane: the pane
 * @line: the line
 * @field: the field, or -1
 * @number: set; 0 if there is none
 *
 * Return: false if it has none.
 */
bool top_pane_number(const struct top_pane *pane, __u32 line, int field, __u64 *number)
{
	struct top_pair pair;

	*number = 0;
	if (line >= pane->list.count)
		return false;
	top_list_pair(&pane->list, line, &pair);
	return top_number(pair.now, pair.row, field, number);
}

/**
 * top_pane_find_id - go to the line whose first number of the key begins with these digits
 * @pane: the pane
 * @id: the number
 *
 * One that is just this number is preferred.
 */
bool top_pane_find_id(struct top_pane *pane, __u64 id)
{
	int field = pane->has_tree ? pane->tree.id : -1;
	__u32 line, begins = TOP_NONE;
	unsigned int i;
	__u64 number;

	for (i = 0; pane->now && field < 0 && i < pane->now->key_count; i++)
		if (!kc_is_text(&pane->now->object->table.fields[pane->now->keys[i]]))
			field = pane->now->keys[i];
	for (line = 0; line < pane->list.count; line++) {
		if (!top_pane_number(pane, line, field, &number))
			continue;
		if (number == id) {
			top_pane_to(pane, line);
			return true;
		}
		while (number > id)
			number /= 10;
		if (number == id && begins == TOP_NONE)
			begins = line;
	}
	if (begins == TOP_NONE)
		return false;
	top_pane_to(pane, begins);
	return true;
}

/**
 * top_pane_to - move the cursor to a line
 * @pane: the pane
 * @line: the line; the last if there are fewer
 */
void top_pane_to(struct top_pane *pane, __u32 line)
{
	pane->cursor = line;
	clamp(pane);
	pane->mark = pane->list.count ? top_list_hash(&pane->list, pane->cursor) : 0;
}

/**
 * top_pane_move - move the cursor
 * @pane: the pane
 * @lines: how far down, or up
 */
void top_pane_move(struct top_pane *pane, long lines)
{
	long to = (long)pane->cursor + lines;

	top_pane_to(pane, to < 0 ? 0 : (__u32)to);
}

static void put_branches(const struct top_item *item, bool ascii, struct kc_buf *buf)
{
	unsigned int depth = item->depth, at = 1;

	if (!depth)
		return;
	if (depth > TREE_DEPTH_SHOWN) {
		kc_buf_printf(buf, ascii ? ">%u " : "»%u ", depth);
		at = depth;
	}
	for (; at < depth; at++)
		if (item->bars >> at & 1)
			kc_buf_text(buf, ascii ? "| " : "│ ");
		else
			kc_buf_text(buf, "  ");
	if (item->flags & TOP_ITEM_LAST)
		kc_buf_text(buf, ascii ? "`" : "└");
	else
		kc_buf_text(buf, ascii ? "|" : "├");
}

/**
 * top_pane_cell - the text of a cell
 * @pane: the pane
 * @shape: how tables are shown
 * @line: the line
 * @column: number of the column
 * @buf: where to
 */
void top_pane_cell(struct top_pane *pane, const struct top_shape *shape, __u32 line,
		   unsigned int column, struct kc_buf *buf)
{
	const struct top_column *spec = &pane->columns.columns[column];
	const struct top_item *item = &pane->list.items[line];
	bool label = !spec->rate && spec->fields[0] == pane->label;
	struct top_cell cell;
	struct top_pair pair;
	__u64 kernel = 0;

	top_list_pair(&pane->list, line, &pair);
	if (!shape->difference && top_cpu_marks_at(pane, column) &&
	    top_cpu_marks_cell(pane, &pair, shape->ascii, buf))
		return;
	top_column_cell(spec, &pair, shape->difference, &cell);
	if (label && pane->has_tree && shape->tree && !shape->difference) {
		put_branches(item, shape->ascii, buf);
		if (item->flags & TOP_ITEM_FOLDED)
			kc_buf_text(buf, "+ ");
		else if (item->depth)
			kc_buf_text(buf, shape->ascii ? "- " : "─ ");
	}
	if (label && pane->kernel >= 0 && cell.kind == TOP_PLAIN)
		top_pane_number(pane, line, pane->kernel, &kernel);
	if (kernel)
		kc_buf_char(buf, '[');
	top_cell_format(buf, &cell, shape->bytes, shape->users);
	if (kernel)
		kc_buf_char(buf, ']');
}
