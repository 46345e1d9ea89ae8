#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# In the guest, which is a board whose firmware added the overlay with proc=on: the
# driver loads by itself, shows everything, and its node comes and goes unnoticed.
. /tests/lib/tap.sh
parameter() { cat "/sys/module/kintrospect/parameters/$1"; }

files=/sys/kernel/debug/kintrospect
objects="tasks vas vmas fields stats slabs layout modules buddy zones fragmentation sched"
# what kintro knows, this kernel's or not, has a file each
files_count=$(kintro help | sed -n '/^Objects/,/^$/s/^  [a-z]/&/p' | wc -l)
device=/sys/bus/platform/devices/kintrospect
bus=/sys/bus/platform/drivers/kintrospect

ok "it is a Raspberry Pi" grep -q "Raspberry Pi" /proc/device-tree/model
ok "the firmware's node is there" test -e $device/of_node
ok "the driver is not loaded yet" test ! -e /sys/module/kintrospect
# what udev does at boot
cat /sys/bus/*/devices/*/modalias 2>/dev/null | sort -u | xargs modprobe -abq
ok "it loads by the alias of the node" test -e /sys/module/kintrospect
ok "it is bound to the node" test "$(readlink -f $device/driver)" = "$bus"
ok "the device tree's option holds" is "$(parameter proc)" Y
ok "others have their defaults" is "$(parameter lookup) $(parameter btf)" "Y Y"

# --- all objects, by all ways
for object in $objects; do
	kintro "$object" --json >/tmp/rows 2>/tmp/said
	ok "netlink: $object" test "$(jq ".$object | length" /tmp/rows)" -gt 0
	ok "debugfs: $object" test "$(wc -l <"$files/$object")" -gt 1
	ok "proc: $object" test "$(wc -l <"/proc/kintrospect/$object")" -gt 1
done
ok "kintro --json" is "$(kintro --json | jq -c '[.tasks, .vmas] | map(length > 10)')" "[true,true]"
ok "the tasks are those of /proc" is \
	"$(kintro tasks --json | jq -r '.tasks[] | select(.comm == "init" or .pid == 2) | "\(.pid) \(.comm)"')" \
	"$(for pid in 1 2; do echo "$pid $(cat /proc/$pid/comm)"; done)"
sleep 1000 &
pid=$!
usleep 300000 2>/dev/null || sleep 1
ok "the mappings are those of /proc" is \
	"$(kintro vmas pid=$pid --json | jq -r '.vmas[] | "\(.start_addr) \(.path // "-")"' | grep -c "/")" \
	"$(grep -v '\[vectors\]' /proc/$pid/maps | grep -c " /")"
kill $pid
[ -z "$(command -v kintro-top)" ] || ok "kintro-top -b" kintro-top -b -n 1
if [ -e /files/kintro32 ]; then
	ok "it is a program for 32-bit ARM" is "$(od -An -tx1 -j4 -N1 /files/lib/kintro)" " 01"
	ok "a 32-bit program reads the same" is \
		"$(/files/kintro32 vmas pid=1 --json | jq -c .vmas)" "$(kintro vmas pid=1 --json | jq -c .vmas)"
fi

# --- unbinding and binding under readers
echo 0 >/tmp/failed
: >/tmp/go
readers=()
for command in "cat $files/tasks" "cat /proc/kintrospect/vmas" "kintro tasks --json" "kintro vmas --json"; do
	while [ -e /tmp/go ]; do
		$command >/dev/null 2>>/tmp/reader || echo "$command" >>/tmp/reader
	done &
	readers+=($!)
done
: >/tmp/sysfs
for ((i = 0; i < 100; i++)); do
	{ echo kintrospect >$bus/unbind && [ ! -e $device/driver ] &&
		echo kintrospect >$bus/bind && [ -e $device/driver ]; } 2>>/tmp/sysfs || echo "round $i" >>/tmp/sysfs
done
rm /tmp/go
wait "${readers[@]}"
ok "unbound and bound 100 times" is "$(cat /tmp/sysfs)" ""
ok "no reader noticed" is "$(cat /tmp/reader)" ""
echo kintrospect >$bus/unbind
ok "everything is there without the node" is \
	"$(kintro tasks --json | jq '.tasks | length > 10') $(find /proc/kintrospect -type f | wc -l) $(find $files -type f | wc -l)" "true $files_count $files_count"
echo kintrospect >$bus/bind

# --- parameters win
ok "rmmod" rmmod kintrospect
ok "modprobe proc=0" modprobe kintrospect proc=0
ok "the parameter wins over the device tree" is "$(parameter proc) $(find /proc/kintrospect 2>&1 | grep -c 'No such')" "N 1"
ok "the log says that" test "$(dmesg | grep -c 'kintrospect,proc: a parameter of the module says otherwise')" -ge 1
rmmod kintrospect
modprobe kintrospect btf=0
ok "another parameter leaves it" is "$(parameter proc) $(parameter btf)" "Y N"
rmmod kintrospect

# --- a node that comes after the module, as by a run-time overlay
echo other >$device/driver_override
modprobe kintrospect
ok "without its node the driver has its defaults" is \
	"$(parameter proc) $(kintro tasks --json | jq '.tasks | length > 10')" "N true"
echo >$device/driver_override
echo kintrospect >$bus/bind
ok "a node that comes late is bound" test "$(readlink -f $device/driver)" = "$bus"
ok "it changes nothing" is "$(parameter proc) $(find /proc/kintrospect 2>&1 | grep -c 'No such')" "N 1"
ok "the log says when it will" grep -q 'kintrospect,proc: takes effect when the module is loaded next' <(dmesg)
rmmod kintrospect
ok "without the driver nothing is left" is "$(ls -d /sys/module/kintrospect /proc/kintrospect $files $bus 2>/dev/null)" ""
echo "1..$count"
