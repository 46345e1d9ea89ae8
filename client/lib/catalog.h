/* SPDX-License-Identifier: GPL-2.0-only */
/* The tables as this program and the current driver know them together. */
#ifndef KC_CATALOG_H
#define KC_CATALOG_H

#include "transport.h"
#include "../gen/kc_gen.h"

/**
 * struct kc_object - an object and what the driver says about it
 * @table: the table, with fields of a newer driver at its end
 * @reason: by field: why it is always absent; NULL where it is not
 * @in_driver: whether the driver has the object at all
 */
struct kc_object {
	struct kc_table table;
	const char *reason[KC_FIELDS_MAX];
	bool in_driver;
};

/**
 * struct kc_catalog - every object
 * @objects: by the order of kc_tables
 * @memory: everything allocated, in a list
 */
struct kc_catalog {
	struct kc_object objects[KC_OBJECTS];
	void *memory;
};

void kc_catalog_init(struct kc_catalog *catalog);
int kc_catalog_load(struct kc_catalog *catalog, struct kc_transport *transport,
		    struct kc_error *err);
void kc_catalog_free(struct kc_catalog *catalog);
int kc_object_check(const struct kc_object *object, struct kc_error *err);
int kc_field_named(const struct kc_table *table, const char *name);
bool kc_field_identity(const struct kc_field *field);
void kc_identity_want(const struct kc_table *table, __u64 *mask);
int kc_request_field(struct kc_request *request, const char *name);
int kc_field_find(const struct kc_table *table, const char *name, size_t len,
		  struct kc_error *err);

#endif
