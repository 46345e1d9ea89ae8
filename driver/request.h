/* SPDX-License-Identifier: GPL-2.0-only */
/* What a netlink request asks for. */
#ifndef KIN_REQUEST_H
#define KIN_REQUEST_H

#include "cursor.h"

struct file;
struct netlink_ext_ack;
struct nlattr;
struct sk_buff;

/**
 * struct kin_refusal - what is wrong with a request
 * @words: a string constant that names the attribute, or NULL
 * @attr: the attribute of the request, or NULL
 */
struct kin_refusal {
	const char *words;
	const struct nlattr *attr;
};

const struct file *kin_request_file(struct sk_buff *request);
const struct nlattr *kin_request_attr(const struct kin_cursor *cursor, struct nlattr **attrs);
int kin_request_read(struct kin_cursor *cursor, const struct kin_source *source,
		     struct nlattr **attrs, struct kin_refusal *refusal);
void kin_request_refuse(struct netlink_ext_ack *extack, const struct kin_refusal *refusal);

#endif
