#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The driver's node arrives while its init runs, by another thread: the option of the node
# counts wholly or not at all, and it is bound. For kernels with device trees.
. /tests/lib/tap.sh
ko=/lib/modules/$(uname -r)/extra/kintrospect.ko
device=/sys/bus/platform/devices/kintrospect
kept=/sys/module/planted_node/parameters/delay

bound() { [ -e $device/driver ]; }
# load DELAY: the driver, whose node comes DELAY us after its init began
load() {
	echo "$1" >$kept && insmod "$ko" && until_true bound
}
# outcome: the option, and whether there are files as it says
outcome() {
	local files=N
	[ ! -e /proc/kintrospect ] || files=Y
	echo "$(cat /sys/module/kintrospect/parameters/proc)$files"
}

rmmod kintrospect
ok "the module with the node is loaded" insmod /files/planted_node.ko
ok "the node is there before the driver" load -1
ok "its option counts" is "$(outcome)" YY
ok "the driver goes" rmmod kintrospect
ok "and so does the node" test ! -e $device
ok "the node comes long after the driver" load 3000000
ok "its option does not count" is "$(outcome)" NN
ok "the log says when it will" grep -q 'kintrospect,proc: takes effect when the module is loaded next' <(dmesg)
rmmod kintrospect
failed=0
: >"$tmp/outcomes"
for ((round = 0; round < 12; round++)); do
	load $((12 * round * round)) >"$tmp/err" 2>&1 || failed=$((failed + 1))
	outcome >>"$tmp/outcomes"
	rmmod kintrospect || failed=$((failed + 1))
done
sort "$tmp/outcomes" | uniq -c | sed 's/^/# /'
ok "12 times it comes in the middle, and is bound" is $failed 0
ok "the option and the files agree" is "$(grep -cvx 'YY\|NN' "$tmp/outcomes")" 0
ok "the module with the node goes" rmmod planted_node
ok "the driver loads as before" insmod "$ko"
echo "1..$count"
