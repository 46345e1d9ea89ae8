#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 100
# limit: 2700
#
# The address space over several boots: KASLR moves the image, and what it was linked
# to stays; nokaslr moves nothing. And the views of it.
set -u
. tests/lib/tap.sh

boot() { # boot NAME COMMANDLINE: the image's rows in $tmp/NAME
	tests/vm/run --cmdline "$2" -- kintro layout --no-header --csv \
		-o name,kaslr-offset-bytes,start-addr,link-start-addr,phys-addr,size-bytes --filter kind=image >"$tmp/$1"
}

ok "a boot" boot one ''
ok "another" boot two ''
ok "one with nokaslr" boot fixed nokaslr
offset() { sed -n 's/^image,\([0-9]*\),.*/\1/p' "$tmp/$1"; }
column() { cut -d , -f "$2" "$tmp/$1"; }
differ() { [ -n "$1" ] && [ -n "$2" ] && [ "$1" != "$2" ]; }
ok "two boots have other offsets" differ "$(offset one)" "$(offset two)"
ok "the image is elsewhere" differ "$(column one 3)" "$(column two 3)"
ok "in memory, too" differ "$(column one 5)" "$(column two 5)"
ok "it was linked to the same" is "$(column one 4)" "$(column two 4)"
ok "and is as large" is "$(column one 6)" "$(column two 6)"
ok "nokaslr: the offset is 0" is "$(offset fixed)" 0
ok "nokaslr: the image is where it was linked" is "$(column fixed 3)" "$(column one 4)"
view() { tests/vm/run -- "/tests/lib/suite.sh /tests/kintro/map.sh" >"$tmp/view"; }
ok "kintro map and kintro layout ADDRESS" view
sed -n '/^not ok/,/^ok/p' "$tmp/view" | sed 's/^/# /'
echo "1..$count"
