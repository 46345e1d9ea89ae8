// SPDX-License-Identifier: GPL-2.0-only
/* The tables of objects and fields, as made from the spec. */
#include "../../../client/gen/kc_gen.c"
