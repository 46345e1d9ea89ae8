// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of users, of /etc/passwd alone: a directory service may not answer on a sick
 * machine, and this program is to run there. Users of such a service stay numbers.
 */
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"
#include "users.h"

#define USERS_MAX 100000

/* Return: false without memory. */
static bool add(struct top_users *users, const struct passwd *entry)
{
	struct top_user *more, *user;

	if (!(users->count & (users->count - 1))) {
		more = reallocarray(users->users, users->count ? 2 * users->count : 1,
				    sizeof(*more));
		if (!more)
			return false;
		users->users = more;
	}
	user = &users->users[users->count];
	user->uid = entry->pw_uid;
	user->line = users->count;
	user->name = strdup(entry->pw_name);
	if (!user->name)
		return false;
	users->count++;
	return true;
}

static int by_uid(const void *one, const void *other)
{
	const struct top_user *a = one, *b = other;

	if (a->uid != b->uid)
		return a->uid < b->uid ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line;
}

/**
 * top_users_read - read the names once
 * @users: set; has none if the file cannot be read
 * @path: a file like /etc/passwd
 */
void top_users_read(struct top_users *users, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct passwd *entry;
	FILE *file;

	memset(users, 0, sizeof(*users));
	if (fd < 0)
		return;
	file = fdopen(fd, "r");
	if (!file) {
		close(fd);
		return;
	}
	while (users->count < USERS_MAX) {
		entry = fgetpwent(file);
		if (!entry)
			break;
		/* What begins so refers to a directory service. */
		if (entry->pw_name[0] == '+' || entry->pw_name[0] == '-')
			continue;
		if (!add(users, entry))
			break;
	}
	fclose(file);
	if (users->count)
		qsort(users->users, users->count, sizeof(users->users[0]), by_uid);
}

/**
 * top_user_name - the name of a user
 * @users: the users
 * @uid: number
 *
 * Return: the name or NULL; of several with one number, the first of the file.
 */
const char *top_user_name(const struct top_users *users, __u64 uid)
{
	size_t low = 0, high = users->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (users->users[middle].uid < uid)
			low = middle + 1;
		else
			high = middle;
	}
	return low < users->count && users->users[low].uid == uid ? users->users[low].name : NULL;
}

/**
 * top_user_id - number of a user
 * @users: the users
 * @text: the number, or the name
 * @uid: set
 *
 * Return: false if there is no such user.
 */
bool top_user_id(const struct top_users *users, const char *text, __u64 *uid)
{
	size_t i;

	if (kc_parse_u64(text, strlen(text), 0xffffffff, uid))
		return true;
	for (i = 0; i < users->count; i++)
		if (!strcmp(users->users[i].name, text)) {
			*uid = users->users[i].uid;
			return true;
		}
	return false;
}

/**
 * top_users_free - free the names
 * @users: the users
 */
void top_users_free(struct top_users *users)
{
	size_t i;

	for (i = 0; i < users->count; i++)
		free(users->users[i].name);
	free(users->users);
	memset(users, 0, sizeof(*users));
}
