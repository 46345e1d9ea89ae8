#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# SC2015: `a && b || c` is meant where it is written; SC2094: no file is written
# in the pipes it suspects; SC1091: files that only exist in a guest.
mapfile -t files < <(tests/lint/files shell)
shellcheck -x --source-path=SCRIPTDIR:tests/vm --exclude=SC2015,SC2094,SC1091 --format=gcc "${files[@]}"
