#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Loading that fails late: as long as it may, there is nothing that somebody could open,
# for the module is freed whoever has a file of it. obstacle_family has the driver's name among
# netlink families, and keeps everybody from registering any.
. /tests/lib/tap.sh
ko=/lib/modules/$(uname -r)/extra/kintrospect.ko
files="/sys/kernel/debug/kintrospect /proc/kintrospect"

held() { grep -q held /proc/obstacle_family; }
# The loader has come as far as registering its family, and waits there.
waits() { grep -qE 'genl_(un)?register_family|genl_lock' "/proc/$1/stack"; }
absent() { ! ls -d "$@" 2>/dev/null; }
fails() { ! "$@"; }

rmmod kintrospect
ok "a family of the driver's name is registered" insmod /files/obstacle_family.ko
echo hold >/proc/obstacle_family &
holder=$!
ok "nobody can register a family" until_true held
insmod "$ko" proc=1 2>"$tmp/err" &
loader=$!
ok "the driver is about to register its family" until_true waits $loader
# shellcheck disable=SC2086 # names without blanks
ok "while that may fail, there is no file" absent $files
exec 5</proc/version
for directory in $files; do
	[ ! -e "$directory/vas" ] || exec 5<"$directory/vas"
done
head -c 1 <&5 >"$tmp/first"
echo release >/proc/obstacle_family
wait $holder
ok "it fails, for the name is taken" fails wait $loader
cat <&5 >"$tmp/rest"
exec 5<&-
# shellcheck disable=SC2086
ok "nothing of it is left" absent $files /sys/module/kintrospect \
	/sys/bus/platform/drivers/kintrospect
ok "the family in its way goes" rmmod obstacle_family
ok "the driver loads" insmod "$ko" proc=1
# shellcheck disable=SC2086
ok "and has its files" ls $files
ok "and its family" kintro stats
echo "1..$count"
