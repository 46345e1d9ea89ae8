/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of users. */
#ifndef TOP_USERS_H
#define TOP_USERS_H

#include <stdbool.h>
#include <stddef.h>
#include <linux/types.h>

/**
 * struct top_user - a user
 * @uid: number
 * @name: name, any bytes
 * @line: which entry of the file it was
 */
struct top_user {
	__u64 uid;
	char *name;
	size_t line;
};

/**
 * struct top_users - the users of a machine, by number; all zero is none
 * @users: the users
 * @count: how many
 */
struct top_users {
	struct top_user *users;
	size_t count;
};

void top_users_read(struct top_users *users, const char *path);
const char *top_user_name(const struct top_users *users, __u64 uid);
bool top_user_id(const struct top_users *users, const char *text, __u64 *uid);
void top_users_free(struct top_users *users);

#endif
