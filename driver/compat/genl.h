/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KIN_COMPAT_GENL_H
#define KIN_COMPAT_GENL_H

#include <linux/version.h>
#include <net/genetlink.h>

/* By this name, and with this result, since 5.11. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 11, 0)
#define nla_strscpy(dst, nla, size) nla_strlcpy(dst, nla, size)
#endif

/* Say that an attribute is missing, and which: only words can before 6.1. */
static inline void kin_genl_missing(struct netlink_ext_ack *extack, u16 type)
{
#ifdef NL_SET_ERR_ATTR_MISS
	NL_SET_ERR_ATTR_MISS(extack, NULL, type);
#endif
}

/*
 * Say with the end of a dump which attribute is wrong. There is room for it since 6.10; until
 * 6.12.2 the kernel warned of an attribute in a request that was received before.
 */
static inline void kin_genl_bad_attr(struct netlink_ext_ack *extack, const struct nlattr *attr)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 2)
	extack->bad_attr = attr;
#endif
}

/* Attributes of the request that a dump answers; struct genl_info holds them since 6.7. */
static inline struct nlattr **kin_genl_attrs(struct netlink_callback *cb)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
	return genl_dumpit_info(cb)->info.attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

#endif
