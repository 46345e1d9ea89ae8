#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every Python file compiles, without a warning of the compiler.
tests/lint/files python | while read -r file; do
	python3 -W error - "$file" 2>&1 <<-'END' | tail -n 1
		import sys
		path = sys.argv[1]
		with open(path, encoding="utf-8") as stream:
		    compile(stream.read(), path, "exec", dont_inherit=True)
	END
done
