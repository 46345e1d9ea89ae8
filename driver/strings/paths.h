/* SPDX-License-Identifier: GPL-2.0-only */
/* Paths of files, each made once a batch. */
#ifndef KIN_STRINGS_PATHS_H
#define KIN_STRINGS_PATHS_H

#include <linux/dcache.h>
#include <linux/hash.h>
#include <linux/path.h>

#include "../compat/u64.h"
#include "placed.h"

struct vfsmount;

/* A path, however deep; as much as fits into the least batch next to a row. */
#define KIN_PATH_SIZE (KIN_BATCH_MIN - 1024)

#define KIN_PATH_BITS 6

/**
 * struct kin_path - a path that is among the batch's strings already
 * @dentry: last component; not referenced, so the other members must agree as well
 * @mnt: mount
 * @name: hash of the component, its length and its folder
 * @deleted: whether it was deleted
 * @placed: where the path lies
 */
struct kin_path {
	const struct dentry *dentry;
	const struct vfsmount *mnt;
	u64 name;
	bool deleted;
	struct kin_placed placed;
};

/**
 * struct kin_paths - the paths of a dump, good for a batch
 * @renames: count of renames when they were made
 * @known: the paths, by dentry
 * @buf: to make one in
 */
struct kin_paths {
	unsigned int renames;
	struct kin_path known[1 << KIN_PATH_BITS];
	char buf[KIN_PATH_SIZE];
};

void kin_paths_begin(struct kin_paths *paths);
int kin_paths_make(struct kin_cursor *cursor, struct kin_paths *paths, const struct path *path,
		   struct kintrospect_string *ref);

/* The only place of a path among those known. */
static inline struct kin_path *kin_paths_slot(struct kin_paths *paths, const struct dentry *dentry)
{
	return &paths->known[hash_ptr(dentry, KIN_PATH_BITS)];
}

/**
 * kin_paths_get - a path as a string of the batch
 * @cursor: the dump
 * @paths: its paths
 * @path: the path, referenced by somebody for the time being
 * @ref: set to where the string is
 *
 * The caller commits the row if this does not fail: later rows may refer to the
 * same string. As seen from the caller's root, as in /proc/PID/maps. Does not
 * sleep. Return: 1; 0 when the path cannot be had, being too long; -ENOSPC when
 * the batch has no room for it.
 */
static inline int kin_paths_get(struct kin_cursor *cursor, struct kin_paths *paths,
				const struct path *path, struct kintrospect_string *ref)
{
	const struct dentry *dentry = path->dentry;
	const struct kin_path *known = kin_paths_slot(paths, dentry);

	if (!kin_placed(cursor, &known->placed) ||
	    known->dentry != dentry || known->mnt != path->mnt ||
	    known->name != KIN_U64(dentry->d_name.hash_len) ||
	    known->deleted != d_unlinked(dentry))
		return kin_paths_make(cursor, paths, path, ref);
	*ref = known->placed.ref;
	return 1;
}

#endif
