#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What uapi/kingen.py makes of the spec is what is in the tree.
uapi/kingen.py --check 2>&1
