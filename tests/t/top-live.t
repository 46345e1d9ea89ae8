#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 60
# limit: 2700
#
# kintro-top in a guest, against the driver.
exec tests/vm/run -- /tests/lib/suite.sh /tests/top/guest.sh
