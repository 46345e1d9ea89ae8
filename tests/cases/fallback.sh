#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every object without the kernel's type information (btf=0), and without symbols
# (lookup=0): what is there is right, and what is not says which parameter took it away.
. /tests/lib/tap.sh
. /tests/lib/modules.sh
ko=/lib/modules/$(uname -r)/extra/kintrospect.ko

is_empty() { [ -z "$("$@")" ] || { "$@"; return 1; }; }
reload() { rmmod kintrospect && insmod "$ko" proc=1 "$@"; }

# What does not hang on addresses, of an object whose rows are known by them otherwise;
# the driver's own areas are elsewhere each time.
plain() {
	case $1 in
	layout) kintro layout --csv --no-header -o name,parent,depth,size-bytes --filter kind=region ;;
	vmalloc) kintro vmalloc --csv --no-header -o area-id,size-bytes,mapped-pages,flags,caller ;;
	esac 2>/dev/null | sort
}
# same OBJECT: what was there before and after was there without. Stacks of processes come
# and go, at the same addresses.
same() {
	comm -12 "$tmp/$1.before" "$tmp/$1.after" | grep -vE '^per-cpu,|,(kernel_clone|_do_fork|copy_process|dup_task_struct)\+' >"$tmp/stayed"
	[ "$(wc -l <"$tmp/stayed")" -gt 9 ] && ! comm -23 "$tmp/stayed" "$tmp/$1.now" | grep .
}
# Sections of the image and the per-CPU area: there, or with a reason.
reasons() {
	kintro layout --csv --no-header -o name,kind,reason --filter kind!=hole 2>/dev/null >"$tmp/now"
	for name in image text rodata data bss init brk per-cpu; do
		grep -qE "^$name,(image|region),\$|^$name,unknown,.*parameter lookup=0" "$tmp/now" || echo "$name"
	done
}
# refused OBJECT PARAMETER: as a whole
refused() {
	kintro "$1" >"$tmp/out" 2>"$tmp/err"
	[ $? = 4 ] && grep -q "parameter $2" "$tmp/err" &&
		tail -n 1 "/sys/kernel/debug/kintrospect/${1//-/_}" | grep -q "^# unavailable: .*parameter $2"
}

objects=$(kintro fields --csv --no-header -o object | uniq)
ok "there are objects" test "$(wc -w <<<"$objects")" -ge 20
gated=$(kintro fields --json | jq -c '[.fields[] | select(.flags | index("gated")) | [.object, .name]]')
for object in layout vmalloc; do plain $object >"$tmp/$object.before"; done
for parameter in btf=0 lookup=0; do
	ok "the driver is loaded with $parameter" reload $parameter
	there=()
	for object in $objects; do
		kintro "$object" --limit=0 >"$tmp/out" 2>"$tmp/err"
		rc=$?
		if [ $rc = 4 ] && grep -q "parameter $parameter" "$tmp/err"; then
			ok "$parameter: $object is refused, and why" refused "$object" $parameter
		elif [ $parameter = lookup=0 ] && [[ $object = layout || $object = vmalloc ]]; then
			plain "$object" >"$tmp/$object.now"
		else
			there+=("$object")
		fi
	done
	kfixture ktruth "${there[@]}" >"$tmp/truth" 2>&1
	merge "$tmp/truth" "$parameter"
	ok "$parameter: all that is there was looked at" [ $? = 0 ]
	kintro --json --all-fields >"$tmp/$parameter.json" 2>/dev/null
	ok "$parameter: the document is whole" jq -e '.truncated == false and (.tasks | length) > 0' "$tmp/$parameter.json"
	# shellcheck disable=SC2016 # jq's own
	ok "$parameter: of what is null it says why" jq -e --arg p "$parameter" \
		'[.absent[]? | objects | .[]] | any(contains("parameter " + $p))' "$tmp/$parameter.json"
done
# shellcheck disable=SC2016 # jq's own
ok "lookup=0: no address is shown, as nobody can be asked who may see it" jq -e --argjson gated "$gated" \
	'[. as $all | $gated[] | map(gsub("-"; "_")) | . as [$object, $field] |
		$all[$object][]? | select(.[$field] != null)] == []' "$tmp/lookup=0.json"
ok "lookup=0: what is not known of the image has a reason" is_empty reasons
ok "the driver is loaded as before" reload
for object in layout vmalloc; do
	plain $object >"$tmp/$object.after"
	[ ! -e "$tmp/$object.now" ] || ok "lookup=0: $object says the same as with look-ups" same $object
done
echo "1..$count"
