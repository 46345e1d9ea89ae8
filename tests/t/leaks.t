#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 60
# limit: 600
#
# Lockdown hides every byte of what it hides. And where the kernel hands out memory as it
# is, with poison in what was freed, none of that leaves it.
set -u
. tests/lib/tap.sh

# guest ARGUMENT...: its TAP becomes part of ours.
guest() {
	local status
	tests/vm/run --params proc=1 "$@" >"$tmp/guest"
	status=$?
	merge "$tmp/guest" && [ $status = 0 ]
	ok "the guest's tests came to their end (status $status)" [ $? = 0 ]
}

guest -- "/tests/lib/suite.sh 'kfixture kleak lockdown'"
guest --cmdline "init_on_alloc=0 init_on_free=0 slub_debug=P page_poison=1" -- \
	"/tests/lib/suite.sh 'kfixture kleak poison'"
echo "1..$count"
