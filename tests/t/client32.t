#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 40
#
# kintro as a 32-bit program on the 64-bit kernel reads the same as the 64-bit one.
set -u
. tests/vm/lib.sh
if [ "$(uname -m)" != x86_64 ]; then
	echo "1..0 # SKIP no 32-bit programs on this machine"
	exit 0
fi
packaging/deps build check vm >&2 || exit 1

# Its libraries, which Debian has as packages of another architecture.
libs=$CACHE/i386-zstd
if [ ! -e "$libs/.done" ]; then
	"$VM/debian" i386 bookworm "$libs" libmnl-dev:i386 libmnl0:i386 libzstd-dev:i386 \
		libzstd1:i386 libjansson-dev:i386 libjansson4:i386 && : >"$libs/.done" || exit 1
fi
lib=$libs/usr/lib/i386-linux-gnu
files=$(mktemp -d) || exit 1
trap 'rm -rf "$files"' EXIT
mkdir "$files/lib"
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C client O="$TOP/build/client32" \
	SHARE="$TOP/build/client32/share" CC="gcc -m32" CPPFLAGS="-isystem $libs/usr/include -isystem /usr/include/x86_64-linux-gnu" \
	LDFLAGS="-Wl,-rpath,/files/lib -Wl,--dynamic-linker=/files/lib/ld-linux.so.2 -L$lib" \
	LIBS=-lmnl ZSTD_LIBS=-lzstd JSON_LIBS=-ljansson "$TOP/build/client32/kintro" >&2 || exit 1
cp "$TOP/build/client32/kintro" "$files/kintro32" &&
	cp -L "$lib/libmnl.so.0" "$lib/libzstd.so.1" "$lib/libjansson.so.4" /usr/lib32/libc.so.6 /usr/lib32/libm.so.6 \
		/usr/lib32/ld-linux.so.2 "$files/lib/" || exit 1
cp tests/contract/client32.sh "$files/"
tests/vm/run --files "$files" -- bash /files/client32.sh
