/* SPDX-License-Identifier: GPL-2.0-only */
/* A file system that does not answer. */
#ifndef KF_FUSE_H
#define KF_FUSE_H

#include <sys/types.h>

pid_t kf_fuse_start(const char *folder, int report);

#endif
