#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The guest's part of the benchmarks that is about kintro-top and recordings: what a
# refresh costs next to htop and top, and how large a sample is next to atop's. Prints
# lines "what, variant, cost, rows" as bench does.
#
# usage: top.sh TASKS OUT     (OUT: folder that a recording is left in)
# htop and atop are looked for in /files; what is not there is not compared with.
set -u
tasks=$1 out=$2
export PATH=$PATH:/files/usr/bin HOME=/tmp LC_ALL=C.UTF-8
libraries=/files/lib/x86_64-linux-gnu:/files/usr/lib/x86_64-linux-gnu
die() { echo "top.sh: $*" >&2; exit 1; }

# --- tasks --------------------------------------------------------------------------

coproc CROWD { exec bench-crowd; }
# shellcheck disable=SC2153 # coproc makes it
crowd=$CROWD_PID
echo "$tasks" >&"${CROWD[1]}"
read -r -u "${CROWD[0]}" answer && [ "$answer" = ready ] || die "no crowd"
# What forking left to do should not be counted: RCU callbacks, say.
sleep 2

# --- refreshes ----------------------------------------------------------------------

# What starting takes falls out: of some refreshes, and of twice as many. All but top
# open /proc/meminfo once for each, and top counts them itself.
delay=2
cost() {
	env LD_LIBRARY_PATH="$libraries" bench-pty cost "$@" || die "$*: it failed"
}
refreshes() { # VARIANT SECONDS|0 PROGRAM...
	local variant=$1 seconds=$2 few many counted=2
	shift 2
	if [ "$seconds" = 0 ]; then
		few=$(cost 0 "$@" -n 2) && many=$(cost 0 "$@" -n 4) || exit
	else
		few=$(cost "$seconds" "$@") && many=$(cost $((2 * seconds)) "$@") || exit
		counted=$((${many#*$'\t'} - ${few#*$'\t'}))
	fi
	[ $counted -ge 2 ] || die "$variant: too few refreshes: $counted"
	printf 'top %s\t%s\t%s\t%s\n' "$tasks" "$variant" \
		$((${many%$'\t'*} - ${few%$'\t'*})) $counted
}

refreshes kintro-top 9 kintro-top -d $delay
refreshes "kintro-top, threads" 9 kintro-top -d $delay -H
refreshes top 0 top -d $delay
refreshes "top, threads" 0 top -H -d $delay
if command -v htop >/dev/null; then
	mkdir -p /tmp/.config/htop
	printf 'hide_userland_threads=1\n' >/tmp/.config/htop/htoprc
	refreshes htop 6 htop -d $((10 * delay))
	printf 'hide_userland_threads=0\n' >/tmp/.config/htop/htoprc
	refreshes "htop, threads" 6 htop -d $((10 * delay))
fi

# --- recordings -----------------------------------------------------------------------

# The first sample has more in it than the others, and there is a header.
size() { stat -c %s "$1"; }
recorded() {
	local what=$1 variant=$2 few many
	shift 2
	rm -f /tmp/few /tmp/many
	"$@" few 1 >/dev/null && "$@" many 5 >/dev/null || die "$variant: it failed"
	few=$(size /tmp/few) many=$(size /tmp/many)
	printf 'record %s\t%s\t%s\t%s\n' "$what" "$variant" $(((many - few) / 4)) "$tasks"
}
# shellcheck disable=SC2317 # through recorded
by_kintro() { kintro record "/tmp/$1" "${objects[@]}" --watch=5 --count="$2"; }
# shellcheck disable=SC2317
by_atop() { LD_LIBRARY_PATH=$libraries atop -w "/tmp/$1" 5 "$2"; }

for state in idle busy; do
	if [ $state = busy ]; then
		kill -USR1 -- "-$crowd"
		sleep 10
	fi
	objects=(tasks)
	recorded $state "kintro, tasks" by_kintro
	objects=()
	recorded $state "kintro, all objects" by_kintro
	mv /tmp/many "$out/$state.rec"
	! command -v atop >/dev/null || recorded $state atop by_atop
done
# This clock runs ahead of the others'.
touch -d 2020-01-01 "$out"/*.rec "$out"
input=${CROWD[1]}
exec {input}>&-
wait "$crowd"
