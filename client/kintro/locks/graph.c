// SPDX-License-Identifier: GPL-2.0-only
/* The graph of dependencies between lock classes, out of locks and lock-edges. */
#include <stdlib.h>

#include "graph.h"
#include "../dump.h"

struct load {
	struct lock_graph *graph;
	const struct kc_filter *filter;
};

/* Room for one more, by powers of two. */
static void *grow(void *array, size_t count, size_t size)
{
	if (count & (count - 1))
		return array;
	return reallocarray(array, count ? 2 * count : 1, size);
}

static char *text_of(const struct kc_rows *rows, const unsigned char *row, unsigned int field)
{
	struct kc_value value = { .len = 0 };

	kc_row_get(rows, row, field, &value);
	return value.kind == KC_TEXT ? strndup(value.text, value.len) : NULL;
}

static int node_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct load *load = context;
	struct lock_graph *graph = load->graph;
	int id = kc_field_named(rows->table, "class-id"), name = kc_field_named(rows->table, "name");
	struct lock_node *nodes;
	__u32 i;

	for (i = 0; i < rows->count; i++) {
		const unsigned char *row = kc_row_at(rows, i);

		nodes = grow(graph->nodes, graph->node_count, sizeof(*nodes));
		if (!nodes)
			return kc_fail_memory(err);
		graph->nodes = nodes;
		nodes += graph->node_count++;
		*nodes = (struct lock_node) {
			.id = kc_row_u64(rows, row, id),
			.name = text_of(rows, row, name),
			.chosen = !load->filter || kc_filter_match(load->filter, rows, row),
			.from = -1,
		};
	}
	return KC_OK;
}

static struct lock_node *node_of(const struct lock_graph *graph, __u64 id)
{
	size_t low = 0, high = graph->node_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (graph->nodes[middle].id == id)
			return &graph->nodes[middle];
		if (graph->nodes[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static int edge_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct lock_graph *graph = context;
	const struct kc_table *table = rows->table;
	int from = kc_field_named(table, "from-id"), to = kc_field_named(table, "to-id");
	int distance = kc_field_named(table, "distance"), dep = kc_field_named(table, "dep");
	int site = kc_field_named(table, "site"), caller = kc_field_named(table, "caller");
	__u32 i;

	for (i = 0; i < rows->count; i++) {
		const unsigned char *row = kc_row_at(rows, i);
		struct lock_node *a = node_of(graph, kc_row_u64(rows, row, from));
		struct lock_node *b = node_of(graph, kc_row_u64(rows, row, to));
		struct lock_edge *edges;

		/* a class that is newer than the list of classes */
		if (!a || !b)
			continue;
		edges = grow(graph->edges, graph->edge_count, sizeof(*edges));
		if (!edges)
			return kc_fail_memory(err);
		graph->edges = edges;
		a->edges++;
		edges[graph->edge_count++] = (struct lock_edge) {
			.from = a - graph->nodes,
			.to = b - graph->nodes,
			.distance = kc_row_u64(rows, row, distance),
			.dep = kc_row_u64(rows, row, dep),
			.site = text_of(rows, row, site),
			.caller = text_of(rows, row, caller),
		};
	}
	return KC_OK;
}

static int order_nodes(const void *a, const void *b)
{
	const struct lock_node *left = a, *right = b;

	return (left->id > right->id) - (left->id < right->id);
}

/*
 * Edges go next to the others of their first class, in the order they came in. The driver
 * sends them so, but a recording may hold any rows.
 */
static int group_edges(struct lock_graph *graph, struct kc_error *err)
{
	struct lock_edge *grouped = calloc(graph->edge_count + 1, sizeof(*grouped));
	size_t i, next = 0;

	if (!grouped)
		return kc_fail_memory(err);
	for (i = 0; i < graph->node_count; i++) {
		graph->nodes[i].first = next;
		next += graph->nodes[i].edges;
		graph->nodes[i].edges = 0;
	}
	for (i = 0; i < graph->edge_count; i++) {
		struct lock_node *node = &graph->nodes[graph->edges[i].from];

		grouped[node->first + node->edges++] = graph->edges[i];
	}
	free(graph->edges);
	graph->edges = grouped;
	return KC_OK;
}

static const struct kc_table *table_of(struct kintro *kintro, unsigned int command,
				       struct kc_error *err)
{
	const struct kc_object *object = &kintro->catalog.objects[command - 1];

	return kc_object_check(object, err) ? NULL : &object->table;
}

/**
 * lock_graph_load - read classes and dependencies
 * @kintro: the run, connected to the driver
 * @filter: of locks: which classes are chosen; NULL: all
 * @graph: filled; to be freed in any case
 * @err: filled on failure
 */
int lock_graph_load(struct kintro *kintro, const struct kc_filter *filter,
		    struct lock_graph *graph, struct kc_error *err)
{
	struct kc_request nodes = { .attributes = kintro->options.encoding }, edges = nodes;
	struct load load = { .graph = graph, .filter = filter };
	int ret;

	memset(graph, 0, sizeof(*graph));
	nodes.table = table_of(kintro, KINTROSPECT_CMD_LOCKS, err);
	edges.table = table_of(kintro, KINTROSPECT_CMD_LOCK_EDGES, err);
	if (!nodes.table || !edges.table)
		return KC_UNAVAILABLE;
	kc_request_field(&nodes, "class-id");
	kc_request_field(&nodes, "name");
	if (filter)
		kc_filter_fields(filter, nodes.mask);
	kc_request_field(&edges, "from-id");
	kc_request_field(&edges, "to-id");
	kc_request_field(&edges, "distance");
	kc_request_field(&edges, "dep");
	kc_request_field(&edges, "site");
	kc_request_field(&edges, "caller");
	ret = kintro_dump(kintro, &nodes, node_batch, &load, err);
	if (ret)
		return ret;
	/* So that edges find them, whatever their order in a recording. */
	if (graph->node_count)
		qsort(graph->nodes, graph->node_count, sizeof(*graph->nodes), order_nodes);
	ret = kintro_dump(kintro, &edges, edge_batch, graph, err);
	return ret ? ret : group_edges(graph, err);
}

/**
 * lock_graph_free - free a graph
 * @graph: the graph
 */
void lock_graph_free(struct lock_graph *graph)
{
	size_t i;

	for (i = 0; i < graph->node_count; i++)
		free(graph->nodes[i].name);
	for (i = 0; i < graph->edge_count; i++) {
		free(graph->edges[i].site);
		free(graph->edges[i].caller);
	}
	free(graph->nodes);
	free(graph->edges);
}
