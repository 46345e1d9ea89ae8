#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Every field of every object against an independent source, at rest.
. /tests/lib/modules.sh
exec kfixture ktruth
