#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The device tree's part: the binding is a good schema, its example and the
# overlay's node are what it says, and it finds what is not.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
binding=dts/bindings/misc/kintrospect,kintrospect.yaml

# -u: where the folders begin that $id has
dt-doc-validate -u "$PWD/dts/bindings" "$binding"

# valid NAME: the schema's opinion of NAME.dts. A frame of the example's has cells
# that nothing needs.
valid() {
	dtc -q -I dts -O dtb -o "$tmp/$1.dtb" "$tmp/$1.dts" &&
		dt-validate -l kintrospect -s dts/bindings "$tmp/$1.dtb" 2>&1 | sed "s|$tmp/||"
}
dt-extract-example "$binding" >"$tmp/example.dts"
valid example
sed 's/kintrospect,proc;/kintrospect,proc = <1>; kintrospect,nonsense;/' "$tmp/example.dts" >"$tmp/wrong.dts"
for wrong in "proc: .* is not of type 'boolean'" "'kintrospect,nonsense' does not match"; do
	valid wrong | grep -q "$wrong" || echo "$binding: lets pass what it should not: $wrong"
done

# as the overlay has it with all parameters
{
	echo '/dts-v1/; / { model = "x"; compatible = "x"; #address-cells = <1>; #size-cells = <1>;'
	sed -n '/kintrospect: kintrospect {/,/};/{ /};/!p }' dts/kintrospect-overlay.dts
	sed -n 's/.*"\(kintrospect,.*\)[?!]".*/\1;/p' dts/kintrospect-overlay.dts
	echo '}; };'
} >"$tmp/overlay.dts"
valid overlay
[ "$(sed -n 's/^  \(kintrospect,.*\):$/\1/p' "$binding" | sort)" = \
	"$(sed -n 's/.*"\(kintrospect,.*\)[?!]".*/\1/p' dts/kintrospect-overlay.dts | sort)" ] ||
	echo "$binding and the overlay's __overrides__ have other properties"
sed -n 's/^  \(kintrospect,.*\):$/\1/p' "$binding" | while read -r property; do
	grep -qF "\"$property\"" driver/platform.c || echo "driver/platform.c does not know $property"
done
# a warning of dtc's is one of ours
dtc -@ -Hepapr -Wno-unit_address_vs_reg -I dts -O dtb -o "$tmp/overlay.dtbo" dts/kintrospect-overlay.dts
exit 0
