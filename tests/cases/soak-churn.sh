#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# usage: soak-churn.sh SECONDS
# Every object while all comes and goes, for at least so many seconds of the guest.
. /tests/lib/modules.sh
end=$(($(cut -d . -f 1 /proc/uptime) + $1))
while [ "$(cut -d . -f 1 /proc/uptime)" -lt "$end" ]; do
	/tests/lib/suite.sh /tests/cases/truth-churn.sh /tests/cases/truth-load.sh \
		/tests/cases/truth-load-vmalloc.sh >/tmp/churn || failed=1
	sed 's/^1\.\./# 1../' /tmp/churn
	! grep -q '^not ok' /tmp/churn || failed=1
done
exit "${failed:-0}"
