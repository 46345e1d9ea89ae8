/* SPDX-License-Identifier: GPL-2.0-only */
/* The graph of dependencies between lock classes, as views of it need it. */
#ifndef KINTRO_LOCKS_GRAPH_H
#define KINTRO_LOCKS_GRAPH_H

#include "../session.h"

/**
 * struct lock_node - a class
 * @id: its number
 * @name: its name, owned
 * @chosen: it was named, or the filter lets it pass
 * @shown: it has a place in the picture
 * @first: its first edge in the graph's order
 * @edges: how many
 * @from: number of the edge by which it was reached, or -1
 */
struct lock_node {
	__u64 id;
	char *name;
	bool chosen;
	bool shown;
	size_t first;
	size_t edges;
	long from;
};

/* A dependency: places of the two nodes, and how it came to be. */
struct lock_edge {
	size_t from;
	size_t to;
	__u64 distance;
	__u64 dep;
	char *site;
	char *caller;
};

/**
 * struct lock_graph - all of it
 * @nodes: by number
 * @node_count: how many
 * @edges: by the number of the first class
 * @edge_count: how many
 */
struct lock_graph {
	struct lock_node *nodes;
	size_t node_count;
	struct lock_edge *edges;
	size_t edge_count;
};

int lock_graph_load(struct kintro *kintro, const struct kc_filter *filter,
		    struct lock_graph *graph, struct kc_error *err);
void lock_graph_free(struct lock_graph *graph);

#endif
