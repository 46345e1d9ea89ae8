#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kintro's command line in the guest: what it prints and where, exit statuses,
# words. Prints TAP; documents to be checked against the schema go to /out.
set -u
export LC_ALL=C.UTF-8
. /tests/lib/tap.sh
cd "$tmp" || exit 1

run() { # run COMMAND...: its output in files, its status in $rc
	"$@" >out 2>err </dev/null
	rc=$?
}

ends() { # ends STATUS WORDS COMMAND...
	local status=$1 words=$2
	shift 2
	run "$@"
	[ "$rc" = "$status" ]
	ok "$words (exit status $status)"
}

says() { grep -q -- "$1" err; }

# --- documents ---------------------------------------------------------------

document() { # document NAME COMMAND...
	local name=$1
	shift
	run "$@"
	cp out "/out/$name.json"
	[ "$rc" = 0 ] && jq -e . out >/dev/null && [ ! -s err ]
	ok "$name: one JSON document and nothing on standard error"
}

document whole kintro --json
document all-fields kintro --json --all-fields
document pretty kintro -p tasks pid=1
document debugfs kintro --json --via=debugfs
document attributes kintro --json --encoding=attributes
document threads kintro tasks --json --threads
document columns kintro vmas --json pid=1 -o +rss-bytes,pss-bytes
document empty kintro tasks --json --filter comm=nobody-has-this-name
jq -e '.tasks == [] and .truncated == false' out >/dev/null
ok "an empty set is an empty array"
run kintro tasks pid=1 --json -o pid
jq -e '(.tasks[0] | .pid == 1 and .comm == null) and .absent.tasks.comm == "not-requested"' \
	out >/dev/null
ok "with -o all keys are there, and the document says why the rest is null"
run kintro tasks --json --watch=0.05 --count=3 --limit=2
[ "$(jq -c .schema out | wc -l)" = 3 ] && [ "$(wc -l <out)" = 3 ]
ok "--watch with --json is one document a line"
run kintro vmas --jsonl
cp out /out/vmas.jsonl
[ "$(jq -s length out)" = "$(wc -l <out)" ]
ok "--jsonl is one object a line"
run kintro schema
cp out /out/schema.json
jq -e '.properties.tasks' out >/dev/null
ok "kintro schema"
run kintro doctor --json
cp out /out/doctor.json
[ $rc = 0 ] && jq -e .ok out >/dev/null
ok "doctor finds nothing that stops it"
for status in ok note bad skipped; do
	jq -r '.checks[].status' out
done | sort -u | grep -qvxE 'ok|note|skipped'
[ $? = 1 ]
ok "doctor's findings are good ones"

# --- rows ----------------------------------------------------------------------

run kintro tasks --no-header -o pid
[ "$(sort -n out | tr -d ' ' | head -n 2 | tr '\n' ' ')" = "1 2 " ]
ok "--no-header and -o"
run kintro tasks --csv --sort=-cpu-time-total-ns -o cpu_time_total_ns --no-header
sort -rn out | cmp -s - out
ok "--sort with the largest first"
run kintro tasks --limit=3 --csv
[ "$(wc -l <out)" = 4 ]
ok "--limit"
run kintro tasks --csv --no-header --filter 'kthread=true,pid>2' -o vsize-bytes
[ "$(sort -u out)" = "" ] && [ -s out ]
ok "--filter by columns that are not shown; absent is empty"
run kintro vmas pid=1 --filter 'flags=write|read,path~busybox' -o perms --no-header
[ "$(cut -c1-2 out | sort -u)" = rw ]
ok "--filter by flags and expression"
run kintro tasks --sort=-maj-flt-total --filter 'kthread=false,euid>=0' --limit=1
[ "$(head -n 1 out | grep -owE 'kthread|euid|maj-flt-total' | wc -l)" = 3 ]
ok "what is sorted and filtered by is shown"
run kintro tasks --sort=-maj-flt-total -o pid --limit=1
[ "$(head -n 1 out | tr -d ' ')" = pid ]
ok "unless the columns are listed"
run kintro tasks --filter comm=kthread
[ $rc = 0 ] && says 'comm~kthread would find'
ok "no row with a whole text: a part of it is proposed"
run kintro tasks --filter comm=kthread --csv
[ $rc = 0 ] && [ ! -s err ]
ok "but not to programs"
run kintro tasks --filter kthread=true --limit=1 -o comm --no-header
grep -qx '\[.*\]' out
ok "kernel threads in brackets"
run kintro tasks pid=1 -o vsize-bytes --no-header
grep -qE '^[0-9.]+[KMG]$' out
ok "sizes have units"
run kintro tasks pid=1 -o vsize-bytes --no-header --bytes
[ "$(cat out)" = "$(($(awk '/^VmSize/ { print $2 }' /proc/1/status) * 1024))" ]
ok "--bytes is raw, and true"
mkfifo fifo
(exec -a odd bash -c 'printf "a\\xff\\x1b[31m b" >/proc/$$/comm; read -r -t 3600 <>fifo') &
odd=$!
until LC_ALL=C grep -q '^a.*b$' /proc/$odd/comm && LC_ALL=C grep -q ') S ' /proc/$odd/stat; do :; done
run kintro tasks pid=$odd -o comm --no-header
[ "$(cat out)" = 'a\xff\x1b[31m b' ] && says 'cannot be shown'
ok "a name that could move the terminal is escaped, with a warning"
run kintro tasks pid=$odd --json
cp out /out/odd.json
jq -e '.tasks[0].comm == "a\\xff\u001b[31m b" and .warnings[0].code == "escaped"' out >/dev/null
ok "in JSON what is not UTF-8 is escaped and flagged"
run kintro tasks pid=$odd --json --via=debugfs
jq -e '.tasks[0].comm == "a\\xff\u001b[31m b"' out >/dev/null
ok "over debugfs the same"
kill $odd
run kintro vmas pid=1 start-addr=0 end-addr=1 --csv --no-header
[ $rc = 0 ] && [ ! -s out ]
ok "no mapping in a range is an empty set"
run kintro tasks vas --limit=1
grep -qx 'tasks:' out && grep -qx 'vas:' out
ok "two objects in text have titles"
run kintro
[ $rc = 0 ] && [ "$(wc -l <out)" -le 24 ] && grep -q '^tasks ' out
ok "the overview fits a screen"
mount -t tmpfs none /mnt && head -c 9000000 /dev/zero >/mnt/hog
run kintro
grep -Eq '^cached .* page cache, (9|[1-9][0-9]+)\.?[0-9]*M shared memory and tmpfs \(([89]|[1-9][0-9]+)\.?[0-9]*M or more not mapped\), .* slab$' out
ok "a file in tmpfs that nobody maps is seen"
grep '^cached' out | sed 's/^/# /'
umount /mnt
grep -Eq '^CPUs .*longest queue [0-9]+, on CPU [0-9]+.*waited longest: [0-9]+ .*s$' out
ok "and the longest queue, and who waited longest for a CPU"
# a thread that may run on one CPU only, where one of real time takes it all
taskset -c 1 chrt -f 1 sh -c 'while :; do :; done' &
hog=$!
taskset -c 1 sh -c 'while :; do :; done' &
starved=$!
queued() { kintro | grep -q '^CPUs .*on CPU 1, which runs [0-9]* sh'; }
for ((i = 0; i < 50; i++)); do
	taskset -c 0 bash -c "$(declare -f queued); queued" && break
done
[ $i -lt 50 ]
ok "who occupies the CPU that others wait for"
kill $hog $starved
grep -q "^KASLR .*: it begins at $(awk '$3 == "_text" { print "0x" $1 }' /proc/kallsyms)\$" out
ok "and says where the kernel lies"
run setpriv --bounding-set=-syslog --inh-caps=-syslog kintro
grep '^KASLR' out | grep -q 'without CAP_SYSLOG' && ! grep -q 0xffff out
ok "but not to those who may not see it"
run kintro vmas --budget=1ns -o pid
[ $rc = 0 ] && says 'budget was spent'
ok "a spent budget is a warning"
run kintro vmas --budget=1ns --json
jq -e '.truncated and .warnings[0].code == "truncated"' out >/dev/null
ok "and truncated in JSON"
run kintro tasks --via=debugfs -o pid,wchan --limit=1
[ $rc = 0 ] && says 'only over netlink'
ok "what debugfs does not have is absent with a reason"

# --- statuses and words ------------------------------------------------------------

ends 3 "no such process" kintro tasks pid=4194303
says 'no thread with that pid'
ok "in the driver's words"
ends 3 "no such process over debugfs" kintro vas pid=4194303 --via=debugfs
ends 3 "and with --json" kintro vmas pid=4194303 --json
cp err /out/error-3.json
[ ! -s out ] && jq -e '.error.code == "not-found" and .error.errno == 3' err >/dev/null
ok "which says so as an object on standard error"
ends 0 "a kernel thread has no mappings" kintro vmas pid=2
# a dump that is refused has no row, no line of names, and no time at which it is not refused
if [ ! -e /proc/lockdep ]; then
	for way in netlink debugfs; do
		for format in --limit=0 --csv --jsonl --sort=name; do
			ends 4 "no such object here, $format over $way" kintro locks $format --via=$way
			[ ! -s out ]
			ok "nothing is printed of it, $format over $way"
		done
	done
fi
ends 5 "nobody may not" setpriv --reuid=65534 --regid=65534 --clear-groups kintro tasks
says CAP_SYS_ADMIN
ok "and is told what he does not have"
ends 5 "nobody may not read debugfs" setpriv --reuid=65534 --regid=65534 --clear-groups \
	kintro tasks --via=debugfs
ends 5 "doctor, for nobody" setpriv --reuid=65534 --regid=65534 --clear-groups kintro doctor
ends 5 "root of a user namespace may not" unshare -Ur kintro tasks
ends 5 "root of a PID namespace may not" unshare --pid --fork kintro tasks
says "initial PID namespace"
ok "says why"
ends 5 "doctor in a PID namespace" unshare --pid --fork kintro doctor
grep -q '^bad *PID namespace' out && grep -q 'nsenter -t 1 -p' out
ok "says so, and what to do"
ends 0 "without CAP_SYS_PTRACE" setpriv --bounding-set=-sys_ptrace --inh-caps=-sys_ptrace \
	kintro vas --json
cp out /out/partial.json
jq -e '[.warnings[].code] | index("partial")' out >/dev/null
ok "warns that rows are missing"
ends 0 "without CAP_SYSLOG" setpriv --bounding-set=-syslog --inh-caps=-syslog \
	kintro tasks --json
cp out /out/hidden.json
jq -e '([.warnings[].code] | index("addr-hidden")) and .tasks[0].task_addr == null and
	(.absent.tasks.task_addr | test("CAP_SYSLOG"))' out >/dev/null
ok "warns that addresses are hidden, and says why"
ends 2 "another network namespace" unshare -n kintro tasks --via=netlink
ends 0 "where debugfs takes over by itself" unshare -n kintro tasks
ends 2 "a full disk" bash -c 'kintro tasks >/dev/full'
says 'No space left'
ok "is told"
ends 2 "a full disk for JSON" bash -c 'kintro --json >/dev/full'
cp err /out/error-full.json
bash -c 'kintro vmas --csv | true' 2>err
[ ! -s err ]
ok "a reader that goes away is no news"

# A receive that fails: whatever came before it is a whole document.
cut=0 bad=0
for when in 3 5 7 9 11 13 16; do
	run kmany vmas 2000 strace -qq -o /dev/null \
		-e inject=recvmsg:error=ENOBUFS:when=$when kintro --json
	if [ -s out ]; then
		jq -e '.truncated and (.warnings | map(.code) | index("failed"))' out >/dev/null ||
			bad=$((bad + 1))
		[ $rc = 2 ] || bad=$((bad + 1))
		cut=$((cut + 1))
		cp out /out/cut.json
	fi
	jq -e .error err >/dev/null || bad=$((bad + 1))
done
[ $bad = 0 ] && [ $cut -gt 0 ]
ok "a failure in mid-stream closes the document ($cut times) and is told"

# --- size ------------------------------------------------------------------------

for rows in 100 100000; do
	for format in --json --jsonl --csv; do
		# shellcheck disable=SC2016 # the inner shell's
		echo 'prlimit --data=2500000 kintro vmas pid=$KM_PID '"$format"' |
			if [ '"$format"' = --csv ]; then wc -l; else tr -cd "}" | wc -c; fi'
	done >formats
	run kmany vmas $rows bash formats
	awk -v rows=$rows '$1 >= rows { n++ } END { exit n != 3 || NR != 3 }' out
	ok "$rows mappings in every format with 2.5 MB of memory"
done

# --- without the driver ---------------------------------------------------------------

extra=$(dirname "$(modinfo -n kintrospect)")
if rmmod kintrospect; then
	mv "$extra" "$tmp/extra"
	depmod
	ends 2 "no driver" kintro tasks
	says modprobe
	ok "says how to load it"
	ends 2 "no driver, with --json" kintro --json
	cp err /out/error-2.json
	jq -e '.error.code == "driver" and (.error.hint | test("modprobe"))' err >/dev/null
	ok "says so in JSON"
	ends 1 "a wrong column is told first" kintro tasks -o nope
	ends 2 "doctor without a driver" kintro doctor
	grep -q '^bad .*loaded' out && grep -q 'make install' out
	ok "says what to do"
	ends 0 "help needs none" kintro tasks --help
	mv "$tmp/extra" "$extra"
	depmod
	ends 2 "asking does not load the module" kintro tasks pid=1
	[ ! -e /sys/module/kintrospect ]
	ok "it is not loaded"
	ends 2 "doctor of a driver that is not loaded" kintro doctor
	grep -q 'modprobe kintrospect;.*alias' out
	ok "says how to load it, now and on first use"
	mkdir -p /etc/modprobe.d
	echo 'blacklist kintrospect' >/etc/modprobe.d/planted.conf
	run kintro doctor
	grep -q 'blacklisted in /etc/modprobe.d/planted.conf' out && grep -q 'on first use, remove that' out
	ok "or blacklisted"
	echo 'install kintrospect /bin/false' >/etc/modprobe.d/planted.conf
	run kintro doctor
	grep -q 'remove that from /etc/modprobe.d/planted.conf, then modprobe' out
	ok "or replaced by another command"
	rm /etc/modprobe.d/planted.conf
	mv "$extra" "$tmp/extra"
	depmod
	mkdir -p /var/lib/dpkg/info
	: >/var/lib/dpkg/info/kintrospect.list
	run kintro doctor
	grep -q 'apt install kintrospect-dkms' out
	ok "programs of a package: the driver's package is named"
	: >/var/lib/dpkg/info/kintrospect-dkms.list
	run kintro doctor
	grep -q 'DKMS builds it then' out
	ok "or the headers that it needs"
	rm /var/lib/dpkg/info/kintrospect*.list
	mv "$tmp/extra" "$extra"
	depmod
	echo 'alias net-pf-16-proto-16-family-kintrospect kintrospect' >/etc/modprobe.d/kintrospect.conf
	ends 0 "with the alias of modprobe.d asking does" kintro tasks pid=1
	rm /etc/modprobe.d/kintrospect.conf
fi
cd / && rm -rf "$tmp"
echo "1..$count"
