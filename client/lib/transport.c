// SPDX-License-Identifier: GPL-2.0-only
/* Which way to the driver. */
#include <errno.h>

#include "recording.h"

/**
 * kc_transport_open - reach the driver
 * @via: "netlink", "debugfs" or "auto": netlink, and debugfs where there is no
 *	such family, as in another network namespace; or "file:" and a recording, as
 *	kc_record_open_at() takes it
 * @transport: set on success; its close frees it
 * @err: filled on failure
 */
int kc_transport_open(const char *via, struct kc_transport **transport, struct kc_error *err)
{
	struct kc_record *record;
	struct kc_error other;
	int ret;

	if (!strncmp(via, "file:", 5)) {
		ret = kc_record_open_at(&record, via + 5, err);
		if (!ret)
			*transport = kc_record_transport(record);
		return ret;
	}
	if (!strcmp(via, "debugfs"))
		return kc_debugfs_open(NULL, transport, err);
	ret = kc_netlink_open(transport, err);
	if (!strcmp(via, "netlink") || !ret || err->errnum != ENOENT)
		return ret;
	return kc_debugfs_open(NULL, transport, &other) ? ret : KC_OK;
}
