#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: debug
# time: 900
# limit: 2700
#
# The objects of locks where there are any: each check turns red for a driver that
# falsifies a field, the same rows come by every way, the views of the graph, which dot
# has to understand, and kintro-top's of the classes. What lockdep frees or no longer knows
# is not shown as if it were so. That rows are right is part of debug.t.
set -u
. tests/lib/tap.sh
packaging/deps build check python >&2 || exit 1
make client >&2 || exit 1
modules=$(tests/vm/modules debug) || exit 1
driver=$(tests/vm/driver --variant mutate --cflags -DKIN_MUTATE debug) || exit 1

# shellcheck disable=SC2016 # for the guest's shell
tests/vm/run --kernel debug --driver "$driver" --memory 2048 --params proc=1 --timeout 2500 \
	--files "$modules" --out "$tmp/docs" -- '/tests/lib/suite.sh \
	"/tests/contract/mutate-locks.sh 1" \
	"/tests/contract/mutate-locks.sh 0" \
	/tests/kintro/locks.sh /tests/top/locks.sh \
	"kparity \$(ktruth -l | cut -f 1 | grep lock)" \
	/tests/locks/torn.sh /tests/locks/churn.sh /tests/locks/stale.sh' >"$tmp/guest"
status=$?
merge "$tmp/guest" && [ $status = 0 ]
ok "the guest's tests came to their end (status $status)" [ $? = 0 ]

for picture in all ring; do
	ok "dot understands $picture.dot" dot -Tcanon -o "$tmp/canon" "$tmp/docs/$picture.dot"
	ok "and finds in it as many edges" is "$(grep -c -- ' -> ' "$tmp/canon")" \
		"$(grep -c -- ' -> ' "$tmp/docs/$picture.dot")"
done
build/client/kintro schema lock-path >"$tmp/schema"
for name in path no-path; do
	ok "$name.json is as the schema says" python3 -c '
import json, sys
import jsonschema
with open(sys.argv[1], encoding="utf-8") as schema, open(sys.argv[2], encoding="utf-8") as text:
    jsonschema.validate(json.load(text), json.load(schema))' "$tmp/schema" "$tmp/docs/$name.json"
done
echo "1..$count"
