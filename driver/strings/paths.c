// SPDX-License-Identifier: GPL-2.0-only
/*
 * Paths of files, each made once a batch: d_path() costs more than all the rest of
 * a row, and most mappings are of the same few files.
 */
#include <linux/err.h>
#include <linux/string.h>

#include "paths.h"

/**
 * kin_paths_begin - forget what does not hold any more
 * @paths: paths of a dump
 *
 * To be called at the beginning of every fill: a rename may have changed any of them.
 */
void kin_paths_begin(struct kin_paths *paths)
{
	if (!read_seqretry(&rename_lock, paths->renames))
		return;
	memset(paths->known, 0, sizeof(paths->known));
	paths->renames = read_seqbegin(&rename_lock);
}

/**
 * kin_paths_make - make a path that is not known
 * @cursor: the dump
 * @paths: its paths
 * @path: the path
 * @ref: set to where the string is
 *
 * For kin_paths_get(), and with its return values.
 */
int kin_paths_make(struct kin_cursor *cursor, struct kin_paths *paths, const struct path *path,
		   struct kintrospect_string *ref)
{
	const struct dentry *dentry = path->dentry;
	u64 name = KIN_U64(dentry->d_name.hash_len);
	bool deleted = d_unlinked(dentry);
	struct kin_placed placed = {};
	const char *text;
	int ret;

	text = d_path(path, paths->buf, sizeof(paths->buf));
	if (IS_ERR(text))
		return 0;
	ret = kin_place(cursor, &placed, text, paths->buf + sizeof(paths->buf) - 1 - text, ref);
	if (ret < 0)
		return ret;
	/* A file system that makes names up may make up another next time. */
	if (!dentry->d_op || !dentry->d_op->d_dname)
		*kin_paths_slot(paths, dentry) = (struct kin_path){
			.dentry = dentry,
			.mnt = path->mnt,
			.name = name,
			.deleted = deleted,
			.placed = placed,
		};
	return 1;
}
