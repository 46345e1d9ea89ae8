/* SPDX-License-Identifier: GPL-2.0-only */
/* What of the kernel's header the driver's sources under test need. */
#ifndef TESTS_UNIT_LINUX_ERR_H
#define TESTS_UNIT_LINUX_ERR_H

#include <errno.h>

#define IS_ERR(pointer) ((unsigned long)(pointer) >= -4095UL)

#endif
