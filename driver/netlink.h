/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KIN_NETLINK_H
#define KIN_NETLINK_H

#include <net/genetlink.h>

#include "gen/kin_gen.h"

/* Made from the spec: the operation of every object, all with these three. */
extern const struct genl_ops kin_genl_ops[KIN_OBJECTS];

int kin_netlink_start(struct netlink_callback *cb);
int kin_netlink_dump(struct sk_buff *skb, struct netlink_callback *cb);
int kin_netlink_done(struct netlink_callback *cb);

int kin_netlink_init(void);
void kin_netlink_exit(void);

#endif
