/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KIN_DEBUGFS_H
#define KIN_DEBUGFS_H

void kin_debugfs_init(void);
void kin_debugfs_exit(void);

#endif
