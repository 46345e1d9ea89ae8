// SPDX-License-Identifier: GPL-2.0-only
/* The graph of dependencies between lock classes, for Graphviz. */
#include "graph.h"
#include "text.h"
#include "../command.h"
#include "../source.h"
#include "../warnings.h"

/* Quoted as dot wants it. */
static void put_quoted(const char *text)
{
	struct kc_buf name = { 0 }, quoted = { 0 };
	size_t i;

	kc_escape(&name, text, strlen(text));
	for (i = 0; i < name.len; i++) {
		if (name.data[i] == '"' || name.data[i] == '\\')
			kc_buf_char(&quoted, '\\');
		kc_buf_char(&quoted, name.data[i]);
	}
	kc_print("\"%.*s\"", (int)quoted.len, quoted.len ? quoted.data : "");
	kc_buf_free(&quoted);
	kc_buf_free(&name);
}

static void put_node(const struct lock_node *node, bool bold)
{
	char number[32];

	snprintf(number, sizeof(number), "class %llu", (unsigned long long)node->id);
	kc_print("\tc%llu [label=", (unsigned long long)node->id);
	put_quoted(node->name ? node->name : number);
	kc_print("%s];\n", bold ? ", style=bold" : "");
}

/* Dashed: something else was taken between. Dotted: readers only, who cannot be stuck. */
static void put_edge(const struct lock_graph *graph, const struct lock_edge *edge)
{
	bool strong = edge->dep & (KINTROSPECT_LOCK_DEP_SN | KINTROSPECT_LOCK_DEP_EN);

	kc_print("\tc%llu -> c%llu", (unsigned long long)graph->nodes[edge->from].id,
		 (unsigned long long)graph->nodes[edge->to].id);
	kc_print(" [style=%s", !strong ? "dotted" : edge->distance > 1 ? "dashed" : "solid");
	if (edge->site) {
		kc_print(", tooltip=");
		put_quoted(edge->caller ? edge->caller : edge->site);
	}
	kc_print("];\n");
}

/* With a filter: the classes that pass, in bold, and those directly before and after. */
static int draw(struct kintro *kintro, struct kc_error *err)
{
	const struct kc_table *table = &kintro->catalog.objects[KINTROSPECT_CMD_LOCKS - 1].table;
	const char *expression = kintro->options.filter;
	struct kc_filter *filter = NULL;
	struct lock_graph graph = { 0 };
	int ret = KC_OK;
	size_t i;

	if (expression)
		ret = kc_filter_parse(&filter, table, expression, err);
	if (!ret)
		ret = lock_graph_load(kintro, filter, &graph, err);
	if (!ret) {
		kc_print("digraph locks {\n\trankdir=LR;\n\tnode [shape=box];\n");
		for (i = 0; i < graph.node_count; i++)
			graph.nodes[i].shown = filter && graph.nodes[i].chosen;
		for (i = 0; i < graph.edge_count; i++) {
			struct lock_node *a = &graph.nodes[graph.edges[i].from];
			struct lock_node *b = &graph.nodes[graph.edges[i].to];

			a->shown |= a->chosen || b->chosen;
			b->shown |= a->chosen || b->chosen;
		}
		for (i = 0; i < graph.node_count; i++)
			if (graph.nodes[i].shown)
				put_node(&graph.nodes[i], filter && graph.nodes[i].chosen);
		for (i = 0; i < graph.edge_count; i++)
			if (graph.nodes[graph.edges[i].from].chosen ||
			    graph.nodes[graph.edges[i].to].chosen)
				put_edge(&graph, &graph.edges[i]);
		kc_print("}\n");
	}
	lock_graph_free(&graph);
	kc_filter_free(filter);
	return ret;
}

static int run(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	ret = kintro_connect(kintro, err);
	if (!ret)
		ret = draw(kintro, err);
	kintro_print_warnings(kintro);
	kintro_close_source(kintro);
	return ret;
}

const struct kintro_command kintro_locks_dot = {
	.selector = OPT_BIT(DOT),
	.object = KINTROSPECT_CMD_LOCKS,
	.what = "locks --dot",
	.usage = { "locks --dot [--filter=EXPR]" },
	.options = OPT_BIT(DOT) | OPT_BIT(VIA) | OPT_BIT(COLOR) | OPT_BIT(ENCODING) |
		   OPT_BIT(AT) | OPT_BIT(SAMPLE) | OPT_BIT(FILTER),
	.expected = "locks --dot takes no arguments: use --filter",
	.run = run,
};
