/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KIN_PROC_H
#define KIN_PROC_H

void kin_proc_init(void);
void kin_proc_exit(void);

#endif
