#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 180
# limit: 3000
#
# rmmod with readers at work.
set -e
cycles=300
[ "${KINTRO_GRID-}" != all ] || cycles=1000
exec tests/vm/run --timeout 2800 -- \
	"/tests/lib/suite.sh \"kunload /lib/modules/\$(uname -r)/extra/kintrospect.ko $cycles\""
