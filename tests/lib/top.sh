# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What tests of kintro-top share: the program with ASan and UBSan, made-up rows of
# tests/top/fixture.py in $fixture, and a terminal (tmux) whose screen is text. To be
# sourced after tap.sh; top_clean, at the end, is a test of what the sanitizers said.

packaging/deps build check >&2 || exit 1
command -v tmux >/dev/null || { echo "1..0 # SKIP no tmux"; exit 0; }
# Tests run side by side, but it is built once.
mkdir -p build
flock build/client-asan.lock make -s -C client O="$PWD/build/client-asan" \
	SHARE="$PWD/build/client-asan/share" \
	CFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all" \
	"$PWD/build/client-asan/kintro-top" >&2 || exit 1
top=$PWD/build/client-asan/kintro-top
# shellcheck disable=SC2154 # tap.sh sets tmp
fixture=$tmp/kintrospect
# No search for leaks at the end, which top-flat.t is for: a terminal that is taken away in
# the middle of it leaves a process that runs for good.
export XDG_CONFIG_HOME=$tmp/config ASAN_OPTIONS=log_path=$tmp/asan:detect_leaks=0
export UBSAN_OPTIONS=log_path=$tmp/ubsan
export LC_ALL=C.UTF-8 TZ=UTC
unset NO_COLOR TMUX

mux() { tmux -L "kintro-top-$$" -f /dev/null "$@"; }
trap 'mux kill-server 2>/dev/null; rm -rf "$tmp"' EXIT
rows() { python3 tests/top/fixture.py "$fixture" "$@"; }
# Rows that are made before they are wanted, for when there is no time for that: next
# ARGUMENT..., then step.
next() { python3 tests/top/fixture.py "$tmp/next" "$@"; }
step() { mv "$tmp"/next/* "$fixture/"; }

# start WxH ARGUMENT...: the program on a fresh screen; its end is written there.
start() {
	local size=$1
	shift
	mux kill-server 2>/dev/null
	while mux has-session 2>/dev/null; do sleep 0.05; done
	printf '%s\n' "${environment-} $top -d 0.2 $*; status=\$?; echo; echo \"ENDED \$status\"; stty -a" >"$tmp/script"
	mux new-session -d -x "${size%x*}" -y "${size#*x}" "bash $tmp/script; sleep 1000"
}
screen() { mux capture-pane -p; }
# Esc and a key at once would be that key with Alt.
escape() {
	local try
	keys Escape
	sleep 0.3
	# on a busy machine it may not have read it by then
	for try in {1..100}; do
		[ "$(waiting)" != 0 ] || return 0
		sleep 0.3
	done
	echo "try $try: Escape was not read"
	return 1
}
# waiting: bytes that were typed and not yet read.
waiting() {
	perl -e 'my $n = pack("i", 0);
		open(my $tty, "<", $ARGV[0]) or die "$ARGV[0]: $!\n";
		ioctl($tty, 0x541b, $n) or die "FIONREAD: $!\n";
		print unpack("i", $n)' "$(mux display-message -p '#{pane_tty}')"
}
keys() { mux send-keys -- "$@"; }

# shows TEXT [not]: it comes (or goes) within 1200 looks.
shows() {
	local try
	for try in {1..1200}; do
		screen >"$tmp/out"
		if grep -qF -- "$1" "$tmp/out"; then
			[ "${2-}" = not ] || return 0
		elif [ "${2-}" = not ]; then
			return 0
		fi
		sleep 0.05
	done
	echo "try $try: waited for '$1' ${2-}"
	return 1
}
# matches REGEX: a line does.
matches() {
	local try
	for try in {1..1200}; do
		screen >"$tmp/out"
		grep -qE -- "$1" "$tmp/out" && return 0
		sleep 0.05
	done
	echo "try $try: waited for /$1/"
	return 1
}
both() { keys "$1" && shows "$2"; } # KEY TEXT
cursor_on() { matches "^> *$1 "; }
pid() { pgrep -f "^$top .*$tmp" | head -n 1; }

top_clean() {
	ok "no word of ASan or UBSan" is "$(cat "$tmp"/asan* "$tmp"/ubsan* 2>/dev/null | head -n 30)" ""
}
