#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 110
# limit: 2700
#
# The overlay on Raspberry Pis: it fits every model that Debian's kernels know, and
# on QEMU's Pi 3 (64-bit) and Pi 2 (32-bit) the driver loads by it and works.
set -u
. tests/vm/lib.sh
. tests/lib/tap.sh
packaging/deps build check vm >&2 || exit 1
make -s dtbo host-bin >&2 || exit 1

# plain FILE: a tree as text, without its table of labels, which some have.
plain() { dtc -q -I dtb -O dts -s "$1" | sed '/^\t__symbols__ {$/,/^\t};$/d' | grep .; }

# All models of a package, the Pi 4 among them, for which QEMU does not have devices: what
# comes out is the board's own tree and the node.
build/host/dtparam build/dts/kintrospect.dtbo "$tmp/proc.dtbo" proc=on || exit 1
for arch in arm64 armhf; do
	kdir=$("$VM/kernel" 6.1 $arch) || exit 1
	folder=$kdir/root/usr/lib/linux-image-$(cat "$kdir/release")
	: >"$tmp/out"
	models=0
	while read -r dtb; do
		models=$((models + 1))
		fdtoverlay -i "$dtb" -o "$tmp/merged.dtb" "$tmp/proc.dtbo" 2>>"$tmp/out" &&
			[ "$(fdtget "$tmp/merged.dtb" /kintrospect compatible)" = kintrospect,kintrospect ] &&
			fdtget -p "$tmp/merged.dtb" /kintrospect | grep -qx kintrospect,proc &&
			fdtput -r "$tmp/merged.dtb" /kintrospect &&
			cmp <(plain "$dtb") <(plain "$tmp/merged.dtb") >>"$tmp/out" 2>&1 ||
			echo "$dtb" >>"$tmp/out"
	done < <(find "$folder" -name 'bcm27*-rpi-*.dtb' -o -name 'bcm283*-rpi-*.dtb')
	[ ! -s "$tmp/out" ] && [ $models -ge 5 ]
	ok "$arch: the overlay fits all $models models"
	find "$folder" -name 'bcm2711-rpi-4-b.dtb' | grep -q . 2>"$tmp/out"
	ok "$arch: the Pi 4 is one of them"
done

# A program for 32-bit ARM with its libraries, for the 64-bit machine.
libs=$tmp/files/lib
mkdir -p "$libs"
from=$("$VM/sysroot" armhf) && "$VM/programs" armhf client >&2 || exit 1
cp build/armhf/client/kintro "$libs/kintro" || exit 1
libraries "$from" arm-linux-gnueabihf "$libs/kintro" | while read -r path; do
	cp -L "$from$path" "$libs/" || exit 1
done
cat >"$tmp/files/kintro32" <<'END'
#!/bin/sh
exec /files/lib/ld-linux-armhf.so.3 --library-path /files/lib /files/lib/kintro "$@"
END
chmod +x "$tmp/files/kintro32"

# Wrong usage, before anything is built.
for wrong in "--machine nonsense" "--machine uart1.dts" "--dtparam proc" "--machine raspi3b --arch amd64" \
	"--machine raspi3b --memory 512" "--machine raspi2b --icount"; do
	# shellcheck disable=SC2086 # words
	tests/vm/run $wrong -- true >"$tmp/out" 2>&1
	[ $? = "$EX_USAGE" ]
	ok "tests/vm/run $wrong is an error"
done

# make cross, which wants a compiler without a version in its name.
kdir=$("$VM/kernel" 6.1 arm64) && from=$("$VM/sysroot" arm64) || exit 1
compiler=$(cat "$kdir/compiler")
mkdir "$tmp/bin"
printf '#!/bin/sh\nexec %s "$@"\n' "$compiler" >"$tmp/bin/${compiler%-*}"
chmod +x "$tmp/bin/${compiler%-*}"
PATH=$tmp/bin:$(cat "$kdir/toolchain" 2>/dev/null)/usr/bin:$PATH \
	make cross ARCH=arm64 KDIR="$kdir/build" SYSROOT="$from" >"$tmp/out" 2>&1
ok "make cross ARCH=arm64"
for built in "build/module/$(cat "$kdir/release")/kintrospect.ko" build/client-arm64/kintro; do
	[ "$(od -An -tx1 -j18 -N2 "$built")" = " b7 00" ]
	ok "$built is for arm64"
done
! make cross ARCH=arm CROSS_COMPILE="" KDIR="$kdir/build" >"$tmp/out" 2>&1 &&
	grep -q 'No configured kernel for arm in' "$tmp/out"
ok "make cross for another ARCH than the kernel's is an error"
! make cross ARCH=arm64 CROSS_COMPILE=none- KDIR="$kdir/build" >"$tmp/out" 2>&1 &&
	grep -q 'There is no compiler none-gcc' "$tmp/out"
ok "make cross without a compiler is an error"

# boot MACHINE OPTION... : board.sh there; its results become ours.
boot() {
	local machine=$1
	shift
	tests/vm/run --machine "$machine" --no-driver --dtparam proc=on "$@" -- /tests/pi/board.sh \
		>"$tmp/out" 2>"$tmp/err"
	local status=$?
	merge "$tmp/out" "$machine" && [ $status = 0 ]
	status=$?
	cat "$tmp/err" >>"$tmp/out"
	ok "$machine: boots, and nothing is reported" [ "$status" = 0 ]
}
boot raspi3b --files "$tmp/files"
boot raspi2b
# shellcheck disable=SC2016 # for the guest
tests/vm/run --machine raspi3b --no-driver --dtparam "proc=on lookup=off" \
	--cmdline "kintrospect.proc=0" -- 'modprobe $(cat /sys/bus/platform/devices/kintrospect/modalias) &&
	(cd /sys/module/kintrospect/parameters && cat proc lookup btf) && ls /proc/kintrospect' >"$tmp/out" 2>"$tmp/err"
[ "$(tr '\n' ' ' <"$tmp/out")" = "N N Y " ]
ok "raspi3b: the kernel's command line wins over the device tree"
echo "1..$count"
