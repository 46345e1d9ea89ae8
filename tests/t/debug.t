#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: debug
# time: 900
# limit: 5400
#
# The same suites on a kernel that watches: lockdep, KASAN, UBSAN, sleeping where it
# is forbidden, leaks. A report of it in the log fails this file, whatever the
# suites say.
set -e
modules=$(tests/vm/modules debug)
# shellcheck disable=SC2016 # for the guest's shell
exec tests/vm/run --kernel debug --memory 2048 --params proc=1 --timeout 5200 \
	--files "$modules" -- '/tests/lib/suite.sh \
	/tests/cases/truth.sh /tests/cases/layout-ptdump.sh \
	/tests/cases/truth-load.sh /tests/cases/truth-load-vmalloc.sh \
	"kfixture kparity" \
	"kmany tasks 1000 kscale tasks 1000 8192" \
	"kmany vmas 4000 kscale vmas 4000 8192" \
	"kmany paths 300 kscale paths 300 8192" \
	"kfuzz 1 3000" \
	"kunload /lib/modules/$(uname -r)/extra/kintrospect.ko 8"'
