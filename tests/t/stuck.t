#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 800
# limit: 5400
#
# On a machine with processes that are stuck, every question is answered in time.
# Once with one process of every kind, once with 50 whose lock is not free.
. tests/lib/tap.sh

guest="/tests/lib/suite.sh 'kstuck reader,writer,exec,swap,disk,stop,trace,zombie,frozen /tests/stuck/guest.sh' \
	'kstuck reader*50 /tests/stuck/guest.sh'"
for on in 5.10/amd64 6.1/amd64 6.12/amd64 7.3/amd64 7.3/arm64; do
	tests/vm/run --kernel "${on%/*}" --arch "${on#*/}" --modules fuse --params proc=1 \
		--timeout 1000 -- "$guest" >"$tmp/tap" 2>"$tmp/err"
	rc=$?
	merge "$tmp/tap" "$on" && [ $rc = 0 ]
	ok "$on: the guest's tests came to their end (status $rc)" [ $? = 0 ]
done
echo "1..$count"
