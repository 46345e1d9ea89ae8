#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 120
# limit: 2700
#
# Big dumps by the smallest buffers: no row lost or twice. With nearly no memory left
# as well.
exec tests/vm/run --memory 2560 --timeout 2500 --modules zram -- "/tests/lib/suite.sh \
	'kmany tasks 30000 kscale tasks 30000 8192 32768' \
	'kmany threads 10000 kscale threads 10000 8192' \
	'kmany vmas 100000 kscale vmas 100000 8192 32768' \
	'kmany paths 3000 kscale paths 3000 8192 32768' \
	'kmany vmas 20000 kstorm memory,read kscale vmas 20000 8192'"
