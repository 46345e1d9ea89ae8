#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 60
#
# Recordings of changed bytes, the same ones every time; `make fuzz` looks for new
# ones, with clang's fuzzer.
set -u
packaging/deps build check >&2 || exit 1
. tests/lib/tap.sh
make -j"$(nproc)" fuzz-bin >&2 || exit 1
ok "10000 changed recordings" build/fuzz/record 10000
# The fuzzer itself has to stay buildable where there is one.
if command -v clang >/dev/null; then
	ok "a short run of clang's fuzzer" make fuzz FUZZ_ARGS="-runs=2000 -seed=1"
fi
echo "1..$count"
