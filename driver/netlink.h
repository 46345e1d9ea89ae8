/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KIN_NETLINK_H
#define KIN_NETLINK_H

#include <net/genetlink.h>

#include "gen/kin_gen.h"

/* Made from the spec: the operation of every object. */
extern const struct genl_ops kin_genl_ops[KIN_OBJECTS];

/**
 * struct kin_row_key - how a request names one row, made from the spec
 * @slot: filter slot of the key
 * @missing: words for a request without it; NULL: no request gives one row
 */
struct kin_row_key {
	u8 slot;
	const char *missing;
};

extern const struct kin_row_key kin_row_keys[KIN_OBJECTS];

int kin_netlink_start(struct netlink_callback *cb);
int kin_netlink_dump(struct sk_buff *skb, struct netlink_callback *cb);
int kin_netlink_done(struct netlink_callback *cb);
int kin_netlink_row(struct sk_buff *request, struct genl_info *info);

int kin_netlink_init(void);
void kin_netlink_exit(void);

#endif
