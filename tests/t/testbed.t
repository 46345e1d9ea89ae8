#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 280
# limit: 5400
exec tests/vm/selftest.sh
