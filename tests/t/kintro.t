#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 90
# limit: 2700
#
# kintro itself: the command line on the host as far as it needs no driver, then
# all of it in a guest; every document that came out is held against the schema.
set -u
. tests/lib/tap.sh

packaging/deps build check python >&2 || exit 1
make client >&2 || exit 1
kintro=build/client/kintro

# --- help, manual page and completion tell the same ---------------------------

options() { grep -oE -- '--[a-z]+(-[a-z]+)*' | sort -u; }
$kintro --help | sed -n 's/^ \{2,6\}\(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p' | sort -u >"$tmp/help"
[ "$(wc -l <"$tmp/help")" -gt 10 ]
ok "help lists options"
sed -n '/^\.SH OPTIONS/,/^\.SH COMMANDS/p' client/man/kintro.8 | sed 's/\\-/-/g' |
	awk '/^\.TP/ { getline; print }' | options >"$tmp/man"
diff "$tmp/help" "$tmp/man" | sed 's/^/# /'
cmp -s "$tmp/help" "$tmp/man"
ok "the manual page has the options of the help"
sed -n '/local options=/,/"$/p' client/completion/kintro | options >"$tmp/completion"
diff "$tmp/help" "$tmp/completion" | sed 's/^/# /'
cmp -s "$tmp/help" "$tmp/completion"
ok "so has the completion"
$kintro --help | sed -n '/^Commands/,/^$/s/^  \([a-z]*\) .*/\1/p' | sort >"$tmp/commands"
[ "$(wc -l <"$tmp/commands")" -gt 4 ]
ok "help lists commands"
sed -n 's/.*-W ".objects \([a-z][a-z ]*\)".*/\1/p' client/completion/kintro | tr ' ' '\n' |
	sort >"$tmp/completion"
diff "$tmp/commands" "$tmp/completion" | sed 's/^/# /'
cmp -s "$tmp/commands" "$tmp/completion"
ok "so does the completion"
sed -n '/^\.SH COMMANDS/,/^\.SH JSON/p' client/man/kintro.8 | awk '/^\.TP/ { getline; print $2 }' |
	sort >"$tmp/man"
diff "$tmp/commands" "$tmp/man" | sed 's/^/# /'
cmp -s "$tmp/commands" "$tmp/man"
ok "and the manual page"
# The usage, each line without blanks and in small letters.
$kintro --help | sed -n 's/^\(usage:\|  *\) kintro /kintro/p' | tr -d ' ' |
	tr '[:upper:]' '[:lower:]' >"$tmp/usage"
sed -n '/^\.SH SYNOPSIS/,/^\.SH DESCRIPTION/{/^\.SH/d;p}' client/man/kintro.8 |
	sed 's/^\.br$/|/; s/^\.[BIR]* //; s/\\f[BIR]//g; s/\\c//g; s/\\-/-/g' | tr -d ' \n' |
	tr '[:upper:]|' '[:lower:]\n' >"$tmp/man"
echo >>"$tmp/man"
diff "$tmp/usage" "$tmp/man" | sed 's/^/# /'
cmp -s "$tmp/usage" "$tmp/man"
ok "the synopsis of the manual page is the usage of the help"
for object in $($kintro --help | sed -n '/^Objects/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
	sed 's/\\-/-/g' client/man/kintro.8 | grep -qx "\.B $object" &&
		grep -q "local objects=.*\<$object\>" client/completion/kintro
	ok "$object is in both"
done

for object in "" $($kintro --help | sed -n '/^Objects/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
	# shellcheck disable=SC2086 # none or one
	[ -z "$($kintro $object --help --via=file:/nowhere 2>&1 | LC_ALL=C.UTF-8 awk 'length($0) > 80')" ]
	ok "the help${object:+ of $object} has lines of 80 columns"
	[ -z "$object" ] || grep -qE "^\.BR? $object( ,| \.)?\$" <(sed 's/\\-/-/g' client/man/kintrospect.4)
	ok "kintrospect(4) names ${object:-objects}"
done
complete() { # complete WORD...: what the last of these words becomes
	# shellcheck disable=SC2016 # the inner shell's
	PATH=$PWD/build/client:$PATH bash -c '. client/completion/kintro
		_init_completion() { words=("${line[@]}") cword=$((${#line[@]} - 1)) cur=${line[-1]} prev=${line[-2]}; }
		line=("$@") COMP_WORDBREAKS=" =:"
		_kintro
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
complete kintro tasks pi | grep -qx pid=
ok "the completion has keys"
! complete kintro tasks pid= | grep -q pid && complete kintro tasks pid= | grep -qx 1
ok "and after pid= numbers, not pid= again"
! complete kintro vmas start-addr= | grep -q .
ok "and after another key nothing"

# --- usage errors --------------------------------------------------------------

while read -r line; do
	eval "$kintro $line" >"$tmp/out" 2>"$tmp/err"
	[ $? = 1 ] && [ -s "$tmp/err" ] && [ ! -s "$tmp/out" ]
	ok "usage error: $line"
done <<'END'
--json --csv
--jsonl --json tasks
-p --csv tasks
tasks --bytes --json
tasks --no-header --json
tasks --count=2
tasks --watch=0
tasks --watch=x
tasks --watch=1 --csv
tasks --limit=-1
tasks --limit=12abc
tasks --limit=18446744073709551616
tasks --limit
tasks -o nope
tasks -o ''
tasks -o pid,
tasks -o pid --all-fields
tasks --sort=nope
slabs --sort=-size
tasks --sort=-
tasks --filter=pid
tasks --filter=pid=12abc
tasks --filter=pid=-1
tasks --filter=nope=1
tasks --filter='comm~['
tasks --color=sometimes
tasks --via=pigeon
tasks --budget=0
tasks --nope
tasks -x
tasks --c=2
tasks tasks
tasks pid=12abc
tasks pid=-1
tasks pid=4294967296
tasks pid=
tasks pid=1 pid=2
tasks comm=init
tasks =1
vas --threads
vas vmas --csv
vas vmas --jsonl
nope
v
vma
sch error
pid=1
--limit=1
--csv
--json --sort=pid
--json pid=1
tasks doctor
doctor tasks
doctor --csv
doctor --limit=1
schema nope
schema tasks vas
help nope
help tasks vas
tasks --via=file:
tasks --at=12:00
tasks --sample=1
tasks --via=file:f --at=12:00 --sample=1
tasks --via=file:f --record=g
tasks --keep=1
tasks --max-size=1M
--record=f
record
record f --csv
record f --max-size=0
record f --max-age=x
record f pid=1
record f --via=file:g
record f nope
diff
diff a
diff a b nope
diff a b -o pid
diff a b --sort=pid
diff a b pid=1
diff a b --filter=pid=1
END
# What is said of a word that is wrong helps to find the right one.
while IFS='|' read -r words line; do
	eval "$kintro $line" >"$tmp/out" 2>"$tmp/err"
	[ $? = 1 ] && grep -qF -- "$words" "$tmp/err"
	ok "kintro $line: $words"
	sed 's/^/# /' "$tmp/err"
done <<'END'
kintro tasks pid=143|tasks 143
kintro vmas pid=143|vmas 143
kintro tasks pid=143|143
did you mean tasks?|taks
did you mean vmas?|maps
kintro tasks --filter='comm~sshd'|tasks sshd
did you mean comm?|tasks -o name
sched has run-delay-total-ns|tasks --filter='latency>1ms'
it could be size-bytes, object-size-bytes, memory-bytes|slabs --sort=-size
END
$kintro tasks --nope --json 2>"$tmp/error-1.json"
ok_status=$?
[ $ok_status = 1 ]
ok "a usage error with --json"
for args in "--help" "-h" "help" "help tasks" "tasks --help" "task -h" "--version" "-V" "schema" \
	"schema tasks" "schema error" "help --color=never"; do
	# shellcheck disable=SC2086 # words by design
	$kintro $args >"$tmp/out" 2>"$tmp/err" && [ -s "$tmp/out" ] && [ ! -s "$tmp/err" ]
	ok "kintro $args"
done
$kintro help >/dev/full 2>"$tmp/err"
[ $? = 2 ] && grep -q 'No space left' "$tmp/err"
ok "help to a full disk"

# --- the guest ------------------------------------------------------------------

mkdir "$tmp/docs"
tests/vm/run --memory 1024 --out "$tmp/docs" -- /tests/kintro/cli.sh >"$tmp/guest"
status=$?
merge "$tmp/guest" && [ $status = 0 ]
ok "the guest's tests came to their end (status $status)"

# --- the schema ------------------------------------------------------------------

mv "$tmp"/error-1.json "$tmp/docs/"
for name in $(cd "$tmp/docs" && echo *.json*); do
	case $name in
	schema.json) continue ;;
	error*) part=error ;;
	doctor*) part=doctor ;;
	*.jsonl) part=${name%.jsonl} ;;
	*) part= ;;
	esac
	# shellcheck disable=SC2086 # nothing or one word
	$kintro schema $part >"$tmp/schema"
	python3 - "$tmp/schema" "$tmp/docs/$name" <<'END' >"$tmp/said" 2>&1
import json, sys
import jsonschema
with open(sys.argv[1], encoding="utf-8") as stream:
    schema = json.load(stream)
jsonschema.Draft7Validator.check_schema(schema)
checker = jsonschema.Draft7Validator(schema)
with open(sys.argv[2], encoding="utf-8") as stream:
    texts = [stream.read()] if sys.argv[2].endswith(".json") else stream.readlines()
for text in texts:
    for error in checker.iter_errors(json.loads(text)):
        sys.exit(f"{list(error.absolute_path)}: {error.message[:300]}")
END
	ok "$name is as the schema says"
	sed 's/^/# /' "$tmp/said"
done
echo "1..$count"
