#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Prose for people, the doc strings of the spec among it, follows the rules of
# CONTRIBUTING.md: short sentences, short lines, plain words. Comments and messages are checked
# for plain words. A program makes docs/soak.md.
mapfile -t files < <(tests/lint/files all |
	grep -E '^(README|CONTRIBUTING|ARCHITECTURE|docs/.*|tests/README)\.md$' |
	grep -vxF docs/soak.md)
mapfile -t rest < <({ tests/lint/files all | grep -E '\.[1-8]$'; tests/lint/files c
	tests/lint/files shell; tests/lint/files python; } | sort -u | grep -vxF tests/lint/prose.py)
tests/lint/prose.py "${files[@]}" uapi/specs/kintrospect.yaml "${rest[@]}"
