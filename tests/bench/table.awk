# SPDX-License-Identifier: GPL-2.0-only
#
# The tables of tests/bench/run, from lines "what, variant, cost, rows".
# Status 1 when a promise is not kept.
BEGIN {
	FS = "\t"
	count = split("1000 10000 30000", counts, " ")
}

$1 ~ /^object / && !($1 in known) {
	known[$1]
	objects[++object_count] = $1
}

$1 ~ /^irqsoff / && !($1 in known) {
	known[$1]
	irqsoff[++irqsoff_count] = $1
}

{
	key = $1 SUBSEP $2
	if ($1 ~ /^(writer|first)/ && key in cost) {
		# of several runs the best
		if ($2 == "mean" ? $3 / $4 < cost[key] / rows[key] : $3 < cost[key]) {
			cost[key] = $3
			rows[key] = $4
		}
	} else {
		cost[key] = $3
		rows[key] = $4
	}
}

# Cost a row; files of /proc that are read whole have the rows of maps.
function per(what, variant,	key, n) {
	key = what SUBSEP variant
	if (!(key in cost))
		return 0
	n = variant == "smaps" ? rows[what, "proc"] : rows[key]
	return n ? cost[key] / n : 0
}

function commas(n,	text) {
	text = sprintf("%.0f", n)
	while (match(text, /[0-9][0-9][0-9][0-9]($|,)/))
		text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
	return text
}

function ratio(a, b) {
	return b ? a / b : 0
}

# A line of a table: words, a variant, columns, the last of which has ratios.
function line(words, variant, base, columns, n,	i, got) {
	if (!per(columns[1], variant) && !per(columns[n], variant))
		return
	printf "%-46s", words
	for (i = 1; i <= n; i++) {
		got = per(columns[i], variant)
		printf " %9s %6s", got ? commas(got) : "-", \
			got ? sprintf("%.1fx", ratio(per(columns[i], base), got)) : ""
	}
	print ""
}

# What a refresh costs: of a program, alone and with threads.
function refresh(words,	i, what, own, got) {
	what = "top 10000"
	printf "%-46s", words
	for (i = 0; i < 2; i++) {
		own = per(what, "kintro-top" (i ? ", threads" : ""))
		got = per(what, words (i ? ", threads" : ""))
		printf " %14s %6s", got ? commas(got) : "-", got && words != "kintro-top" ? \
			sprintf("%.1fx", ratio(got, own)) : ""
	}
	print ""
}

# How large a sample is: of a machine at rest, and of one where every task ran.
function sample(words, variant,	i, what) {
	printf "%-46s", words
	for (i = 0; i < 2; i++) {
		what = i ? "record busy" : "record idle"
		printf " %14s %6s", per(what, variant) ? commas(cost[what, variant]) : "-", \
			per(what, variant) ? sprintf("%.1f", per(what, variant)) : ""
	}
	print ""
}

# A promise: words, what was reached, what it must be and should be; low: at most.
function promise(words, got, must, moon, low, unit,	ok, far, sign, number) {
	if (!got)
		return
	sign = low ? "<=" : ">="
	number = low ? "%.2f" : "%.1f"
	ok = low ? got <= must : got >= must
	far = low ? got <= moon : got >= moon
	printf "%-52s %8s  %-9s %-4s", words, sprintf(number, got) unit, sign " " must unit, \
		ok ? "ok" : "MISS"
	if (moon != "")
		printf "  %-10s %s", sign " " moon unit, far ? "yes" : "no"
	print ""
	if (!ok)
		missed++
}

END {
	check = cost["clock", "ns an instruction"]
	printf "Instructions a row, kernel and user, and how many times fewer than /proc.\n"
	fault = check > 0.98 && check < 1.02 ? "" : ": this is NO count of instructions"
	printf "Check: a loop of known length took %.4f ns an instruction%s.\n\n", check, fault
	if (fault != "")
		missed++

	n = 0
	for (i = 1; i <= count; i++)
		if (per("tasks " counts[i], "proc"))
			columns[++n] = "tasks " counts[i]
	printf "%-46s", "tasks"
	for (i = 1; i <= n; i++)
		printf " %16s ", commas(substr(columns[i], 7)) " tasks"
	print ""
	line("/proc/PID/stat and status, not parsed", "proc", "proc", columns, n)
	line("BPF task iterator, 37 fields, binary", "bpf", "proc", columns, n)
	line("netlink, packed, 38 fields: received", "packed", "proc", columns, n)
	line("  and every field read by the row's struct", "packed, struct", "proc", columns, n)
	line("  and every field decoded by kintro's library", "packed, values", "proc", columns, n)
	line("netlink, packed, default fields: received", "default", "proc", columns, n)
	line("  and read by the row's struct", "default, struct", "proc", columns, n)
	line("  and decoded by kintro's library", "default, values", "proc", columns, n)
	line("netlink, attributes, 38 fields: received", "attributes", "proc", columns, n)
	line("  and decoded by a switch", "attributes, switch", "proc", columns, n)
	line("debugfs text, default fields", "debugfs", "proc", columns, n)
	if (bpf != "")
		print "(no BPF task iterator: " bpf ")"
	print ""

	delete columns
	columns[1] = "vmas usual"
	columns[2] = "vmas large"
	printf "%-46s %16s  %16s\n", "mappings", commas(rows["vmas usual", "proc"]) " of 34 each", \
		commas(rows["vmas large", "proc"]) " of one"
	line("/proc/PID/maps, not parsed", "proc", "proc", columns, 2)
	line("  and parsed", "proc, parsed", "proc", columns, 2)
	line("/proc/PID/smaps, not parsed", "smaps", "proc", columns, 2)
	line("netlink, packed with paths: received", "packed", "proc", columns, 2)
	line("  and read by the row's struct", "packed, struct", "proc", columns, 2)
	line("  and decoded by kintro's library", "packed, values", "proc", columns, 2)
	line("netlink, attributes with paths: received", "attributes", "proc", columns, 2)
	line("  and decoded by a switch", "attributes, switch", "proc", columns, 2)
	line("netlink, packed with residency: received", "residency", "smaps", columns, 2)
	line("  and read by the row's struct", "residency, struct", "smaps", columns, 2)
	line("  and decoded by kintro's library", "residency, values", "smaps", columns, 2)
	line("debugfs text", "debugfs", "proc", columns, 2)
	print "(residency is compared with smaps)"
	print ""

	if (object_count) {
		printf "%-24s %7s %12s %12s %6s %12s %6s %12s %6s\n", "objects, each as a whole", \
			"rows", "files read", "received", "", "decoded", "", "debugfs", ""
		for (i = 1; i <= object_count; i++) {
			proc = cost[objects[i], "proc"]
			printf "%-24s %7s %12s", substr(objects[i], 8), \
				commas(rows[objects[i], "packed, values"]), commas(proc)
			split("packed|packed, values|debugfs", ways, "|")
			for (w = 1; w <= 3; w++)
				printf " %12s %6s", commas(cost[objects[i], ways[w]]), \
					sprintf("%.1fx", ratio(proc, cost[objects[i], ways[w]]))
			print ""
		}
		print "(against the kernel's own text of the same, not parsed)"
		for (i = 1; i <= object_count; i++)
			if ((objects[i], "whole") in cost)
				printf "(%s without fields that the text does not have; with them, decoded: %s)\n", \
					substr(objects[i], 8), commas(cost[objects[i], "whole"])
		print ""
	}

	if (irqsoff_count) {
		printf "%-46s %12s %12s\n", "longest time with interrupts off, us", "the file", "the object"
		for (i = 1; i <= irqsoff_count; i++)
			printf "%-46s %12s %12s\n", substr(irqsoff[i], 9), \
				cost[irqsoff[i], "proc"] + 0, cost[irqsoff[i], "packed, values"] + 0
		print "(thousands of instructions, on the debug kernel, where all takes much longer)"
		print ""
	}

	if (per("writer idle", "mean")) {
		printf "%-46s %9s %9s %9s\n", "a munmap and mmap among 60,000 mappings, ms", "mean", "p99", "max"
		split("idle maps dump residency", phases, " ")
		split("nobody reads them|/proc/PID/maps is read|they are dumped|they are dumped with residency", \
			words, "|")
		for (i = 1; i <= 4; i++) {
			printf "%-46s", "while " words[i]
			printf " %9.3f", per("writer " phases[i], "mean") / 1e6
			printf " %9.3f", per("writer " phases[i], "p99") / 1e6
			printf " %9.3f\n", per("writer " phases[i], "max") / 1e6
		}
		print "(wall clock, best of three runs)"
		print ""
	}

	if (per("top 10000", "kintro-top")) {
		printf "%-46s %14s %6s %14s %6s\n", "a refresh among 10,000 tasks, instructions", \
			"processes", "", "threads, too", ""
		refresh("kintro-top")
		refresh("top")
		refresh("htop")
		print "(user and kernel; how many times as many as kintro-top)"
		print ""
		printf "%-46s %14s %6s %14s %6s\n", "a sample of 10,000 tasks in a recording, bytes", \
			"at rest", "a task", "all ran", "a task"
		sample("kintro record, only tasks", "kintro, tasks")
		sample("kintro record, all objects", "kintro, all objects")
		sample("atop -w", "atop")
		print ""
	}

	t = quick == "true" ? "tasks 1000" : "tasks 10000"
	printf "%-52s %8s  %-14s  %s\n", "promises", "reached", "must", "hoped for"
	proc = per(t, "proc")
	promise("tasks, packed and read, vs /proc", ratio(proc, per(t, "packed, struct")), 40, 100, 0, "x")
	promise("tasks, packed and decoded by the library, vs /proc", \
		ratio(proc, per(t, "packed, values")), 40, "", 0, "x")
	promise("tasks, packed and read, vs the BPF iterator", \
		ratio(per(t, "bpf"), per(t, "packed, struct")), 1, 2, 0, "x")
	promise("tasks, attributes received, vs /proc", ratio(proc, per(t, "attributes")), 30, 45, 0, "x")
	promise("tasks, attributes decoded, vs /proc", \
		ratio(proc, per(t, "attributes, switch")), 20, 40, 0, "x")
	promise("tasks, cost of one among 30,000 vs 1,000", \
		ratio(per("tasks 30000", "packed, struct"), per("tasks 1000", "packed, struct")), \
		1.05, 1.02, 1, "")
	promise("mappings with paths, read, vs maps", \
		ratio(per("vmas usual", "proc"), per("vmas usual", "packed, struct")), 5, 10, 0, "x")
	promise("mappings of one large process, read, vs maps", \
		ratio(per("vmas large", "proc"), per("vmas large", "packed, struct")), 4, 6, 0, "x")
	promise("residency, read, vs smaps, usual processes", \
		ratio(per("vmas usual", "smaps"), per("vmas usual", "residency, struct")), \
		11.5, 20, 0, "x")
	promise("residency, read, vs smaps, one large process", \
		ratio(per("vmas large", "smaps"), per("vmas large", "residency, struct")), 12, 20, 0, "x")
	for (i = 1; i <= object_count; i++)
		promise(substr(objects[i], 8) ", decoded, vs the files, not parsed", \
			ratio(cost[objects[i], "proc"], cost[objects[i], "packed, values"]), 1, "", 0, "x")
	# What the timer takes is in both, and not the driver's.
	for (i = 2; i <= irqsoff_count; i++) {
		floor = cost[irqsoff[1], "packed, values"]
		file = cost[irqsoff[i], "proc"]
		promise(substr(irqsoff[i], 9) ", interrupts off, of the file's time", \
			cost[irqsoff[i], "packed, values"] / (file > floor ? file : floor), 1.05, "", 1, "")
	}
	promise("mean delay of a writer while it is dumped, ms", \
		per("writer dump", "mean") / 1e6, 0.5, \
		sprintf("%.2f", 2 * per("writer idle", "mean") / 1e6), 1, "")
	split("|, threads", modes, "|")
	for (i = 1; i <= 2; i++) {
		promise("a refresh" modes[i] ", vs top", ratio(per("top 10000", "top" modes[i]), \
			per("top 10000", "kintro-top" modes[i])), i > 1 ? 5 : 10, "", 0, "x")
		promise("a refresh" modes[i] ", vs htop", ratio(per("top 10000", "htop" modes[i]), \
			per("top 10000", "kintro-top" modes[i])), i > 1 ? 5 : 10, "", 0, "x")
	}
	promise("first frame of a recording of 10,000 tasks, ms", \
		per("first frame", "kintro-top") / 1e6, 300, 100, 1, "")
	exit missed > 0
}
