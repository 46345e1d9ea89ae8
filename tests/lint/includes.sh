#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Who may include whom, as ARCHITECTURE.md says it.

# never PATTERN WHAT FILE...: no file has a line like PATTERN.
never() {
	local pattern=$1 what=$2
	shift 2
	[ $# -gt 0 ] || return 0
	grep -nE -- "$pattern" /dev/null "$@" | sed "s|\$|   <- $what|"
}

include='^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]'
shopt -s nullglob globstar

# may FOLDER WHAT PATTERN: the files of a folder of the driver include of the driver what they have
# next to them, and otherwise only what PATTERN names, by its path in driver/.
may() {
	local folder=$1 what=$2 pattern=$3 file line path
	grep -nE "${include/[<\"]/\"}" /dev/null driver/"$folder"/**/*.[ch] | while IFS= read -r line; do
		file=${line%%:*}
		path=${line#*\"}
		path=${path%%\"*}
		[[ $path == */* || ! -e ${file%/*}/$path ]] || continue
		path=$(realpath -m --relative-to=driver "${file%/*}/$path")
		[[ $path =~ ^($pattern)$ ]] || echo "$line   <- $what"
	done
}

tables='gen/kin_gen\.h'
may sources "a source sees source.h, walk, strings, kernel and compat" \
	"(source|stats)\.h|$tables|(walk|strings|kernel|compat)/.*"
may walk "a walk sees source.h, kernel and compat" "source\.h|(kernel|compat)/.*"
may strings "strings see source.h, kernel and compat" "source\.h|(kernel|compat)/.*"
may kernel "a reader of the kernel sees compat, options and tables" "options\.h|$tables|compat/.*"
may compat "a shim sees no more than tables" "$tables"
sources=(driver/{sources,walk,strings}/**/*.[ch])
never "$include"'(net/(genetlink|netlink|sock)\.h|linux/(netlink|genetlink|seq_file|debugfs|proc_fs|skbuff)\.h)' \
	"a source knows no transport" "${sources[@]}"
# An object is a file, or a folder of files; some files are shared and no object.
mapfile -t objects < <(grep -lE '^const struct kin_source kin_' /dev/null "${sources[@]}")
for file in driver/sources/**/*.[ch]; do
	for object in "${objects[@]}"; do
		name=$(basename "$object" .c)
		[[ $(basename "$file") == "$name".* ]] || [[ $file == driver/sources/$name/* ]] ||
			never "${include/[<\"]/\"}$name"'\.' "a source includes no other source" "$file"
	done
done
never "$include"'linux/(sched|mm|sched/.*|mm_.*)\.h' \
	"a transport knows no object" driver/{request,netlink,encode,debugfs,proc,text,cursor}.h driver/{request,netlink,netlink_row,encode,debugfs,proc,text}.c
never "\bkin_gate_(open|addr)[[:space:]]*\(" "cursor.c asks the gates" driver/{request,netlink,netlink_row,encode,debugfs,proc,text}.c
mapfile -t rest < <(tests/lint/files driver | grep -vE '^driver/(compat|kernel)/')
never '\b(LINUX_VERSION_CODE|KERNEL_VERSION|kallsyms_lookup_name|kallsyms_on_each_symbol|RHEL_RELEASE)\b|'"$include"'linux/version\.h' \
	"versions belong in driver/compat and driver/kernel, symbol look-ups in the latter" \
	"${rest[@]}"
never '\b(kallsyms_lookup_name|kallsyms_on_each_symbol)\b|'"$include"'(btf|lookup)\.h' \
	"old kernels are made to look like the newest; private state is read in driver/kernel" \
	driver/compat/*.[ch]
mapfile -t rest < <(tests/lint/files driver | grep -v '^driver/platform\.c$')
never "$include"'(linux/)?of[_.]' "only platform.c knows the device tree" \
	"${rest[@]}"
never "$include"'jansson' "kintro-top has no JSON" client/top/**/*.[ch]
# kintro-top's folders, from the lowest up, and what each of them may include of the others.
curses='(ncurses\w*/)?(ncurses|curses|panel|menu|form|term)\.h>'
folder_sees() { # FOLDER [OTHER...]
	local folder=$1 others
	shift
	others=$(IFS='|'; echo "$*")
	grep -nE -- "${include/[<\"]/\"}\.*/" /dev/null client/top/"$folder"/*.[ch] |
		grep -vE "\"\.\./(${others:-none})/[^/]*\"" |
		sed "s|\$|   <- client/top/$folder includes: ${*:-nothing of kintro-top\'s}|"
}
folder_sees model
folder_sees term
folder_sees views model
folder_sees frame model term views
folder_sees control model term views frame
mapfile -t rest < <(tests/lint/files client | grep '^client/top/' | grep -v '^client/top/term/')
never "$include$curses" "only client/top/term knows curses" "${rest[@]}"
never "$include$curses" "kintro has no screen" \
	client/kintro/**/*.[ch] client/lib/**/*.[ch]
never "$include"'(.*/)?\.\./(kintro|top)/' "the library knows no program" client/lib/**/*.[ch]
# A command of kintro is a file or a folder: what commands share is next to the folders.
for folder in client/kintro/*/; do
	name=$(basename "$folder")
	mapfile -t rest < <(printf '%s\n' client/kintro/**/*.[ch] | grep -v "^$folder")
	never "${include/[<\"]/\"}"'(.*/)?'"$name/" "only the command $name includes its files" \
		"${rest[@]}"
done
mapfile -t rest < <(printf '%s\n' client/kintro/**/*.[ch] | grep -vE '/(main|commands)\.[ch]$')
never "$include"'(.*/)?commands\.h' "commands do not know one another" "${rest[@]}"
lib=()
for file in client/lib/**/*.[ch]; do
	[[ $(basename "$file") == *sink* || $file == */output.c ]] || lib+=("$file")
done
never '(^|[^_[:alnum:]])(printf|vprintf|puts|putchar)[[:space:]]*\(|\bstdout\b|STDOUT_FILENO' \
	"the library writes to standard output through a sink or output.c only" "${lib[@]}"
never "$include"'.*(driver|client/kintro|client/top)/' \
	"tests use public surfaces only" tests/{guest,truth,witness,fixture}/**/*.[ch]
exit 0
