# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the scripts of tests/vm share: messages, the cache folder, its locks,
# and the table of kernels. To be sourced.

# shellcheck disable=SC2034 # TOP, EX_* are for the scripts that source this
VM=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TOP=$(cd "$VM/../.." && pwd)
CACHE=${KINTROSPECT_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/kintrospect}
[[ $CACHE == /* ]] || CACHE=$PWD/$CACHE

EX_USAGE=64 EX_REPORT=70 EX_HANG=71 EX_BUILD=72 EX_LOAD=73 EX_GUEST=74

msg() { echo "vm: $*" >&2; }
die() { msg "$2"; exit "$1"; }

# suite: this machine's release of Debian.
suite() {
	# shellcheck disable=SC1091 # not a file of the project's
	(. /etc/os-release && [ "$ID" = debian ] && echo "${VERSION_CODENAME:-sid}") || echo bookworm
}

# locked NAME COMMAND...: runs COMMAND while no other run holds NAME. The kernel
# drops the lock whichever way the holder ends. Children must not inherit it: a
# daemon left behind would keep it.
locked() {
	# bash's locals are seen by what is called, so these have names of their own
	local lock_name=$1 lock_fd lock_rc
	shift
	mkdir -p "$CACHE/locks" || return 1
	exec {lock_fd}>"$CACHE/locks/$lock_name" || return 1
	if ! flock -w 20 "$lock_fd"; then
		msg "waiting for another run that is making $lock_name"
		flock "$lock_fd" || return 1
	fi
	"$@" {lock_fd}>&-
	lock_rc=$?
	exec {lock_fd}>&-
	return $lock_rc
}

# What was built from the same sources, for the same kernel, by the same compiler and without
# a word of it, is not built again: neither in another checkout nor after `make clean`.
#
# key_of WORDS FOLDER...: a sum of the words and of the sources in folders of the project.
key_of() {
	local words=$1
	shift
	(cd "$TOP" && echo "$words" && find "$@" -type f \( -name '*.[ch]' -o -name Kbuild \) -print0 |
		LC_ALL=C sort -z | xargs -0 sha256sum) | sha256sum | cut -c 1-32
}

# keep KEY FILE...: files of one folder.
keep() {
	local key=$1
	shift
	mkdir -p "$CACHE/made" && tar -C "$(dirname "$1")" -cf "$CACHE/made/$key.$$" -- "${@##*/}" &&
		mv "$CACHE/made/$key.$$" "$CACHE/made/$key"
	find "$CACHE/made" -type f -mtime +30 -delete
}

# kept KEY FOLDER: puts them there, or fails.
kept() {
	[ -e "$CACHE/made/$1" ] && tar -C "$2" -xmf "$CACHE/made/$1" && touch "$CACHE/made/$1"
}

# retry WHAT COMMAND...: archives are sometimes caught in the middle of their own
# update, so one failure says little.
retry() {
	local what=$1 try pause=${KINTRO_RETRY_PAUSE:-20} tries=${KINTRO_RETRY_TRIES:-4}
	shift
	for ((try = 1; try <= tries; try++)); do
		"$@" && return 0
		[ "$try" = "$tries" ] && break
		msg "$what failed, once more in $((try * pause)) s"
		sleep $((try * pause))
	done
	return 1
}

# table_row NAME ARCH: the rest of that line of the table, or failure.
table_row() {
	awk -v n="$1" -v a="$2" '
		!/^#/ && $1 == n && $2 == a { $1 = $2 = ""; print; found = 1 }
		END { exit !found }' "$VM/kernels"
}

# progress LABEL: copies nothing, but says how far a long command is, by its
# lines of output: every so often when nobody can see a terminal's redraw.
progress() {
	awk -v label="$1" -v every="${2:-30}" '
		function now() { "date +%s" | getline t; close("date +%s"); return t }
		BEGIN { start = last = now() }
		NR % 20 == 0 {
			t = now()
			if (t - last >= every) {
				printf "vm: %s: %d s, %d files\n", label, t - start, NR
				fflush()
				last = t
			}
		}' >&2
}

# libraries ROOT TRIPLET FILE...: the paths, from ROOT on, of the loader and the shared
# libraries that the programs among the FILEs need, however deep. ROOT is empty for
# this machine's own, which its own loader knows best.
libraries() {
	local root=$1 triplet=$2 seen=' ' todo name path found
	shift 2
	if [ -z "$root" ]; then
		printf '%s\0' "$@" | xargs -0 -r ldd 2>/dev/null |
			sed -n 's/^[^/]*\(\/[^ ]*\) (0x.*/\1/p' | sort -u
		return
	fi
	todo=("$@")
	while [ ${#todo[@]} -gt 0 ]; do
		found=()
		while read -r name; do
			[[ $seen != *" $name "* ]] || continue
			seen+="$name "
			for path in /usr/lib "/usr/lib/$triplet"; do
				[ -e "$root$path/$name" ] || continue
				found+=("$root$path/$name")
				echo "$path/$name"
				break
			done
		done < <(readelf -dlW "${todo[@]}" 2>/dev/null |
			sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p; s/.*program interpreter: .*\/\(.*\)\]/\1/p' |
			sort -u)
		todo=("${found[@]}")
	done
}
