#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# In the guest: a machine with something to do, recorded for pictures.
#
# usage: scene.sh DIR     leaves DIR/state.rec, and in DIR/pid whose mappings to show
set -u
out=$1
while :; do :; done &
(while :; do tar cf - /usr 2>/dev/null | gzip -1 >/dev/null; done) &
(while :; do find /proc -maxdepth 2 >/dev/null 2>&1; sleep 0.1; done) &
(while :; do dd if=/dev/zero of=/tmp/scratch bs=1M count=64 2>/dev/null; rm -f /tmp/scratch; done) &
for user in tester nobody; do
	for _ in 1 2 3; do
		setpriv --reuid $user --clear-groups sh -c 'while :; do sleep 0.3; done' &
	done
done
# shellcheck disable=SC2016 # for the other shell
LC_ALL=C bash -c 'lines=$(seq 300000); while :; do sleep 100; done' &
shown=$!
echo $shown >"$out/pid"
sleep 3
kintro record "$out/state.rec" --watch=2 --count=12 >/dev/null
status=$?
kill -0 $shown || status=1
# Its own process group, and so all of the above.
trap '' TERM
kill 0
exit $status
