#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 60
#
# The Debian packages: they build, hold what they should, and DKMS builds the
# module out of the one for it.
set -u
if ! packaging/deps build package >&2; then
	echo "1..0 # SKIP this system has no debhelper and dkms"
	exit 0
fi
kernel=$(tests/vm/kernel 6.1) || exit 1
release=$(cat "$kernel/release")
. tests/lib/tap.sh

ok "make deb" env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make deb
for deb in build/deb/kintrospect_*.deb build/deb/kintrospect-dkms_*.deb build/deb/kintrospect-pi_*.deb; do
	ok "$(basename "$deb") unpacks" dpkg -x "$deb" "$tmp/root"
done
for file in usr/bin/kintro usr/share/man/man8/kintro.8.gz usr/share/kintrospect/kintro-1.schema.json \
	usr/share/kintrospect/specs/kintrospect.yaml usr/share/bash-completion/completions/kintro \
	usr/share/doc/kintrospect-dkms/examples/modprobe.conf usr/sbin/kintrospect-pi \
	usr/share/man/man8/kintrospect-pi.8.gz usr/share/kintrospect/overlays/kintrospect.dtbo \
	usr/share/kintrospect/overlays/README; do
	ok "/$file is in them" test -e "$tmp/root/$file"
done
ok "the program runs" "$tmp/root/usr/bin/kintro" --version

version=$(basename "$tmp"/root/usr/src/kintrospect-* | sed 's/^kintrospect-//')
mkdir -p "$tmp/dkms"
ok "DKMS builds the module" dkms build "kintrospect/$version" -k "$release" \
	--kernelsourcedir "$kernel/build" --dkmstree "$tmp/dkms" --sourcetree "$tmp/root/usr/src"
[ -z "$(find "$tmp/dkms" -name make.log)" ] || cat "$(find "$tmp/dkms" -name make.log | head -n 1)" >&2
ok "it is there" test -n "$(find "$tmp/dkms" -path '*/module/kintrospect.ko*')"
echo "1..$count"
