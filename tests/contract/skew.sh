#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Run by kfixture; /files has drivers made from another spec.
# shellcheck disable=SC2154 # KF_memory comes from kfixture
. /tests/lib/tap.sh

insmod /files/kwitness.ko || exit

# --- older: its rows end before our last fields
insmod /files/cut.ko || exit
ktruth -p "$KF_memory" tasks vas vmas >/tmp/cut
# tasks: NAME (...) of what is not right, and of what was cut
sed -n 's/^not ok [0-9]* - \([a-z]*\): \([a-z-]*\) .*/\1 \2/p' /tmp/cut | sort >/tmp/wrong
awk '{ print $1, $3 }' /files/gone | sort >/tmp/gone
diff /tmp/gone /tmp/wrong | sed 's/^/# /'
[ -s /tmp/gone ] && cmp -s /tmp/gone /tmp/wrong
ok "an older driver: all is right but the fields it does not have"
while read -r object field _; do
	kintro --json --all-fields "$object" pid="$KF_memory" >/tmp/json &&
		jq -e --arg object "$object" --arg field "$field" \
			'.[$object] | length > 0 and all(has($field) and .[$field] == null)' \
			/tmp/json >/dev/null
	ok "kintro with an older driver: $object has $field, and it is null"
done </files/gone
rmmod kintrospect

# --- newer: its rows are longer, with fields that we do not know
insmod /files/more.ko || exit
ktruth -w -p "$KF_memory" tasks vas vmas >/tmp/more
grep '^not ok\|^#' /tmp/more | sed 's/^/# /'
! grep -q '^not ok' /tmp/more
ok "a newer driver, asked for all it has: all that we know is right"
for object in tasks vas vmas; do
	printf %s "$object.news-count" >/sys/module/kintrospect/parameters/mutate
	kintro --json --all-fields "$object" pid="$KF_memory" >/tmp/json &&
		jq -e --arg object "$object" '.[$object] | length > 0 and all(.news_count > 0)' \
			/tmp/json >/dev/null
	ok "kintro with a newer driver: $object has news_count"
	printf %s "$object.news" >/sys/module/kintrospect/parameters/mutate
	kintro --json --all-fields "$object" pid="$KF_memory" >/tmp/json &&
		jq -e --arg object "$object" '.[$object] | length > 0 and all(.news == "xutated")' \
			/tmp/json >/dev/null
	ok "kintro with a newer driver: $object has news"
	kintro "$object" -o +news pid="$KF_memory" | grep -q xutated
	ok "kintro with a newer driver: $object shows news as text"
	printf %s "$object.news" >/sys/module/kintrospect/parameters/mutate
done
rmmod kintrospect
echo "1..$count"
