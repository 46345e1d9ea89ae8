#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ok() without a command takes the status of the command before it. One that runs in its own
# words would hide that status.
tests/lint/files shell | grep '^tests/' | xargs grep -nE '^[[:space:]]*ok "[^"]*(\$\(|`).*"[[:space:]]*$' /dev/null |
	grep -v '" [a-z[]'
exit 0
