// SPDX-License-Identifier: GPL-2.0-only
/* Why values are absent. */
#include <string.h>

#include "absent.h"

/**
 * kintro_absent - tell why a field is absent in all rows of a dump
 * @kintro: the run
 * @query: what was asked
 * @result: what came
 * @field: the field
 *
 * Return: words, or NULL if it is not, or only where a row has none.
 */
const char *kintro_absent(const struct kintro *kintro, const struct kc_query *query,
			  const struct kc_result *result, unsigned int field)
{
	const struct kc_object *object = query->columns.object;
	__u32 flags = object->table.fields[field].flags;

	if (object->reason[field])
		return object->reason[field];
	if (!kc_mask_test(query->request.mask, field))
		return "not-requested";
	if (kintro->transport->absent) {
		const char *why = kintro->transport->absent(kintro->transport, &query->request,
							    field);

		if (why)
			return why;
	}
	if (!kintro->transport->on_request && (flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST))
		return "not in debugfs, only over netlink";
	if (kintro->transport->costs && !kc_mask_test(result->header.mask, field))
		return flags & KINTROSPECT_FIELD_FLAG_GATED ?
		       "needs CAP_SYSLOG and a permitting kptr_restrict and lockdown" :
		       "not granted by the driver";
	return NULL;
}

static bool same_reason(const struct kc_object *object)
{
	unsigned int i;

	for (i = 1; i < object->table.field_count; i++)
		if (!object->reason[i] || strcmp(object->reason[i], object->reason[0]))
			return false;
	return true;
}

/**
 * kintro_missing - list the fields that are always absent, those of one reason together
 * @catalog: what the driver said
 * @out: where to
 * @before: put before every reason's
 * @after: put after them
 *
 * Return: how many fields there are.
 */
unsigned int kintro_missing(const struct kc_catalog *catalog, struct kc_buf *out,
			    const char *before, const char *after)
{
	unsigned int i, j, k, count = 0;

	for (i = 0; i < KC_OBJECTS; i++) {
		const struct kc_object *object = &catalog->objects[i];

		for (j = 0; j < object->table.field_count; j++) {
			const char *reason = object->reason[j];

			count += !!reason;
			/* Was it named with the first of its reason? */
			for (k = 0; k < j && reason; k++)
				if (object->reason[k] && !strcmp(object->reason[k], reason))
					reason = NULL;
			if (!reason)
				continue;
			/* An object of which there is nothing needs no list of its fields. */
			if (!j && same_reason(object)) {
				kc_buf_printf(out, "%s%s: %s%s", before, object->table.name, reason,
					      after);
				continue;
			}
			kc_buf_printf(out, "%s%s.%s", before, object->table.name,
				      object->table.fields[j].name);
			for (k = j + 1; k < object->table.field_count; k++)
				if (object->reason[k] && !strcmp(object->reason[k], reason))
					kc_buf_printf(out, ", %s", object->table.fields[k].name);
			kc_buf_printf(out, ": %s%s", reason, after);
		}
	}
	return count;
}

/**
 * kintro_missing_brief - list the same on one line
 * @catalog: what the driver said
 * @out: where to
 *
 * Objects of which there is nothing by name, and of the others how many fields.
 * Return: false, and nothing is added, if nothing is missing.
 */
bool kintro_missing_brief(const struct kc_catalog *catalog, struct kc_buf *out)
{
	unsigned int i, j, objects = 0, fields = 0;

	for (i = 0; i < KC_OBJECTS; i++) {
		const struct kc_object *object = &catalog->objects[i];

		if (object->reason[0] && same_reason(object)) {
			kc_buf_printf(out, "%s%s", objects++ ? ", " : "", object->table.name);
			continue;
		}
		for (j = 0; j < object->table.field_count; j++)
			fields += !!object->reason[j];
	}
	if (fields)
		kc_buf_printf(out, "%s%u %s", objects ? " and " : "", fields,
			      fields == 1 ? "field" : "fields");
	return objects || fields;
}
