#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 200
exec tests/lint/run
