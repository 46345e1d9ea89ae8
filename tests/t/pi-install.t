#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 10
#
# kintrospect-pi on a fake Raspberry Pi: its lines come and go, nothing else does,
# and whatever goes wrong leaves everything as it was.
set -u
packaging/deps build >&2 || exit 1
make -s dtbo >&2 || exit 1
. tests/lib/tap.sh
pi=packaging/pi/kintrospect-pi
dtbo=build/dts/kintrospect.dtbo

# fake [FOLDER]: a Pi whose boot partition is mounted there; config.txt comes from
# standard input.
export KINTROSPECT_PI_ROOT=$tmp/root
fake() {
	rm -rf "$KINTROSPECT_PI_ROOT"
	boot=$KINTROSPECT_PI_ROOT/${1:-boot/firmware}
	mkdir -p "$boot/overlays" "$KINTROSPECT_PI_ROOT/proc/device-tree"
	printf 'Raspberry Pi 3 Model B Rev 1.2\0' >"$KINTROSPECT_PI_ROOT/proc/device-tree/model"
	cat >"$boot/config.txt"
	cp "$boot/config.txt" "$tmp/original"
}
stock() {
	cat <<-END
		# For more options see the documentation
		dtparam=audio=on
		[cm4]
		otg_mode=1
		[all]
		enable_uart=1
	END
}
run() {
	"$pi" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
}
# status N ARG...: that exit status, of that call.
status() {
	local want=$1
	shift
	run "$@"
	is $? "$want"
}
# nothing but the file's first content, and no files that were not there
unchanged() {
	cmp "$tmp/original" "$boot/config.txt" && is "$(find "$KINTROSPECT_PI_ROOT" -type f | sort)" \
		"$(printf '%s\n' "$boot/config.txt" "$KINTROSPECT_PI_ROOT/proc/device-tree/model")"
}
says() { grep -qF -- "$1" "$tmp/err" || { echo "it does not say: $1"; return 1; }; }

# --- on and off
fake < <(stock)
ok "status: not enabled" status 1 status
ok "enable" status 0 --yes enable
ok "what was there is still there, in front" cmp -n "$(wc -c <"$tmp/original")" "$tmp/original" "$boot/config.txt"
ok "one line loads the overlay, for all models" is \
	"$(tail -n 5 "$boot/config.txt" | grep -v '^#' | tr '\n' ' ')" "[all] dtoverlay=kintrospect dtoverlay= "
ok "the overlay is there" cmp "$dtbo" "$boot/overlays/kintrospect.dtbo"
ok "a backup is there" cmp "$tmp/original" "$boot/config.txt.before-kintrospect"
ok "no half-written file is left" is "$(find "$boot" -name '*.new')" ""
ok "status: enabled" status 0 status
cp "$boot/config.txt" "$tmp/enabled"
ok "enable again" status 0 --yes enable
ok "again changes nothing" cmp "$tmp/enabled" "$boot/config.txt"
ok "again needs no answer" status 0 enable
ok "with parameters" status 0 enable --yes proc lookup=off
ok "they are in the line, and it is the only one" is \
	"$(grep -c dtoverlay=kintrospect "$boot/config.txt") $(grep dtoverlay=k "$boot/config.txt")" \
	"1 dtoverlay=kintrospect,proc=on,lookup=off"
ok "the backup is still what was there first" cmp "$tmp/original" "$boot/config.txt.before-kintrospect"
ok "disable" status 0 --yes disable
ok "config.txt is as it was, to the byte" cmp "$tmp/original" "$boot/config.txt"
ok "the overlay is gone" test ! -e "$boot/overlays/kintrospect.dtbo"
ok "disable again: nothing to do" status 0 disable

# --- all kinds of config.txt
fake < <(:)
run --yes enable && run --yes disable
ok "an empty config.txt is empty again" is "$(cat "$boot/config.txt")" ""
fake < <(stock | sed 's/$/\r/')
run --yes enable
ok "a file with carriage returns gets lines with them" is "$(grep -vc $'\r$' "$boot/config.txt")" 0
ok "its status" status 0 status
run --yes disable
ok "and it is as it was" cmp "$tmp/original" "$boot/config.txt"
fake < <(printf 'dtparam=spi=on')
run --yes enable
ok "a last line without an end gets one" grep -qx 'dtparam=spi=on' "$boot/config.txt"
fake < <(stock | grep -v '^\[all')
run --yes enable
echo "arm_boost=1" >>"$boot/config.txt"
run --yes enable proc=on
run --yes disable
ok "a line written below ours stays in a section for all models" is \
	"$(tail -n 2 "$boot/config.txt" | tr '\n' ' ')" "[all] arm_boost=1 "
fake boot < <(stock)
ok "/boot, of older systems" status 0 --yes enable
ok "its config.txt has the lines" grep -q '^dtoverlay=kintrospect$' "$boot/config.txt"
fake < <(stock)
mkdir -p "$boot/real"
mv "$boot/config.txt" "$boot/real/config.txt"
mkdir "$boot/real/overlays"
ln -s real/config.txt "$boot/config.txt"
run --yes enable
ok "a symbolic link stays one" test -L "$boot/config.txt"
ok "and what it names has the lines" grep -q '^dtoverlay=kintrospect$' "$boot/real/config.txt"
fake < <(stock)
rm -r "$KINTROSPECT_PI_ROOT/proc"
ok "a card in a reader" status 0 --yes --boot "$boot" enable btf=off
ok "it has the line" grep -qx 'dtoverlay=kintrospect,btf=off' "$boot/config.txt"

# --- it asks
fake < <(stock)
ok "nobody to ask: an error" status 2 enable
ok "it names --yes" says "--yes"
ok "nothing changed" unchanged
script -qec "$pi enable" /dev/null >"$tmp/out" 2>"$tmp/err" <<<n
ok "the answer no: status 1" is $? 1
ok "nothing changed" unchanged
script -qec "$pi enable" /dev/null >"$tmp/out" 2>"$tmp/err" <<<y
ok "the answer yes: status 0" is $? 0
ok "it told what it was to do" grep -q 'write to .*config.txt.*dtoverlay=kintrospect' "$tmp/out"
ok "and did it" status 0 status

# --- what goes wrong
fake < <(stock)
for wrong in "" "enabling" "enable nonsense" "enable proc=maybe" "disable proc" "--boot" "-x status" \
	"--overlay $tmp/none --yes enable"; do
	# shellcheck disable=SC2086 # words
	ok "\"${wrong/$tmp/...}\" is an error" status 2 $wrong
	ok "that says what is wrong" grep -q '^kintrospect-pi: ' "$tmp/err"
done
ok "nothing changed by all these" unchanged
printf 'Some Board\0' >"$KINTROSPECT_PI_ROOT/proc/device-tree/model"
ok "no Raspberry Pi" status 2 --yes enable
ok "it says what it is instead" says "no Raspberry Pi (Some Board)"
rm "$KINTROSPECT_PI_ROOT/proc/device-tree/model"
ok "no device tree" status 2 --yes enable
fake < <(stock)
rm "$boot/config.txt"
ok "no config.txt" status 2 --yes enable
ok "it says so" says "is the boot partition mounted?"
fake < <(stock)
rmdir "$boot/overlays"
ok "no overlays" status 2 --yes enable
ok "it says so" says "there is no folder $boot/overlays"
fake < <({ stock; echo os_prefix=next/; })
ok "another place for overlays" status 2 --yes enable
ok "it says so" says "--overlays"
mkdir -p "$boot/next/overlays"
ok "which can be named" status 0 --yes --overlays "$boot/next/overlays" enable
ok "and is used" test -e "$boot/next/overlays/kintrospect.dtbo"
fake < <({ stock; echo dtoverlay=kintrospect,proc; })
ok "a line by somebody else" status 2 --yes enable
ok "it shows that" says "dtoverlay=kintrospect,proc"
ok "nothing changed" unchanged
cp "$dtbo" "$boot/overlays/"
ok "status knows it" status 0 status
ok "and shows it" grep -qx 'enabled   by hand: dtoverlay=kintrospect,proc' "$tmp/out"
ok "disable" status 0 --yes disable
ok "leaves the line" cmp "$tmp/original" "$boot/config.txt"
ok "and the overlay, which it needs" cmp "$dtbo" "$boot/overlays/kintrospect.dtbo"
fake < <(stock)
run --yes enable
sed -i '/kintrospect-pi: end/d' "$boot/config.txt"
cp "$boot/config.txt" "$tmp/original"
for command in enable disable status; do
	ok "a lost marker: $command" status 2 --yes $command
	ok "nothing changed" cmp "$tmp/original" "$boot/config.txt"
done

# A file may have 1 KiB here: config.txt fits as it is, and not with the lines.
fake < <({ stock; head -c 800 /dev/zero | tr '\0' '#'; echo; })
(
	trap '' XFSZ
	ulimit -f 1
	status 2 --yes enable
) >"$tmp/limited" 2>&1
ok "no room for the new config.txt" is "$? $(cat "$tmp/limited")" "0 "
ok "it says so" says "Nothing was changed"
ok "and nothing was" unchanged

# mounted OPTIONS COMMAND ARG...: the call ARG with a small disk for a boot partition,
# after that command there.
mounted() {
	# shellcheck disable=SC2016 # for the inner shell
	unshare -m bash -c 'mount -t tmpfs '"$1"' tmpfs "$0" && cp "$1" "$0/config.txt" && mkdir "$0/overlays" &&
		'"$2"'; exec "${@:2}"' "$boot" "$tmp/original" "${@:3}" >"$tmp/out" 2>"$tmp/err" </dev/null
}
fake < <(stock)
if unshare -m mount -t tmpfs tmpfs "$boot" 2>/dev/null; then
	see='cat "'$boot'/config.txt"; find "'$boot'" -type f | wc -l'
	mounted "" "mount -o remount,ro $boot" sh -c "$pi --yes enable >&2; echo \$?; $see"
	ok "read-only" says "is it read-only"
	ok "nothing changed" is "$(cat "$tmp/out")" "2
$(cat "$tmp/original")
1"
	for kib in 8 12; do
		mounted "-o size=${kib}k" : sh -c "$pi --yes enable >&2; echo \$?; $see"
		ok "a disk of $kib KiB is full" says "is the disk full"
		ok "nothing changed" is "$(cat "$tmp/out")" "2
$(cat "$tmp/original")
1"
	done
else
	skip "read-only and full disks" "no right to mount here"
fi
if [ "$(id -u)" = 0 ]; then
	chmod 755 "$tmp"
	setpriv --reuid=65534 --clear-groups "$pi" --yes --boot "$boot" enable >"$tmp/out" 2>"$tmp/err"
	ok "not root" is $? 2
	ok "it asks whether you are root" says "are you root?"
	ok "nothing changed" unchanged
else
	skip "not root" "this is not run by root"
fi

# --- the three places that know the parameters
parameters=$(sed -n 's/.*PARAMETERS="\(.*\)".*/\1/p' "$pi" | tr ' ' '\n' | sort)
ok "it knows the overlay's parameters" is "$parameters" \
	"$(dtc -I dtb -O dts "$dtbo" 2>/dev/null | sed -n '/__overrides__ {/,/}/s/^\t*\([a-z]*\) = .*/\1/p' | sort -u)"
ok "so does dts/README" is "$parameters" \
	"$(sed -nE 's/^(Params:|       ) ([a-z]+)  +.*/\2/p' dts/README | sort)"
ok "--help has them" is "$("$pi" --help | grep -c "PARAMETERs are proc lookup btf")" 1
echo "1..$count"
