#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 5
#
# The overlay and its parameters, as the firmware of a Raspberry Pi would merge them.
set -u
packaging/deps build check >&2 || exit 1
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s dtbo host-bin >&2 || exit 1
. tests/lib/tap.sh
dtbo=build/dts/kintrospect.dtbo
node=/kintrospect

cat >"$tmp/base.dts" <<'END'
/dts-v1/;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	compatible = "raspberrypi,3-model-b", "brcm,bcm2837";
	model = "Raspberry Pi 3 Model B";
	soc: soc {
		compatible = "simple-bus";
		#address-cells = <1>;
		#size-cells = <1>;
		ranges;
	};
};
END
dtc -@ -q -I dts -O dtb -o "$tmp/base.dtb" "$tmp/base.dts" || exit 1

# merged PARAMETER...: the properties of the node with these parameters.
merged() {
	build/host/dtparam "$dtbo" "$tmp/param.dtbo" "$@" &&
		fdtoverlay -i "$tmp/base.dtb" -o "$tmp/merged.dtb" "$tmp/param.dtbo" &&
		fdtget -p "$tmp/merged.dtb" "$node" | grep -v '^phandle$' | LC_ALL=C sort | tr '\n' ' '
}
plain="compatible status "
ok "the overlay is for every Raspberry Pi" is "$(fdtget "$dtbo" / compatible)" "brcm,bcm2835"
ok "nothing but its own node is added" is "$(merged >/dev/null
	fdtget -l "$tmp/merged.dtb" / | tr '\n' ' ')" "kintrospect soc __symbols__ "
ok "no parameter: no option" is "$(merged)" "$plain"
ok "the node is the driver's" is "$(fdtget "$tmp/merged.dtb" $node compatible)" "kintrospect,kintrospect"
ok "and enabled" is "$(fdtget "$tmp/merged.dtb" $node status)" "okay"
for yes in proc proc=on proc=true proc=yes proc=1; do
	ok "$yes" is "$(merged $yes)" "compatible kintrospect,proc status "
done
for no in proc=off proc=false proc=no proc=0; do
	ok "$no: the default" is "$(merged $no)" "$plain"
done
ok "lookup=off" is "$(merged lookup=off)" "compatible kintrospect,no-lookup status "
ok "lookup=on: the default" is "$(merged lookup=on)" "$plain"
ok "btf=off" is "$(merged btf=off)" "compatible kintrospect,no-btf status "
ok "btf: the default" is "$(merged btf)" "$plain"
ok "all of them" is "$(merged proc=on lookup=off btf=off)" \
	"compatible kintrospect,no-btf kintrospect,no-lookup kintrospect,proc status "
ok "the last one counts" is "$(merged lookup=off proc lookup=on proc=off)" "$plain"
ok "a flag has no value" is "$(merged proc >/dev/null; fdtget -t bx "$tmp/merged.dtb" $node kintrospect,proc)" ""
for wrong in nonsense proc=maybe; do
	ok "$wrong is an error" is "$(merged $wrong 2>/dev/null; echo $?)" 1
done

# --- the tool, with what this overlay has not
cat >"$tmp/more.dts" <<'END'
/dts-v1/;
/plugin/;
/ {
	compatible = "brcm,bcm2835";
	fragment@0 {
		target-path = "/soc";
		__overlay__ {
			one: one { word = <1 2 3>; status = "disabled"; };
			two: two { };
		};
	};
	__overrides__ {
		text = <&one>, "status";
		word = <&one>, "word:4", <&two>, "copy:0";
		byte = <&two>, "byte.3";
		half = <&two>, "half;2";
		quad = <&two>, "quad#0";
		both = <&one>, "here?", <&two>, "there!";
		table = <&one>, "word:0{a=1,b=2}";
		literal = <&one>, "word:0=5";
		bytes = <&one>, "mac[";
		fragment = <0>, "+0-1";
	};
};
END
dtc -@ -q -I dts -O dtb -o "$tmp/more.dtbo" "$tmp/more.dts" || exit 1
dtbo=$tmp/more.dtbo
get() {
	local type=$1 at=$2 property=$3
	shift 3
	build/host/dtparam "$dtbo" "$tmp/param.dtbo" "$@" &&
		fdtoverlay -i "$tmp/base.dtb" -o "$tmp/merged.dtb" "$tmp/param.dtbo" &&
		fdtget -t "$type" "$tmp/merged.dtb" "/soc/$at" "$property"
}
ok "a string" is "$(get s one status text=okay)" okay
ok "a word among others" is "$(get x one word word=0x1234)" "1 1234 3"
ok "two targets" is "$(get x two copy word=7)" 7
ok "a property grows to its byte" is "$(get bx two byte byte=255)" "0 0 0 ff"
ok "half a word" is "$(get bx two half half=258)" "0 0 1 2"
ok "64 bits" is "$(get bx two quad quad=0x0102030405060708)" "1 2 3 4 5 6 7 8"
ok "a flag and its opposite" is "$(get s one here both; fdtget -p "$tmp/merged.dtb" /soc/two | grep -c there)" "
0"
ok "the other way round" is "$(get s two there both=no; fdtget -p "$tmp/merged.dtb" /soc/one | grep -c here)" "
0"
for refused in table=a literal bytes=00 fragment; do
	ok "$refused is refused" is "$(build/host/dtparam "$dtbo" "$tmp/x" $refused 2>&1 | grep -c 'is not supported')" 1
done
head -c 100 "$dtbo" >"$tmp/cut.dtbo"
for broken in "$tmp/cut.dtbo" /dev/null "$tmp/none" "$tmp/base.dts"; do
	ok "${broken##*/} is an error" is "$(build/host/dtparam "$broken" "$tmp/x" proc 2>/dev/null; echo $?)" 1
done
echo "1..$count"
