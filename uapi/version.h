/* SPDX-License-Identifier: GPL-2.0-only */
/* The one place that says the version; packages and clients read it too. */
#ifndef KINTROSPECT_VERSION
#define KINTROSPECT_VERSION "0.1.0"
#endif
