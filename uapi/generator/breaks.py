# SPDX-License-Identifier: GPL-2.0-only
"""Refuses a change that programs of an earlier spec could not read.

The generated files in the tree say what the earlier spec was.
"""
import re

from generator.spec import die

HEADER = "uapi/linux/kintrospect.h"
ROWS = "uapi/linux/kintrospect_rows.h"
TABLES = "client/gen/kc_gen.c"


def constants(text):
    """Every constant of a header with its value."""
    return dict(re.findall(r"^#define (KINTROSPECT_\w+)\s+(.+)$", text, re.M))


def numbers(text):
    """Every name of a header's enums with its value."""
    found = {}
    for body in re.findall(r"enum[^;{]*\{(.*?)\};", text, re.S):
        value = -1
        for name, _, given in re.findall(r"(\w+)( = ([^,\n]+))?[,\n]", body):
            value = int(given.replace("ULL", ""), 0) if re.match(r"0x|\d", given) else value + 1
            if not name.startswith("__") and not name.endswith("_MAX"):
                found[name] = value
    return found


def row_members(text):
    """Members of every packed row, padding left out."""
    return {name: [m for m in re.findall(r"\t(.*);", body) if not re.match(r"__u8 pad\d", m)]
            for name, body in re.findall(r"struct (\w+_row) \{(.*?)\n\};", text, re.S)}


def meanings(text):
    """What the numbers of every field stand for: a truth value, or names of which enum."""
    found = {}
    for table, body in re.findall(r"kc_(\w+)_fields\[\] = \{\n(.*?)\n\};", text, re.S):
        for name, rest in re.findall(r"\.snake = \"(\w+)\",(.*?) \},(?:\n|$)", body, re.S):
            kinds = re.findall(r"FIELD_FLAG_(BOOL|ENUM|FLAGS)\b", rest)
            names = re.findall(r"\.values = kc_names_(\w+)", rest)
            found[f"{table}.{name}"] = " ".join(kinds + names).lower() or "a plain value"
    return found


def filters(text):
    """Numbers of the fields that requests for every object may filter by."""
    return {table: set(re.findall(r"\d+", body)) for table, body in
            re.findall(r"kc_(\w+)_filters\[\] = \{(.*?)\};", text)}


def refuse_values(old, new, words):
    """End if something is gone or has another value."""
    for name, value in old.items():
        if new.get(name) != value:
            die(f"{name} was {value}, is {new.get(name, 'gone')}: {words}")


def refuse_breaks(old, new):
    """End unless the new files only add to the old ones, both by path."""
    refuse_values(constants(old[HEADER]), constants(new[HEADER]),
                  "a constant that is out keeps its value")
    refuse_values(numbers(old[HEADER]), numbers(new[HEADER]), "only append")
    members = row_members(new[ROWS])
    for name, was in row_members(old[ROWS]).items():
        if members.get(name, [])[:len(was)] != was:
            die(f"the layout of {name} changed: only append fields, keep their types")
    refuse_values(meanings(old[TABLES]), meanings(new[TABLES]), "a field keeps its meaning")
    allowed = filters(new[TABLES])
    for table, was in filters(old[TABLES]).items():
        if not was <= allowed.get(table, set()):
            die(f"{table}: a filter that requests could have is gone")
