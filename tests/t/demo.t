#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 30
#
# `make demo` without a terminal: the whole tour, status 0, and every command of
# it says something.
set -u
. tests/lib/tap.sh

has() { grep -qE -- "$1" "$tmp/out"; }
has_no() { ! grep -E -- "$1" "$2"; }

env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make demo </dev/null >"$tmp/out" 2>"$tmp/err"
ok "it ends with 0" test $? = 0
ok "the overview is there" has '^tasks +[0-9]+ processes'
ok "tasks are there" has '^pid .*comm$'
ok "mappings are there" has ' \[stack\]$'
ok "debugfs is there" has $'^pid\trole\tbusy\tstart_addr'
ok "slab caches are there" has '^inode_cache +[0-9]+'
ok "an address is in the text of the kernel" has ' text +schedule\+0x0/'
ok "a stack is there" has ' nanosleep| hrtimer_nanosleep'
ok "a sample of kintro-top is there" has "^kintro-top slab "
ok "JSON is there" has '"schema": "kintro/1"'
ok "every command says something" has_no '^-empty-$' <(awk '
	/^\$ / { if (wait) print "-empty-"; wait = 1; next }
	NF { wait = 0 }
	END { if (wait) print "-empty-" }' "$tmp/out")
ok "nothing failed" has_no '(kintro|jq|head|bash): |not found' "$tmp/out"
ok "no command complained" has_no "^(kintro|jq|head|bash|/tests/demo): " "$tmp/err"
ok "no escape sequences, for this is no terminal" has_no $'\e' "$tmp/out"
echo "1..$count"
