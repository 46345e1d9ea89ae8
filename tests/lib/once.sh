# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Remembers in the cache folder which texts a check found nothing in, by their sums, so
# that only changed ones are checked again. To be sourced at the top of the tree.

# shellcheck source=tests/vm/lib.sh
. tests/vm/lib.sh

# unseen WORDS: passes on those lines "SUM NAME" of standard input whose sum was not
# remembered for WORDS, which name the check, its version and its options.
unseen() {
	local known
	known=$CACHE/made/clean-$(sha256sum <<<"$1" | cut -c 1-32)
	[ ! -e "$known" ] || touch "$known"
	awk -v known="$known" '
		BEGIN { while ((getline sum <known) > 0) seen[sum] }
		!($1 in seen)'
}

# remember WORDS SUM...
remember() {
	local known
	known=$CACHE/made/clean-$(sha256sum <<<"$1" | cut -c 1-32)
	shift
	mkdir -p "$CACHE/made" && printf '%s\n' "$@" >>"$known"
}
