/* SPDX-License-Identifier: GPL-2.0-only */
/* Values as text. */
#ifndef KC_FORMAT_H
#define KC_FORMAT_H

#include "buf.h"
#include "rows.h"

static inline bool kc_is_text(const struct kc_field *field)
{
	return field->type == KINTROSPECT_FIELD_TYPE_CHARS ||
	       field->type == KINTROSPECT_FIELD_TYPE_STRING;
}

static inline bool kc_is_signed(const struct kc_field *field)
{
	return field->type >= KINTROSPECT_FIELD_TYPE_S8 &&
	       field->type <= KINTROSPECT_FIELD_TYPE_S64;
}

static inline bool kc_has_unit(const struct kc_field *field, const char *unit)
{
	return field->unit && !strcmp(field->unit, unit);
}

/* An index of the kernel's, in thousandths, which people read in per cent. */
static inline bool kc_is_share(const struct kc_field *field)
{
	size_t len = strlen(field->name);

	return len > 6 && !strcmp(field->name + len - 6, "-index");
}

bool kc_format_raw(struct kc_buf *buf, const struct kc_field *field,
		   const struct kc_value *value);
bool kc_format_human(struct kc_buf *buf, const struct kc_field *field,
		     const struct kc_value *value);
bool kc_format_cell(struct kc_buf *buf, const struct kc_field *field,
		    const struct kc_value *value, bool raw);
void kc_format_bytes(struct kc_buf *buf, __u64 bytes);
void kc_format_ns(struct kc_buf *buf, __u64 ns);

#endif
