#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 800
# limit: 5400
#
# On a machine with processes that are stuck, every question is answered in time.
# With one process of every kind; on two kernels also with 50 whose lock is not free.
. tests/lib/tap.sh

kinds="'kstuck reader,writer,exec,swap,disk,stop,trace,zombie,frozen /tests/stuck/guest.sh'"
many="'kstuck reader*50 /tests/stuck/guest.sh'"
for on in 5.10/amd64 6.1/amd64 6.12/amd64 7.3/amd64 7.3/arm64; do
	suites=$kinds
	# before and since there are locks of single mappings
	[[ $on != 6.1/amd64 && $on != 7.3/amd64 && ${KINTRO_GRID-} != all ]] || suites+=" $many"
	tests/vm/run --kernel "${on%/*}" --arch "${on#*/}" --modules fuse --params proc=1 \
		--timeout 1000 -- "/tests/lib/suite.sh $suites" >"$tmp/tap" 2>"$tmp/err"
	rc=$?
	merge "$tmp/tap" "$on" && [ $rc = 0 ]
	ok "$on: the guest's tests came to their end (status $rc)" [ $? = 0 ]
done
echo "1..$count"
