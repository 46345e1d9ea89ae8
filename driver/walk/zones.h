/* SPDX-License-Identifier: GPL-2.0-only */
/* Zones one after the other, by node. */
#ifndef KIN_WALK_ZONES_H
#define KIN_WALK_ZONES_H

#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/types.h>

#include "../source.h"

/**
 * kin_zone_open - begin with the node of a filter
 * @cursor: the dump
 * @node: the filter
 * @field: number of the field it is about
 *
 * Return: 0, or -EINVAL with words when there is no such node.
 */
static inline int kin_zone_open(struct kin_cursor *cursor, const struct kin_filter *node,
				unsigned int field)
{
	if (!node->set)
		return 0;
	if (node->number >= MAX_NUMNODES || !node_online(node->number))
		return kin_fail(cursor, -EINVAL, field, "there is no such node");
	cursor->key[0] = node->number;
	return 0;
}

/**
 * kin_zone_next - the zone of a key, or else the next one there is
 * @key: node, index of the zone in it, and two more that count within a zone; moved
 *	on to the zone that is returned, and the two then begin again
 * @node: filter of the node
 * @populated: skip zones without memory
 *
 * Nodes that went offline are skipped; what was theirs is never freed by the
 * kernel. Any context. Return: NULL after the last one.
 */
static inline struct zone *kin_zone_next(u64 key[4], const struct kin_filter *node,
					 bool populated)
{
	for (; key[0] < (node->set ? node->number + 1 : MAX_NUMNODES); key[0]++, key[1] = 0) {
		if (!node_online(key[0])) {
			key[2] = 0;
			key[3] = 0;
			continue;
		}
		while (key[1] < MAX_NR_ZONES) {
			struct zone *zone = &NODE_DATA(key[0])->node_zones[key[1]];

			if (!populated || populated_zone(zone))
				return zone;
			key[1]++;
			key[2] = 0;
			key[3] = 0;
		}
	}
	return NULL;
}

#endif
