#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# All that the clients print goes through client/lib/output.c, which lets nothing pass
# that moves, colours or turns a terminal. kintro-top's screen goes through client/top/term.
mapfile -t files < <(tests/lint/files client | grep '\.[ch]$' |
	grep -vE '^client/(lib/output\.[ch]|top/term/.*|gen/.*)$')

# never PATTERN WHAT: no line of these files is like PATTERN.
never() {
	grep -nE -- "$1" /dev/null "${files[@]}" | grep -vE '^[^:]*:[0-9]+:[[:space:]]*(\*|/\*)' |
		sed "s|\$|   <- $2|"
}

never '\b(v?d?f?printf|f?puts(_unlocked)?|f?putw?c(har)?(_unlocked)?|fwrite(_unlocked)?|perror|psignal|warnx?|errx?|error|json_dumpf|json_dumpfd|json_dump_file)[[:space:]]*\(' \
	"print by kc_print(), kc_print_line() or kc_write() of lib/output.h"
never '\b(p?write(v)?|send)[[:space:]]*\([[:space:]]*(1|2|STDOUT_FILENO|STDERR_FILENO|fileno[[:space:]]*\([[:space:]]*std)' \
	"print by lib/output.h"
never '\b(mv)?w?add(n?w?str|w?ch)[[:space:]]*\(|\b(mv)?w?printw[[:space:]]*\(' \
	"text of the screen goes through top_term_put()"
never '\\033|\\x1[bB]|\\e\[' "sequences of ours are named in lib/output.h"
never '\bsetlocale[[:space:]]*\([[:space:]]*LC_(ALL|NUMERIC)\b' \
	"numbers are the same in every locale: LC_CTYPE alone"
# A message of the library is printed as one line by whoever got it.
never '%s.*(err|error|lost)(->|\.)(message|hint)\b.*kc_f?print|kc_f?print.*%s.*(->|\.)(message|hint)\b' \
	"a message is printed by kc_print_line() or kc_print_error()"
exit 0
