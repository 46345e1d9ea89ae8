# SPDX-License-Identifier: GPL-2.0-only
"""Writes the lists of objects: for readers, for completion, for the tests.

Where text by hand is around a list, the list stands between two marks.
"""
import re
import textwrap

from generator.headers import BANNER
from generator.spec import die, low

# Objects about the driver itself come last in lists for people.
OWN = ("fields", "stats")
BEGIN, END = "objects: made by uapi/kingen.py", "end of objects"
MARKS = {"README.md": ("<!-- {} -->", "readme"),
         "client/man/kintro.8": ('.\\" {}', "manual"),
         "client/man/kintrospect.4": ('.\\" {}', "manual_names"),
         "client/completion/kintro": ("\t# {}", "completion")}


def for_people(spec):
    """The tables in the order of lists for people."""
    return sorted(spec.tables, key=lambda t: t.name in OWN)


def readme(spec):
    """The table of README.md."""
    out = ["| object | a row is |\n| --- | --- |\n"]
    for t in for_people(spec):
        words = t.row_doc.rstrip(".")
        words = words[0].lower() + words[1:]
        words = re.sub(r"(--[a-z][a-z-]*)", r"`\1`", words)
        out.append(f"| `{t.name}` | {words} |\n")
    return "".join(out)


def roff(text):
    """Words as roff takes them."""
    text = text.replace("\\", "\\e").replace("--", "\\-\\-")
    return "\\&" + text if text[0] in ".'" else text


def manual(spec):
    """The section OBJECTS of kintro(8)."""
    out = []
    for t in for_people(spec):
        out.append(f".TP\n.B {t.name}\n".replace("-", "\\-"))
        for sentence in re.split(r"(?<=[.])\s+(?=[A-Z])", t.doc):
            out += [roff(line) + "\n" for line in
                    textwrap.wrap(sentence, 110, break_on_hyphens=False)]
        keys = [f.name.replace("-", "\\-") for f in t.filters]
        out.append("Keys:\n" if len(keys) > 1 else "Key:\n")
        out += [f".BR {key} {',' if key != keys[-1] else '.'}\n" for key in keys]
    return "".join(out)


def manual_names(spec):
    """The names of all objects in kintrospect(4), as a sentence."""
    names = [t.name.replace("-", "\\-") for t in for_people(spec)]
    out = ["Its tables are called objects:\n"]
    out += [f".BR {name} ,\n" for name in names[:-2]]
    return "".join(out + [f".B {names[-2]}\nand\n.BR {names[-1]} .\n"])


def completion(spec):
    """The words of kintro's completion."""
    names = " ".join(t.name for t in for_people(spec))
    return f'\tlocal objects="{names}"\n'


def between(path, text, spec):
    """A text by hand with its list between the marks."""
    mark, made = MARKS[path]
    begin, end = mark.format(BEGIN) + "\n", mark.format(END) + "\n"
    if text.count(begin) != 1 or text.count(end) != 1:
        die(f"{path} needs the lines '{begin.strip()}' and '{end.strip()}', once each")
    before, rest = text.split(begin)
    return before + begin + globals()[made](spec) + end + rest.split(end)[1]


def for_shell(spec):
    """The list that scripts of the tests read: an object a line, words or dashes."""
    out = ["# SPDX-License-Identifier: GPL-2.0-only\n", "# Made by uapi/kingen.py. Do not edit.\n",
           "# name, whether it needs lockdep, has a filter pid, has a request for one row\n"]
    for t in spec.tables:
        words = ("lockdep" if t.lockdep else "-", "pid" if "pid" in t.request else "-",
                 "row" if t.row_key else "-")
        out.append(" ".join((t.name,) + words) + "\n")
    return "".join(out)


C_HEAD = """#ifndef KT_OBJECTS_H
#define KT_OBJECTS_H

#include <stdbool.h>
#include <linux/kintrospect.h>

/**
 * struct kt_object - an object of the spec
 * @name: its name
 * @lockdep: it needs lockdep
 * @pid: it has a filter pid
 * @row: it has a request for one row
 */
struct kt_object {
	const char *name;
	bool lockdep;
	bool pid;
	bool row;
};

/* By command; the first is 1. */
static const struct kt_object kt_objects[] = {
"""


def for_c(spec):
    """The same for programs of the tests."""
    out = ["/* SPDX-License-Identifier: GPL-2.0-only */\n", BANNER, C_HEAD]
    for t in spec.tables:
        words = (("lockdep", t.lockdep), ("pid", "pid" in t.request), ("row", t.row_key))
        more = "".join(f", .{name} = true" for name, there in words if there)
        out.append(f'\t[KINTROSPECT_CMD_{low(t.name).upper()}] = {{ .name = "{t.name}"{more} }},\n')
    out.append("};\n\n#endif\n")
    return "".join(out)


FILES = {"tests/lib/objects": for_shell, "tests/guest/lib/objects.h": for_c}
