#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Prose for people follows the rules of CONTRIBUTING.md: short sentences, short lines,
# plain words. docs/soak.md is made by a program.
mapfile -t files < <(tests/lint/files all |
	grep -E '^(README|CONTRIBUTING|ARCHITECTURE|docs/.*|tests/README)\.md$' |
	grep -vxF docs/soak.md)
tests/lint/prose.py "${files[@]}"
