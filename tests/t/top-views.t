#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 40
#
# The pictures of kintro-top: the address space of a process and that of the kernel, with
# made-up rows of tests/top/fixture.py, live and from a recording, compared as text.
set -u
. tests/lib/tap.sh
. tests/lib/top.sh

via="--via=debugfs:$fixture"

# areas: of every area on the screen a line: signs before it (_ for none), address, bar,
# name, permissions, size; and how many lines it has. What has several has its name on the
# highest, its address on the lowest.
areas() {
	awk '
		function words(from, n, text) {
			for (n = split(substr($0, 3), word, " "); from <= n; from++)
				text = text " " word[from]
			return text
		}
		{ signs = substr($0, 1, 2); lines++ }
		/^..  *(┌|\/)/ { name = words(2); first = signs; lines = 1 }
		/^..0x[0-9a-f]+ +(╶|-)/ { $0 = $0; first = signs; name = words(3); lines = 1 }
		/^..0x[0-9a-f]+ +(╶|-|└|\\)/ {
			gsub(/ /, "_", first)
			split(substr($0, 3), word, " ")
			print first, word[1], word[2] name " /" lines
		}' "$tmp/out"
}
# area REGEX: there is an area like it.
area() {
	local try
	for try in {1..1200}; do
		screen >"$tmp/out"
		areas >"$tmp/areas"
		grep -qE -- "$1" "$tmp/areas" && return 0
		sleep 0.05
	done
	echo "try $try: waited for the area /$1/"
	return 1
}
# falling N: the addresses on the screen fall, and are N at least.
falling() {
	areas | cut -d' ' -f2 >"$tmp/addresses"
	[ "$(wc -l <"$tmp/addresses")" -ge "$1" ] && LC_ALL=C sort -rc "$tmp/addresses"
}
# height ADDRESS
height() { areas | sed -n "s|.* $1 .*/||p"; }
line() { shows "$2" && grep -nF -- "$2" "$tmp/out" | head -n 1 | cut -d: -f1 >"$tmp/$1"; }

# --- a process -------------------------------------------------------------------------

rows
batch() { "$top" -b -n 1 "$via" --view=vas -p 1 >"$tmp/out" 2>"$tmp/err" && grep -c '^0x' "$tmp/out"; }
ok "as text there are the mappings alone" is "$(batch)" 8
start 100x50 "$via" --view=vas
ok "without a process it asks for one" shows "no process selected"
start 100x50 "$via"
shows "[1Tasks]" >/dev/null
keys P I Home / i n i t Enter z
ok "z on a task: the picture of its address space" shows "whole address space, process 1"
ok "it is named among the tables" shows "[picture] mappings  address space  kernel"
shows "/usr/bin/init  " >/dev/null
cat >"$tmp/expected" <<'END'
0xffffffffff7ff000 fixmap (hole) 8.0M
0xffffffffff578000 fixmap rw- 2.5M
0xffffffffff000000 modules (hole) 5.5M
0xffffffffc0000000 modules 1008M
0xffffffff94000000 image (hole) 704M
0xffffffff92a00000 data (hole) 22.0M
0xffffffff92800000 data rw- 2.0M
0xffffffff92600000 rodata (hole) 2.0M
0xffffffff92000000 rodata r-- 6.0M
0xffffffff91e00000 text (hole) 2.0M
0xffffffff91000000 text r-x 14.0M
0xffffffff80000000 image (hole) 272M
0xffffeb0000000000 vmemmap (hole) 21.0T
0xffffea0000000000 vmemmap 1.0T
0xffffe90000000000 vmalloc (hole) 1.0T
0xffffc90000000000 vmalloc 32.0T
0xffffc88000000000 direct-map (hole) 512G
0xffff888000000000 direct-map 64.0T
0xffff800000000000 direct-map (hole) 8.5T
0x0000800000000000 non-canonical (hole) 16.0E
0x00007ffe00021000 hole 8.0G
0x00007ffe00000000 [stack] rw-p 132K
0x00007f0000208000 hole 1016G
0x00007f0000200000 [mmap] rw-p 32.0K
0x00007f00001f4000 /usr/lib/libc.so.6 r--p 48.0K
0x00007f0000000000 /usr/lib/libc.so.6 r-xp 2.0M
0x0000555500039000 hole 41.7T
0x0000555500018000 [heap] rw-p 132K
0x0000555500014000 /usr/bin/init rw-p 16.0K
0x0000555500004000 /usr/bin/init r-xp 64.0K
0x0000555500000000 /usr/bin/init r--p 16.0K
0x0000000000000000 hole 85.3T
END
all() {
	area /usr/bin/init >/dev/null
	sed -E 's|^.. (0x[0-9a-f]+) [^ ]+ (.*) /[0-9]+$|\1 \2|' "$tmp/areas" | diff "$tmp/expected" -
}
ok "user and kernel, regions, mappings and holes, the highest on top" all
shows "[picture]" >/dev/null
ok "the addresses fall" falling 32
ok "a pattern next to the colour: code" area '0x00007f0000000000 .█+ .*libc'
ok "a pattern next to the colour: written" area '0x0000555500018000 .▓+ .*heap'
ok "a pattern next to the colour: read" area '0x00007f00001f4000 .▒+ .*libc'
ok "a pattern next to the colour: hole" area '0x0000555500039000 .·+ hole'
mux resize-window -x 100 -y 90
ok "with more lines all is higher" matches '^ +┌·+ +hole +41.7T'
sizes() {
	local hole small
	area ' 0x0000555500000000 .* /[1-9]$' >/dev/null
	hole=$(height 0x0000555500039000) small=$(height 0x0000555500000000)
	echo "hole of 41.7T: $hole lines, mapping of 16K: $small"
	[ "$small" -ge 1 ] && [ "$hole" -gt "$small" ]
}
ok "what is larger is higher, what is small is there" sizes
mux resize-window -x 100 -y 28
ok "with fewer lines the kernel is one area" shows "kernel (12 parts)"
ok "its height still falls" falling 14

keys Home
ok "the highest is chosen" area '^>. 0xffff800000000000 .░+ kernel \(12 parts\) 128T'
ok "what it is stands below" shows "0xffff800000000000-0xffffffffffffffff 128T kernel"
keys Down Down Down
ok "Down goes down" area '^>_ 0x00007ffe00000000 .*\[stack\]'
ok "range, size, permissions and name are said" \
	shows "0x00007ffe00000000-0x00007ffe00020fff 132K rw-p [stack]"
ok "and its role" shows "role stack"
keys End
ok "End: the lowest" area '^>_ 0x0000000000000000 .* hole'
ok "a hole is said to be one" shows "nothing is here"
keys Up
ok "Up goes up" area '^>_ 0x0000555500000000 .*/usr/bin/init'
keys +
ok "+ zooms in" shows "whole address space > user, process 1"
ok "the kernel is not there then" shows "kernel (12 parts)" not
ok "the same area is chosen" area '^>_ 0x0000555500000000 .*/usr/bin/init r--p'
keys +
ok "+ again: what touches" shows "> user > init to [heap], process 1"
ok "nothing else is there" shows "[stack]" not
ok "and it fills the picture" area '0x0000555500004000 └█+ /usr/bin/init r-xp 64.0K /[3-9]'
keys Right
ok "Right, too: the mappings of a file" shows "> init to [heap] > /usr/bin/init, process 1"
ok "the heap is not there" shows "132K" not
keys +
ok "what has no parts is said to have none" shows "it has no parts"
keys Left
ok "Left zooms out" shows "whole address space > user > init to [heap], process 1"
keys -
ok "- too" shows "whole address space > user, process 1"
keys '*'
ok "* shows all" shows "whole address space, process 1"
keys -
ok "and there is no more" shows "this is all of it"
keys Home +
ok "the kernel, zoomed in to" shows "whole address space > kernel, process 1"
ok "in detail" area '0xffffffff92000000 .▒+ rodata r-- 6.0M'
keys '*' / h e a p Enter
ok "/ finds an area" area '^>_ 0x0000555500018000 .*\[heap\]'
keys Enter
ok "Enter: everything about it" shows "vmas: all of this row"
ok "with its fields" matches 'end-addr +0x0000555500039000'
escape
keys v
ok "v shows the table" shows "[mappings]"
ok "with the cursor on the same row" matches '^>0x0000555500018000 .*\[heap\]'
keys Up
keys v
ok "v shows the picture, with the row chosen" shows "0x0000555500014000-0x0000555500017fff 16.0K rw-p /usr/bin/init"
keys ']'
ok "] goes on to the tables" shows "[mappings]"
keys ']'
ok "one after the other" shows "[address space]"
keys ']'
ok "the kernel's regions, too" shows "[kernel]"
keys ']'
ok "and to the picture again" shows "[picture]"
keys '['
ok "[ goes back" shows "[kernel]"
keys ']'
shows "[picture]" >/dev/null
keys F1
ok "help has the keys of the picture" shows "zoom in to what is chosen (picture)"
ok "not those it has others for" shows "scroll columns" not
escape
line stack "[stack]"
at() { printf '%b' "\\0$(printf %o $((32 + $1)))"; }
# Pressed and released there.
click() { mux send-keys -l $'\e[M '"$(at 30)$(at "$(cat "$tmp/stack")")"$'\e[M#'"$(at 30)$(at "$(cat "$tmp/stack")")"; }
keys Home
click
ok "a click chooses" area '^>_ .*\[stack\]'
sleep 0.5
click
click
ok "two show all about it" shows "vmas: all of this row"
escape
keys M-1
ok "a view without a picture" both v "this view has no picture"

# --- what changes ------------------------------------------------------------------------

# A sample comes when a pause ends, the next one not before it has been looked at.
rows --step 0
start 100x50 "$via" --view=vas -p 1 -d 60
area '\[heap\]' >/dev/null
ok "nothing is marked at first" is "$(areas | grep -cv '^._')" 0
keys Z
shows "PAUSED" >/dev/null
rows --step 1
keys Z
ok "live: new" area '^.\+ 0x00007f1000000000 .*/dev/shm/new rw-s 8.0M'
ok "live: gone, where it was" area '^.- 0x00007f0000200000 .*\[mmap\] rw-p 32.0K'
ok "live: changed" area '^.~ 0x0000555500018000 .*\[heap\] rw-p 136K'
ok "what does not change is not marked" is "$(areas | grep -cv '^._')" 3
ok "they are counted" shows "+1 new -1 gone ~1 changed"
keys Z
ok "paused" shows "PAUSED"
ok "the marks stay" shows "+1 new -1 gone ~1 changed"
keys Z
ok "with the next sample they go" shows "~1 changed" not
ok "what has gone is gone" area '^._ 0x00007f0000200000 .·+ hole'
rm -f "$tmp/shot.rec"
for step in 0 1 2; do
	rows --step $step
	start 100x50 "$via" --view=vas -p 1
	shows "[picture]" >/dev/null
	[ $step = 0 ] || shows "/dev/shm/new" >/dev/null
	[ $step != 2 ] || matches 'libc.so.6 +rw-p' >/dev/null
	keys w C-u "$tmp/shot.rec" Enter
	shows "kintro-top --replay reads it" >/dev/null
done
start 100x50 "--replay=$tmp/shot.rec" --view=vas -p 1
ok "a recording" shows "sample 1 of 3"
ok "has the picture" shows "[heap]"
keys .
ok "with what changed" shows "+1 new -1 gone ~1 changed"
ok "and where" area '^.\+ 0x00007f1000000000 .*/dev/shm/new'
keys .
ok "permissions that changed" area '^.~ 0x00007f00001f4000 .*libc.so.6 rw-p'
ok "and nothing else" matches 'process 1  ~1 changed up to'
keys End Up +
ok "zoomed in" shows "> user, process 1"
keys ,
ok "it stays so from sample to sample" matches '> user, process 1  \+1 new -1 gone ~1 changed'
keys B .
keys D
ok "against a baseline" matches 'DIFFERENCE since'
mux resize-window -x 100 -y 14
keys '*' D ,
ok "groups tell of what is in them" area '^.~ .*user \([0-9]+ parts\)'

# --- the kernel ------------------------------------------------------------------------------

rows
start 100x50 "$via" --view=kernel
ok "the kernel map is a picture, of the kernel alone" shows "address space > kernel  up to 0xffffffffffffffff"
ok "without what is below it" shows "non-canonical" not
ok "KASLR, in words" shows "KASLR moved the kernel by 256M, from 0xffffffff81000000 to 0xffffffff91000000"
ok "modules in their region" area '0xffffffffc0140000 .█+ module1 r-x 16.0K'
ok "each kind of their memory" area '0xffffffffc0147000 .▓+ module1 rw- 4.0K'
ok "and the regions" area '0xffffffff91000000 .█+ text r-x 14.0M'
ok "with permissions that nothing has" area '0xffffc90000000000 .░+ vmalloc 32.0T'
keys End / m o d u l e 1 Enter
keys ']' ']'
shows "[modules]" >/dev/null
keys / m o d u l e 1 Enter v
ok "a module chosen in the table is chosen in the picture" area '^>_ 0xffffffffc0140000 .*module1'
keys +
ok "zoomed in to its region" shows "address space > kernel > modules"
keys Enter
ok "Enter: all of the module" shows "modules: all of this row"
escape
keys '*'
ok "* shows user space, too" area '0x0000000000000000 .░+ user 128T'
keys Home Down
ok "how many areas there are is said" matches '^\[picture\] layout  modules  2/[1-9][0-9]$'
mux resize-window -x 80 -y 24
ok "in 80x24 the words fit" shows "KASLR moved the kernel by 256M, from 0xffffffff81000000 to 0xffffffff91000000"
ok "without what does not" shows "physical" not
mux resize-window -x 110 -y 50
ok "what does is there" shows "physical 0x0000000001000000"
rows --step 1
ok "another module comes" area '0xffffffffc0180000 .█+ module2 r-x'
keys v
ok "v: the table" matches '\[layout\]|\[modules\]'
start 80x24 "$via" --view=modules
ok "a table that is asked for by name is a table" shows "[modules]"
rows --hidden
start 80x24 "$via" --view=kernel
ok "no addresses: it says so" \
	shows "no kernel addresses: they need CAP_SYSLOG, kptr_restrict below 2, no lockdown"
ok "of KASLR, too" shows "KASLR: how far the kernel was moved may not be seen"
ok "and what to do" both v "image"
keys M-2
start 80x24 "$via" --view=vas -p 1
ok "no addresses: the process alone" area '0x00007ffe00000000 .*\[stack\]'
ok "and a line says so" shows "no kernel addresses: they need"
ok "no region of the kernel's" shows "vmalloc" not
rm -r "$fixture"
rows --without layout
start 80x24 "$via" --view=vas -p 1
ok "a driver without layout" shows "layout: this driver does not have it"
ok "has mappings" shows "[heap]"

# --- terminals, sizes, names ---------------------------------------------------------------------

rm -r "$fixture"
rows --hostile
start 110x90 "$via" --view=vas -p 1
ok "hostile paths are made plain" shows '/tmp/\x1b[2J\x1b[H'
ok "wide ones are whole" area '0x0000600000030000 .* /tmp/日本語タス r--p 4.0K'
ok "and the columns stay where they are" matches '0x0000600000010000 .* /tmp/\\x1b\]0;t\\x07x +r--p +4.0K$'
keys q
environment="LC_ALL=C" start 90x60 "$via" --view=vas -p 1
ok "ASCII: the picture" area '0x00007f0000000000 [-\\]#+ .*libc.so.6'
ok "ASCII: patterns" area '0x0000555500018000 [-\\]=+ .*\[heap\]'
ok "only ASCII" is "$(screen | tr -d '\0-\177' | wc -c)" 0
keys q
environment="NO_COLOR=1" start 80x30 "$via" --view=vas -p 1
shows "[heap]" >/dev/null
ok "NO_COLOR: no colours" sh -c "! tmux -L kintro-top-$$ capture-pane -ep | grep -qE '\[[0-9;]*(3|4)[0-7]m'"
keys q
environment="TERM=vt100" start 80x24 "$via" --view=vas -p 1
ok "vt100" shows "[stack]"
keys q
rm -r "$fixture"
rows --mappings 30
start 80x24 "$via" --view=vas -p 1
shows "[stack]" >/dev/null
for size in 1x1 2x1 1x2 3x3 5x4 10x5 20x6 40x8 79x23 300x100 1x100 300x1 80x24; do
	mux resize-window -x "${size%x*}" -y "${size#*x}"
	for view in 2 3 2; do
		keys "M-$view" Home + End + PPage NPage Up - - '*' Enter
		escape
	done
	ok "size $size" test -n "$(pid)"
done
ok "and it is whole again" shows "[picture]"
ok "with all in it" shows "[stack]"
for _ in {1..40}; do mux resize-window -x $((RANDOM % 120 + 1)) -y $((RANDOM % 50 + 1)); done
mux resize-window -x 80 -y 24
ok "a storm of sizes" shows "[stack]"
keys '*' Home
rows --mappings 20000
ok "20,000 mappings" area '0x0000610000000000 .*\[mmap\] \(39999 parts\)'
keys / m m a p Enter
ok "/ finds the highest" area '^>_ 0x00007f0000200000 .*\[mmap\]'
keys n
ok "n the next one, in a group that fills the picture then" shows "> user > [mmap], process 1"
ok "of which a part is shown" area '^>_ 0x000061004e1f0000 .*\[mmap\]'
keys End
ok "and all can be gone through" area '^>_ 0x0000610000000000 .*\[mmap\]'
keys q
ok "and its end" shows "ENDED 0"
top_clean
echo "1..$count"
