/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KFIX_LAYOUT_H
#define KFIX_LAYOUT_H

int kfix_layout_answer(void);

#endif
