#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 40
#
# The Makefile: quiet, incremental, nothing outside build/; install and
# uninstall; the files that README.md promises.
set -u
packaging/deps build >&2 || exit 1
kdir=$(tests/vm/kernel 6.1)/build || exit 1
. tests/lib/tap.sh

run() { env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make "$@"; }
tree() { find . -path ./build -prune -o -path ./.git -prune -o -type f -printf '%p %s %T@\n' | sort; }

tree >"$tmp/before"
ok "make, with headers of another kernel" run -j2 KDIR="$kdir"
ok "again: there is nothing to do, and nothing is said" is "$(run KDIR="$kdir" 2>&1)" ""
ok "make, without headers, says what is missing" \
	is "$(run KDIR=/nowhere 2>&1 >/dev/null | grep -c 'no kernel headers in /nowhere')" 1
ok "make driver, without headers, fails" is "$(run driver KDIR=/nowhere >/dev/null 2>&1; echo $?)" 2
ok "make tests-bin" run -j2 tests-bin
ok "again: nothing is said" is "$(run -s tests-bin 2>&1)" ""

dest=$tmp/dest
ok "make install" run install KDIR="$kdir" DESTDIR="$dest" PREFIX=/usr
ok "make modules_install says nothing on standard error" \
	is "$(run modules_install KDIR="$kdir" DESTDIR="$dest" 2>&1 >/dev/null)" ""
find "$dest" -type f -printf '%P\n' | sort >"$tmp/installed"
for file in usr/bin/kintro usr/share/man/man8/kintro.8 usr/share/kintrospect/specs/kintrospect.yaml \
	usr/share/bash-completion/completions/kintro usr/include/linux/kintrospect.h \
	etc/modprobe.d/kintrospect.conf; do
	ok "it installs $file" grep -qxF "$file" "$tmp/installed"
done
ok "it installs a JSON Schema" grep -q '^usr/share/kintrospect/.*schema.*json' "$tmp/installed"
ok "it installs the module" grep -qE '^lib/modules/[^/]+/[^/]+/kintrospect\.ko' "$tmp/installed"
ok "no file of it is writable for others" is "$(find "$dest" -type f -perm /022)" ""
ko=$(find "$dest" -name 'kintrospect.ko*')
ok "no user can have the module loaded by the name of its netlink family" \
	is "$(modinfo -F alias "$ko" | grep -c 'family-kintrospect')" 0
ok "modprobe.d has the alias for that, as a comment" is "$(grep -h 'family-kintrospect' "$dest"/etc/modprobe.d/*)" \
	"#alias net-pf-16-proto-16-family-kintrospect kintrospect"
ok "it has no debugging information" is "$(readelf -SW "$ko" | grep -c '\.debug_')" 0
ok "and less than a megabyte" test "$(stat -c %s "$ko")" -lt 1000000
# a key made here, as DKMS makes one
openssl req -new -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=planted/ -outform DER \
	-keyout "$tmp/mok.key" -out "$tmp/mok.pub" 2>/dev/null
ok "make modules_install with a key" run modules_install KDIR="$kdir" DESTDIR="$tmp/signed" \
	SIGN_KEY="$tmp/mok.key" SIGN_CERT="$tmp/mok.pub"
ok "signs it" is "$(modinfo -F signer "$(find "$tmp/signed" -name kintrospect.ko)")" planted
ok "it is GPL" is "$(modinfo -F license "$ko")" GPL
ok "its parameters are explained" is \
	"$(modinfo -F parm "$ko" | grep -cE '^(proc|lookup|btf):..........')" \
	"$(modinfo -F parm "$ko" | wc -l)"
ok "the test build's parameter is not in it" is "$(modinfo -F parm "$ko" | grep -c mutate)" 0
ok "make install-pi" run install-pi DESTDIR="$dest" PREFIX=/usr
for file in sbin/kintrospect-pi share/man/man8/kintrospect-pi.8 share/kintrospect/overlays/kintrospect.dtbo; do
	ok "it installs usr/$file" test -e "$dest/usr/$file"
done
mkdir -p "$tmp/boot/overlays"
: >"$tmp/boot/config.txt"
ok "the installed kintrospect-pi finds the installed overlay" \
	"$dest/usr/sbin/kintrospect-pi" --yes --boot "$tmp/boot" enable
ok "and copies it" cmp "$dest/usr/share/kintrospect/overlays/kintrospect.dtbo" \
	"$tmp/boot/overlays/kintrospect.dtbo"
for machine in aarch64-1 arm-1 x86_64-0; do
	printf '#!/bin/sh\necho %s-linux-gnu\n' "${machine%-*}" >"$tmp/cc"
	chmod +x "$tmp/cc"
	ok "make install for ${machine%-*} does that $( ((${machine#*-})) && echo as well || echo not)" is \
		"$(run -n install-client CC="$tmp/cc" 2>/dev/null |
			grep -c 'the overlay and kintrospect-pi to')" "${machine#*-}"
done
sed -i 's/^#options kintrospect proc=1/options kintrospect proc=1/' "$dest/etc/modprobe.d/kintrospect.conf"
ok "make uninstall says that an edited file stays" is "$(run uninstall KDIR="$kdir" DESTDIR="$dest" \
	PREFIX=/usr 2>&1 | grep -c 'kintrospect.conf was edited, so it stays')" 1
ok "and it does" is "$(find "$dest" -type f -printf '%P\n')" etc/modprobe.d/kintrospect.conf
cp packaging/modprobe.d/kintrospect.conf "$dest/etc/modprobe.d/"
ok "make uninstall" run uninstall KDIR="$kdir" DESTDIR="$dest" PREFIX=/usr
ok "it leaves nothing" is "$(find "$dest" -type f)" ""

# a tree of headers that says how its kernel was built, and what it is asked
clang=$tmp/clang
mkdir -p "$clang/include/config" "$clang/include/generated"
echo '#define UTS_RELEASE "0.0.0-clang"' >"$clang/include/generated/utsrelease.h"
# shellcheck disable=SC2016 # make's
printf '$(info asked: $(filter LLVM=1 CC=clang,LLVM=$(LLVM) CC=$(CC)))\nmodules:\n\t@exit 1\n' >"$clang/Makefile"
asked() { # asked CONFIG...: what the tree of a kernel with these options is asked for
	printf '%s=y\n' "$@" >"$clang/include/config/auto.conf"
	run driver KDIR="$clang" 2>/dev/null | sed -n 's/^asked: *//p'
}
ok "a kernel built by LLVM gets its module built by LLVM" is \
	"$(asked CONFIG_CC_IS_CLANG CONFIG_LD_IS_LLD)" LLVM=1
ok "one built by clang alone, by clang" is "$(asked CONFIG_CC_IS_CLANG)" CC=clang
ok "one built by gcc, by gcc" is "$(asked CONFIG_CC_IS_GCC)" ""
rm -rf build/module/0.0.0-clang
for kind in CLANG GCC; do
	echo "CONFIG_CC_IS_$kind=y" >"$clang/include/config/auto.conf"
	ok "DKMS as well ($kind)" is "$(
		# shellcheck disable=SC2034 # for dkms.conf
		kernel_source_dir=$clang dkms_tree=/d
		# shellcheck disable=SC1091
		. packaging/dkms.conf.in
		# shellcheck disable=SC2153,SC2154 # it is set there
		grep -o LLVM=1 <<<"${MAKE[0]}")" "$([ $kind = GCC ] || echo LLVM=1)"
done
ok "what makes packages is a need" is "$(packaging/deps --print package | grep -cx build-essential)" 1

ok "make help has every target that is for people" is "$(
	run help >"$tmp/help"
	for target in all client driver dtbo cross tests-bin host-bin demo check check-unit check-vm bench fuzz lint \
		install install-pi uninstall modules_install generate clean help indent checkpatch sa \
		sa_sparse sa_gcc sa_flawfinder sa_cppcheck; do
		grep -qwF -- "$target" "$tmp/help" || echo "$target"
	done)" ""
tree >"$tmp/after"
ok "nothing was written outside build/" diff "$tmp/before" "$tmp/after"

# links of the documents that point into the tree
for doc in README.md CONTRIBUTING.md ARCHITECTURE.md tests/README.md docs/*.md; do
	ok "$doc names files that exist" is "$(
		grep -oE '\]\([^)#:]+\)' "$doc" | tr -d '()]' | while read -r link; do
			[ -e "$(dirname "$doc")/$link" ] || echo "$link"
		done)" ""
done
# the questions of tests/questions.md are answered
ok "a newcomer's questions are answered" is "$(
	sed -n 's/^| .* | \([A-Z]*\.md\) | \(.*\) |$/\1 \2/p' tests/questions.md | while read -r doc words; do
		tr '\n' ' ' <"$doc" | grep -qF -- "$words" || echo "$doc: $words"
	done)" ""
ok "and they are twenty or more" test "$(grep -c '^| .*?' tests/questions.md)" -ge 20
echo "1..$count"
