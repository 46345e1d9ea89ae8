# SPDX-License-Identifier: GPL-2.0-only
"""Completes the spec itself: what the replies to every operation may have.

A reply may have every field of its object. The kernel's tools make no code for a
reply that is not listed. Nobody writes these lists by hand: a field is one entry of
an attribute set.
"""
import textwrap

import yaml

from generator.spec import die

# What a reply has besides fields: a dump's messages without a row, and packed batches.
BESIDES = {"do": [], "dump": ["mask", "batch"]}


def child(node, key):
    """The nodes of a mapping's key and value, or None."""
    return next(((k, v) for k, v in node.value if k.value == key), None)


def reply(column, names):
    """The lines of a reply at a column, the first without its blanks."""
    head = " " * (column + 2) + "attributes: [ "
    lines = textwrap.wrap(", ".join(names) + " ]", 98, initial_indent=head,
                          subsequent_indent=" " * len(head), break_on_hyphens=False)
    return "reply:\n" + "\n".join(lines)


def complete(text, spec):
    """The text of the spec with the reply lists of its attribute sets."""
    edits = []
    operations = child(child(yaml.compose(text), "operations")[1], "list")[1].value
    for table, op in zip(spec.tables, operations):
        for how, besides in BESIDES.items():
            body = child(op, how)
            if not body:
                continue
            key, request = child(body[1], "request")
            made = reply(key.start_mark.column, besides + [f.name for f in table.fields])
            old = child(body[1], "reply")
            if not old:
                end = child(request, "attributes")[1].end_mark.index
                edits.append((end, end, "\n" + " " * key.start_mark.column + made))
                continue
            names = child(old[1], "attributes")[1]
            if not names.flow_style:
                die(f"{table.name}: the list of a reply is written as [ … ]")
            edits.append((old[0].start_mark.index, names.end_mark.index, made))
    for start, end, made in sorted(edits, reverse=True):
        text = text[:start] + made + text[end:]
    return text
