#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 180
# limit: 1200
#
# rmmod with readers at work.
set -e
driver=$(tests/vm/driver 6.1)
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
# without debugging information, most of the time of a cycle goes to the driver
strip -g -o "$files/kintrospect.ko" "$driver"
cycles=300
[ "${KINTRO_GRID-}" != all ] || cycles=1000
tests/vm/run --timeout 1150 --files "$files" -- \
	"/tests/lib/suite.sh 'kunload /files/kintrospect.ko $cycles'"
