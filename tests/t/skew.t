#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 120
# limit: 2700
#
# Today's client with yesterday's driver, whose rows end earlier, and with
# tomorrow's, whose rows are longer: both made from the spec, cut and extended.
set -e
packaging/deps python >&2
top=$PWD
modules=$(tests/vm/modules 6.1)

# variant cut|more: a driver of another time, in build/skew; its module's path.
variant() {
	local tree=$top/build/skew/$1
	mkdir -p "$tree"
	rsync -a --delete --exclude=/tests --exclude=/packaging --exclude=/build \
		driver uapi "$tree/"
	ln -sfn "$top/tests" "$tree/tests"
	ln -sfn "$top/packaging" "$tree/packaging"
	python3 tests/contract/skew.py "$1" uapi/specs/kintrospect.yaml "$tree/spec.yaml" >"$tree/gone"
	uapi/kingen.py --break-abi --spec "$tree/spec.yaml" --out "$tree"
	if [ "$1" = cut ]; then
		# the sources of today still name what was cut: they may, the table decides
		cp driver/gen/kin_gen.h "$tree/driver/gen/"
		cp uapi/linux/*.h "$tree/uapi/linux/"
	fi
	"$tree/tests/vm/driver" --variant skew --cflags -DKIN_MUTATE 6.1
}

cut=$(variant cut)
more=$(variant more)
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
cp "$modules/kwitness.ko" "$files/kwitness.ko"
cp "$cut" "$files/cut.ko"
cp "$more" "$files/more.ko"
cp build/skew/cut/gone "$files/gone"
tests/vm/run --no-driver --modules zram --files "$files" -- kfixture /tests/contract/skew.sh
