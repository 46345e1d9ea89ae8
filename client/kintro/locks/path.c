// SPDX-License-Identifier: GPL-2.0-only
/* Is there a path of dependencies from one lock class to another, and through which? */
#include <stdlib.h>

#include "json.h"
#include "graph.h"
#include "text.h"
#include "../command.h"
#include "../source.h"
#include "../warnings.h"

/* Classes by a name, else the one with that number. How many. */
static size_t choose(struct lock_graph *graph, const char *word)
{
	size_t i, found = 0;
	__u64 id;

	for (i = 0; i < graph->node_count; i++) {
		graph->nodes[i].chosen = graph->nodes[i].name &&
			!strcmp(graph->nodes[i].name, word);
		found += graph->nodes[i].chosen;
	}
	if (found || !kc_parse_u64(word, strlen(word), ~0ULL, &id))
		return found;
	for (i = 0; i < graph->node_count; i++) {
		graph->nodes[i].chosen = graph->nodes[i].id == id;
		found += graph->nodes[i].chosen;
	}
	return found;
}

/*
 * Breadth first, so that the path is a shortest one: from all of one name to the first of
 * the other. Not of no step: from a class to itself a path leads through others.
 */
static struct lock_node *search(struct lock_graph *graph, size_t *queue, size_t count)
{
	struct lock_node *node, *to;
	size_t head, i;

	for (head = 0; head < count; head++) {
		node = &graph->nodes[queue[head]];
		for (i = 0; i < node->edges; i++) {
			to = &graph->nodes[graph->edges[node->first + i].to];
			if (to->from >= 0 || (to->shown && !to->chosen))
				continue;
			to->from = node->first + i;
			if (to->chosen)
				return to;
			queue[count++] = to - graph->nodes;
		}
	}
	return NULL;
}

static void put_name(const char *before, const char *name)
{
	struct kc_buf buf = { 0 };

	kc_escape(&buf, name, strlen(name));
	kc_print("%s%.*s", before, (int)buf.len, buf.len ? buf.data : "");
	kc_buf_free(&buf);
}

static void put_step(const struct lock_graph *graph, const struct lock_edge *edge)
{
	const struct lock_node *to = &graph->nodes[edge->to];

	put_name("  -> ", to->name ? to->name : "?");
	if (edge->distance > 1)
		kc_print(", others between");
	if (edge->site)
		put_name(", ", edge->site);
	if (edge->caller)
		put_name(edge->site ? " in " : ", in ", edge->caller);
	kc_print("\n");
}

static void put_string(struct kc_json *json, const char *key, const char *text)
{
	kc_json_key(json, key);
	if (text)
		kc_json_string(json, text, strlen(text));
	else
		kc_json_null(json);
}

static void put_json(struct kc_json *json, const struct lock_node *node,
		     const struct lock_edge *edge)
{
	kc_json_begin(json, '{');
	kc_json_key(json, "class_id");
	kc_json_u64(json, node->id);
	put_string(json, "name", node->name);
	kc_json_key(json, "distance");
	if (edge)
		kc_json_u64(json, edge->distance);
	else
		kc_json_null(json);
	put_string(json, "site", edge ? edge->site : NULL);
	put_string(json, "caller", edge ? edge->caller : NULL);
	kc_json_end(json, '}');
}

/* Steps from the end to the beginning, turned round. */
static int report(const struct kintro *kintro, const struct lock_graph *graph,
		  const char * const *words, const struct lock_node *end, struct kc_error *err)
{
	bool as_json = kintro->options.format == FORMAT_JSON;
	struct kc_json json = {
		.out = stdout, .pretty = kintro_given(&kintro->options, OPT_BIT(PRETTY)),
	};
	const struct lock_node *node = end;
	size_t *steps = calloc(graph->node_count + 1, sizeof(*steps)), count = 0;
	int ret = KC_OK;

	if (!steps)
		return kc_fail_memory(err);
	while (end && count <= graph->node_count && (!count || !node->shown)) {
		steps[count++] = node->from;
		node = &graph->nodes[graph->edges[node->from].from];
	}
	if (as_json) {
		kc_json_begin(&json, '{');
		kc_json_key(&json, "schema");
		kc_json_text(&json, "kintro-lock-path/1");
		kc_json_key(&json, "from");
		kc_json_string(&json, words[0], strlen(words[0]));
		kc_json_key(&json, "to");
		kc_json_string(&json, words[1], strlen(words[1]));
		kc_json_key(&json, "found");
		kc_json_bool(&json, end);
		kc_json_key(&json, "path");
		kc_json_begin(&json, '[');
		if (end)
			put_json(&json, node, NULL);
	} else if (end) {
		put_name("", node->name ? node->name : words[0]);
		kc_print("\n");
	} else {
		put_name("no path from ", words[0]);
		put_name(" to ", words[1]);
		kc_print("\n");
	}
	while (count) {
		const struct lock_edge *edge = &graph->edges[steps[--count]];

		if (as_json)
			put_json(&json, &graph->nodes[edge->to], edge);
		else
			put_step(graph, edge);
	}
	if (as_json) {
		kc_json_end(&json, ']');
		kintro_json_warnings(kintro, &json);
		kc_json_end(&json, '}');
		kc_json_newline(&json);
		ret = kc_json_flush(&json, 0, err);
		kc_json_free(&json);
	}
	free(steps);
	if (ret)
		return ret;
	return end ? KC_OK : KC_DIFFERENT;
}

static int no_class(const char *word, struct kc_error *err)
{
	kc_fail(err, KC_NOT_FOUND, 0, "no lock class '%s'", word);
	kc_hint(err, "'kintro locks' lists them by name and by number");
	return KC_NOT_FOUND;
}

static int path(const struct kintro *kintro, struct lock_graph *graph, const char * const *words,
		struct kc_error *err)
{
	size_t count = choose(graph, words[0]), i, *queue;
	int ret;

	if (!count)
		return no_class(words[0], err);
	queue = calloc(graph->node_count + 1, sizeof(*queue));
	if (!queue)
		return kc_fail_memory(err);
	for (i = 0, count = 0; i < graph->node_count; i++) {
		graph->nodes[i].shown = graph->nodes[i].chosen;
		if (graph->nodes[i].chosen)
			queue[count++] = i;
	}
	ret = !choose(graph, words[1]) ? no_class(words[1], err) :
	      report(kintro, graph, words, search(graph, queue, count), err);
	free(queue);
	return ret;
}

static int run(struct kintro *kintro, struct kc_error *err)
{
	struct lock_graph graph = { 0 };
	int ret;

	ret = kintro_connect(kintro, err);
	if (!ret)
		ret = lock_graph_load(kintro, NULL, &graph, err);
	if (!ret)
		ret = path(kintro, &graph, &kintro->options.words[1], err);
	lock_graph_free(&graph);
	/* The document has them. */
	if (!ret && kintro->options.format == FORMAT_JSON)
		kintro_forget_warnings(kintro);
	kintro_print_warnings(kintro);
	kintro_close_source(kintro);
	return ret;
}

/* Its words are not objects, but names or numbers of classes. */
const struct kintro_command kintro_locks_path = {
	.selector = OPT_BIT(PATH),
	.object = KINTROSPECT_CMD_LOCKS,
	.what = "locks --path",
	.usage = { "locks --path A B" },
	.options = OPT_BIT(PATH) | OPT_BIT(VIA) | OPT_BIT(COLOR) | OPT_BIT(ENCODING) |
		   OPT_BIT(AT) | OPT_BIT(SAMPLE) | OPT_BIT(JSON) | OPT_BIT(PRETTY),
	.min = 2,
	.max = 2,
	.expected = "locks --path requires two lock classes, each a name or a number",
	.run = run,
};
