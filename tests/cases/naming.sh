#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An address is named while its module is unloaded. obstacle_stall stops the kernel between the
# name of the symbol and that of the module: the module has to stay for as long.
. /tests/lib/tap.sh

state() { [ "$(cat /proc/obstacle_stall)" = "$1" ]; }
# Gone, or in the wait for all that may still see the module.
ended_or_waits() { [ ! -e "/proc/$1" ] || grep -q synchronize_rcu "/proc/$1/stack"; }
alive() { [ -e "/proc/$1" ]; }

ok "the module that names slowly is loaded" insmod /files/obstacle_stall.ko
[ -d /sys/module/planted_module ] || insmod /files/planted_module.ko
addr=$(awk '$3 == "planted_answer" { print "0x" $1; exit }' /proc/kallsyms)
named="planted_answer\+0x0/0x[0-9a-f]+ \[planted_module\]"
ok "the symbol has a name" grep -qE "$named" <(kintro layout "addr=$addr" -o symbol)
echo arm >/proc/obstacle_stall
kintro layout "addr=$addr" -o symbol >"$tmp/out" 2>&1 &
reader=$!
ok "a reader is in the middle of naming it" until_true state stalled
rmmod planted_module &
remover=$!
ok "the module is being unloaded" until_true ended_or_waits $remover
ok "and stays as long as it is named" alive $remover
echo release >/proc/obstacle_stall
wait $reader
ok "the name is whole" grep -qE "$named" "$tmp/out"
ok "then the module goes" wait $remover
ok "and has gone" test ! -e /sys/module/planted_module
rmmod obstacle_stall
echo "1..$count"
