#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Prose for people, the doc strings of the spec among it, follows the rules of
# CONTRIBUTING.md: short sentences, short lines, plain words. A program makes docs/soak.md.
mapfile -t files < <(tests/lint/files all |
	grep -E '^(README|CONTRIBUTING|ARCHITECTURE|docs/.*|tests/README)\.md$' |
	grep -vxF docs/soak.md)
tests/lint/prose.py "${files[@]}" uapi/specs/kintrospect.yaml
