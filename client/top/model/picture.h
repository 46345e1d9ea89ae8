/* SPDX-License-Identifier: GPL-2.0-only */
/* An address space as a picture: what is in it, and what of it is looked at. */
#ifndef TOP_PICTURE_H
#define TOP_PICTURE_H

#include "pane.h"
#include "space.h"

#define TOP_PARTS_MAX 8

/* Owners of areas: 0 is nobody, a part has its number + 1. */
#define TOP_OWNER_GROUP 0xffff

enum {
	TOP_MARK_NEW = 1,
	TOP_MARK_CHANGED = 2,
	TOP_MARK_GONE = 4,
};

/**
 * struct top_node - where an area stands in the tree; numbers are those of areas
 * @parent: what it lies in; of the first, itself
 * @end: the first area behind all that lies in it
 * @parts: how many lie in it, but not in another that does
 * @marks: what happened to something in it, TOP_MARK_*
 */
struct top_node {
	__u32 parent;
	__u32 end;
	__u32 parts;
	__u16 marks;
};

/**
 * struct top_shown - an area of the picture, as it is shown
 * @node: its number
 * @height: lines it takes
 */
struct top_shown {
	__u32 node;
	int height;
};

/**
 * struct top_span - what remembers an area, whose number changes from sample to sample
 * @first: its first address
 * @last: its last
 */
struct top_span {
	__u64 first;
	__u64 last;
};

/**
 * struct top_scene - a picture as it stands
 * @picture: the view's description, NULL: the view has none
 * @begun: the area that it begins with has been looked for
 * @off: the view's tables are shown instead
 * @space: the areas; the first is all of it
 * @nodes: for each of them, its place in the tree
 * @node_room: how many there is room for
 * @now: what the areas were made of, by part; held
 * @then: what that was compared with, likewise
 * @root: number of the area that fills the picture
 * @root_span: likewise, from sample to sample
 * @chosen_span: the area chosen, likewise
 * @chosen: its number in @shown
 * @shown: what is shown, the lowest first
 * @count: length of it
 * @shown_room: how many there is room for
 * @lines: lines there were the last time
 * @first: where from the top the screen begins, when there is more than room
 * @process: of which process it is
 * @words: why something is not in it, or empty
 */
struct top_scene {
	const struct top_picture *picture;
	bool begun;
	bool off;
	struct kc_space space;
	struct top_node *nodes;
	size_t node_room;
	struct top_snapshot *now[TOP_PARTS_MAX];
	struct top_snapshot *then[TOP_PARTS_MAX];
	__u32 root;
	struct top_span root_span;
	struct top_span chosen_span;
	__u32 chosen;
	struct top_shown *shown;
	__u32 count;
	size_t shown_room;
	int lines;
	__u32 first;
	__u64 process;
	char words[512];
};

/* picture.c */
bool top_scene_update(struct top_scene *scene, const struct top_view *view,
		      struct top_pane *panes, const struct top_shape *shape);
void top_scene_free(struct top_scene *scene);
struct top_pane *top_scene_pane(const struct top_scene *scene, const struct top_view *view,
				struct top_pane *panes, unsigned int owner);
bool top_scene_pair(const struct top_scene *scene, __u32 node, struct top_pair *pair);

/* picture_tree.c */
bool top_scene_tree(struct top_scene *scene);

/* picture_fit.c */
bool top_scene_fit(struct top_scene *scene, int lines);
void top_scene_choose(struct top_scene *scene, __u32 shown);
void top_scene_move(struct top_scene *scene, long up);
bool top_scene_row(struct top_scene *scene, unsigned int owner, __u32 row);
bool top_scene_find(struct top_scene *scene, const char *text, bool up, bool here);
bool top_scene_in(struct top_scene *scene);
bool top_scene_out(struct top_scene *scene);

static inline __u32 top_scene_chosen(const struct top_scene *scene)
{
	return scene->shown[scene->chosen].node;
}

#endif
