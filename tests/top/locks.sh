#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# In a guest whose kernel has lockdep: kintro-top's view of locks against the live
# driver, where the module's own locks were taken one within the other and waited for.
. /tests/lib/tap.sh
. /tests/lib/modules.sh
export LC_ALL=C.UTF-8

top() { kintro-top -b -n 1 --view=locks "$@" >"$tmp/out" 2>"$tmp/err"; }
# The table of classes, one blank between columns.
classes() {
	top "$@"
	awk '/^$/ { on = 0 } on && /^ *[0-9]/ { $1 = $1; print } /^classes: / { on = 1 }' "$tmp/out"
}
falling() {
	classes --bytes -o wait-total-ns,name |
		awk 'NR > 1 && $1 > last { bad = 1 } { last = $1 } END { exit bad || NR < 100 }'
}

ok "the view ends well" top
ok "the lock waited for most is a meter" grep -q '^most waited for ' "$tmp/out"
kintro locks --no-header -o class-id,usage-chars,name --filter 'name~^planted_' |
	awk '{ $1 = $1; print }' >"$tmp/kintro"
ok "the classes of kintro, with what it says of them" diff \
	<(grep -c . "$tmp/kintro" | sed 's/^[1-9].*/some/'; cat "$tmp/kintro") \
	<(echo some; classes -o class-id,usage-chars,name | grep ' planted_[^ ]*$' | sort -n)
ok "sorted by the time waited" falling
for object in lock-points lock-edges lock-chains held-locks; do
	ok "$object as a table" sh -c "kintro-top -b -n 1 --view=$object --bytes >$tmp/out &&
		[ \$(grep -c . $tmp/out) -gt 5 ]"
done
ok "what was taken under a lock" sh -c "kintro-top -b -n 1 --view=lock-edges -o from,to \
	--filter 'from=planted_outer' | grep -qE '^ *planted_outer +planted_middle *$'"
echo "1..$count"
