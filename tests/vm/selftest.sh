#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tests the testbed itself: TAP, for prove. VM_KERNEL names the kernel (6.1).
set -u
here=$(cd "$(dirname "$0")" && pwd)
kernel=${VM_KERNEL:-6.1}
# shellcheck source=tests/lib/tap.sh
. "$here/../lib/tap.sh"
mkdir "$tmp/vmtmp"
export TMPDIR=$tmp/vmtmp

has() { grep -qE -- "$2" "$1" || { echo "nothing like $2 in $1"; return 1; }; }
has_no() { ! grep -qE -- "$2" "$1"; }
empty() { [ ! -s "$1" ]; }

# vm ARG...: its output in $tmp/out and $tmp/err, its status in $rc. The project
# is not under test here, and whoever works on it may leave it unbuildable.
vm() {
	"$here/run" --kernel "$kernel" --no-build --no-driver "$@" >"$tmp/out" 2>"$tmp/err"
	rc=$?
}

# --- the patterns, without a guest
cat >"$tmp/good" <<'END'
[    0.048000] tsc: Unable to calibrate against PIT
[    1.000000] Spectre V2 : WARNING: Unprivileged eBPF is enabled
[    2.000000] kintrospect: a DEBUG: line with BUG: in it
[    3.000000] systemd[1]: no WARNING: here
END
"$here/reports.awk" "$here/reports" "$tmp/good" >"$tmp/report"
ok "ordinary lines are no report" empty "$tmp/report"
while read -r line; do
	printf '[    9.123456] %s\r\n' "$line" >"$tmp/bad"
	"$here/reports.awk" "$here/reports" "$tmp/bad" >"$tmp/report"
	ok "a report: $line" is "$(wc -l <"$tmp/report")" 1
done <<'END'
BUG: kernel NULL pointer dereference, address: 0000000000000008
BUG: KASAN: slab-out-of-bounds in kini+0x1/0x2 [kmini]
BUG: sleeping function called from invalid context at mm/x.c:1
BUG: scheduling while atomic: sh/1/0x00000002
BUG kmalloc-32 (Tainted: G           O      ): Right Redzone overwritten
WARNING: CPU: 1 PID: 116 at /tmp/kmini.c:10 kini+0x5b/0x1000 [kmini]
WARNING: possible circular locking dependency detected
WARNING: suspicious RCU usage
[ BUG: Invalid wait context ]
INFO: task kintro:123 blocked for more than 120 seconds.
rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:
rcu: INFO: rcu_preempt self-detected stall on CPU
watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [sh:1]
UBSAN: array-index-out-of-bounds in x.c:1:2
general protection fault, probably for non-canonical address 0xdead: 0000 [#1]
Oops: 0002 [#1] PREEMPT SMP NOPTI
Kernel panic - not syncing: Fatal exception
kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)
DEBUG_LOCKS_WARN_ON(1)
refcount_t: underflow; use-after-free.
END

# --- usage
for args in "--nonsense" "--kernel none -- true" "--arch none -- true" \
	"--memory x -- true" "--timeout 0 -- true" "--files /nowhere -- true" \
	"--with none -- true" "stray" "--kernel"; do
	# shellcheck disable=SC2086 # words
	"$here/run" $args >"$tmp/out" 2>"$tmp/err" </dev/null
	rc=$?
	ok "usage: $args is refused" is "$rc $(grep -c '^vm: ' "$tmp/err") $(wc -l <"$tmp/err")" "64 1 1"
done
"$here/run" </dev/null >"$tmp/out" 2>"$tmp/err"
ok "usage: no COMMAND and no terminal is refused" is "$?" 64
"$here/run" --list >"$tmp/out" 2>"$tmp/err"
ok "--list has the kernels" has "$tmp/out" '^debug +amd64'
"$here/run" --help >"$tmp/out" 2>"$tmp/err"
ok "--help has the exit status" has "$tmp/out" '^exit status'

"$here/kernel" "$kernel" >"$tmp/out" 2>"$tmp/err"
ok "the kernel is there, or is made" is "$?" 0
vm --with python -- true # what is not there yet is fetched and built here
ok "a first guest" is "$rc" 0

# --- what goes in and comes out
mkdir -p "$tmp/files/sub" "$tmp/back"
head -c 3000001 /dev/urandom >"$tmp/files/a"
{ head -c 100003 /dev/urandom; printf '\0\r\n\r\0'; } >"$tmp/files/sub/b"
: >"$tmp/mark"
vm --files "$tmp/files" --out "$tmp/back" -- 'cat /files/a; cat /files/sub/b >&2;
	mkdir /out/d; cp /files/sub/b /out/d/b; ln -s d /out/l; exit 42'
ok "the exit status" is "$rc" 42
ok "standard output, byte by byte" cmp "$tmp/out" "$tmp/files/a"
ok "standard error, byte by byte, and nothing else on it" cmp "$tmp/err" "$tmp/files/sub/b"
ok "--out brings a tree back" cmp "$tmp/back/l/b" "$tmp/files/sub/b"
cache=${KINTROSPECT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kintrospect}
find "$cache/kernels/amd64-$kernel" "$cache/layers" -maxdepth 1 -type f \
	-newer "$tmp/mark" ! -name build.log >"$tmp/made"
ok "a second run makes nothing again" is "$(cat "$tmp/made")" ""
ok "temporary folders are gone" is "$(ls "$TMPDIR")" ""

start=$SECONDS
printf 'a\0b\n' | vm --stdin -- cat
boot=$((SECONDS - start)) # on this machine, at this time
ok "--stdin" is "$(od -An -c "$tmp/out" | tr -d ' ')" 'a\0b\n'

# shellcheck disable=SC2016 # for the guest
vm --cmdline "kin.test=1" --cpus 3 -- '
	for f in proc sys sys/kernel/debug sys/kernel/security sys/fs/cgroup dev dev/pts dev/shm tmp; do
		mountpoint -q /$f || echo no /$f; done
	ps --version | grep -q procps-ng || echo no procps
	ls --version | grep -q GNU || echo no coreutils
	for p in slabtop pmap vmstat top chrt taskset setpriv unshare nsenter prlimit bpftool \
		jq strace insmod rmmod modinfo bash vi; do
		command -v $p >/dev/null || echo no $p; done
	setpriv --reuid tester --regid 1000 --clear-groups sh -c "id -un; touch /tmp/x" || echo no tester
	(: >/tests/x) 2>/dev/null && echo can write /tests
	grep -c ^processor /proc/cpuinfo; grep -o kin.test=1 /proc/cmdline
	(sleep 10000 &) ; echo $0'
ok "mounts, programs, users, processors, command line" is "$(cat "$tmp/out")" \
	$'tester\n3\nkin.test=1\n/bin/sh'
ok "nothing on standard error" empty "$tmp/err"

for code in 64 70 71; do
	vm -- exit $code
	ok "COMMAND's own $code is passed on, without a word" is "$rc $(cat "$tmp/err")" "$code "
done

# --- faults
vm -- 'echo out; echo "<4>WARNING: invented by the selftest" >/dev/kmsg; exit 0'
ok "a report in the log is 70, whatever COMMAND says" is "$rc" 70
ok "the report is printed" has "$tmp/err" '^vm: .*WARNING: invented'
ok "COMMAND's output is there all the same" is "$(cat "$tmp/out")" out
vm --keep-log "$tmp/log" -- 'echo c >/proc/sysrq-trigger; sleep 1000'
ok "a panic is 70" is "$rc" 70
ok "its report is printed" has "$tmp/err" '^vm: .*Kernel panic'
ok "--keep-log keeps all of the log" has "$tmp/log" 'Linux version'
vm --timeout $((3 * boot + 5)) -- 'echo before; sleep 1000'
ok "a guest that hangs is 71" is "$rc" 71
ok "its console is shown" has "$tmp/err" '^vm: timeout'
ok "what it wrote before is there" is "$(cat "$tmp/out")" before
# An emulator that ends at once the first time.
mkdir "$tmp/bin"
cat >"$tmp/bin/qemu-system-x86_64" <<END
#!/bin/sh
[ -e $tmp/tried ] || { : >$tmp/tried; exit 1; }
exec $(command -v qemu-system-x86_64) "\$@"
END
chmod +x "$tmp/bin/qemu-system-x86_64"
PATH=$tmp/bin:$PATH vm -- 'echo here; exit 3'
ok "a guest that does not come up boots once more" is "$rc $(cat "$tmp/out")" "3 here"
ok "that is said" has "$tmp/err" '^vm: the guest came to a halt before'
vm -- poweroff -f
ok "a guest that ends without a status is 74" is "$rc" 74
echo no module >"$tmp/junk.ko"
"$here/run" --kernel "$kernel" --no-build --driver "$tmp/junk.ko" -- echo no >"$tmp/out" 2>"$tmp/err"
ok "a module that does not load is 73" is "$?" 73
ok "COMMAND was not run" empty "$tmp/out"
ok "the reason is given" has "$tmp/err" '^vm: the driver did not load: .*(nvalid|format)'

# --- runs side by side, readers that leave, signals
"$here/run" --kernel "$kernel" --no-build --no-driver -- echo one >"$tmp/one" 2>&1 &
one=$!
vm -- echo two
wait $one
ok "two guests at once" is "$? $rc $(cat "$tmp/one" "$tmp/out")" $'0 0 one\ntwo'
timeout 300 "$here/run" --kernel "$kernel" --no-build --no-driver -- yes 2>"$tmp/err" | head -n 2 >"$tmp/out"
ok "a reader that leaves ends the guest" is "${PIPESTATUS[0]}" 141
mkfifo "$tmp/fifo"
for signal in TERM INT; do
	# a background job of a script ignores SIGINT unless it is told otherwise
	env --default-signal=INT "$here/run" --kernel "$kernel" --no-build --no-driver -- \
		'echo up; sleep 1000' >"$tmp/fifo" 2>"$tmp/err" &
	run=$!
	exec 7<"$tmp/fifo"
	read -r _ <&7 # the guest says when it is there
	kill -$signal $run
	wait $run
	ok "SIG$signal ends a run" test $? -gt 128
	exec 7<&-
	ok "SIG$signal leaves nothing behind" is "$(ls "$TMPDIR")" ""
done

# --- the rest
vm --icount -- 'grep -c ^processor /proc/cpuinfo'
ok "--icount has one processor" is "$rc $(cat "$tmp/out")" "0 1"
vm --with python -- "python3 -c 'import yaml, jsonschema; print(6 * 7)'"
ok "--with python" is "$rc $(cat "$tmp/out")" "0 42"

echo "1..$count"
