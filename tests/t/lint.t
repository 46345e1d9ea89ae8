#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 100
exec tests/lint/run
