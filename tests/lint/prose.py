#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Prints where prose breaks the rules of CONTRIBUTING.md that a program can check.

usage: prose.py FILE...
Of *.md, *.yaml (a spec) and manual pages also how long sentences are; of other files only the
words.
"""
import re
import sys

import yaml

COLUMNS = 100
WORDS = 25
# words and phrases that have a plainer one
PLAINER = {
    "anew": "again",
    "at hand": "current",
    "beside": "next to",
    "by way of": "by, through",
    "comes to an end": "ends",
    "give back": "free, return",
    "gives back": "returns",
    "lacks": "has no",
    "of which": "a sentence of its own",
    "pass over": "skip",
    "stands there": "is there",
    "take away": "remove",
    "takes away": "removes",
    "to be had": "available",
}
# what is only too long in prose, or the word for something else in code
IN_PROSE = ("of which", "pass over")
PHRASES = re.compile(r"\b(" + "|".join(map(re.escape, PLAINER)) + r")\b", re.IGNORECASE)


def prose(lines):
    """Yields paragraphs as lists of (number, line): no code, tables, headings, comments."""
    code = False
    paragraph = []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.startswith("```"):
            code = not code
            text = ""
        if code or not text or text[0] in "|#<!" or re.match(r"\[[^]]*\]: ", text):
            if paragraph:
                yield paragraph
            paragraph = []
            continue
        if re.match(r"([-*]|\d+\.) ", text) and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append((number, line))
    if paragraph:
        yield paragraph


def plain(text):
    """Text without what is no word: code is one word, a link its text."""
    text = re.sub(r"`[^`]*`", "code", text)
    text = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*_]", "", text)


def phrases(where, text, code=False):
    """Prints words that have a plainer one."""
    for match in PHRASES.finditer(plain(text)):
        found = match[0].lower()
        if code and found in IN_PROSE:
            continue
        print(f"{where}: '{found}': say {PLAINER[found]}")


def sentences(where, text):
    """Prints sentences that are too long."""
    for sentence in re.split(r"(?<=[.!?:;])\s+", plain(text)):
        count = len(re.findall(r"[\w×%/-]*\w[\w×%/-]*", sentence))
        if count > WORDS:
            print(f"{where}: {count} words in '{sentence[:60]}…'")


def check(path):
    """Prints the faults of a text."""
    with open(path, encoding="utf-8") as stream:
        lines = stream.read().split("\n")
    for paragraph in prose(lines):
        for number, line in paragraph:
            if len(line.expandtabs(8)) > COLUMNS and "](" not in line:
                print(f"{path}:{number}: {len(line)} columns, {COLUMNS} at most")
            phrases(f"{path}:{number}", line)
        sentences(f"{path}:{paragraph[0][0]}", " ".join(line.strip() for _, line in paragraph))


def manual(lines):
    """Yields paragraphs of a manual page as lists of (number, line), without macros."""
    example = False
    paragraph = []
    for number, line in enumerate(lines, 1):
        macro, _, rest = line.partition(" ")
        if macro in (".EX", ".nf", ".TS"):
            example = True
        if macro in (".EE", ".fi", ".TE"):
            example = False
        words = macro in (".B", ".I", ".BR", ".IR", ".RB", ".BI", ".RI", ".IB")
        if example or not line or (line[0] in ".'" and not words):
            if paragraph:
                yield paragraph
            paragraph = []
            continue
        text = re.sub(r"\\f[A-Z]|\\&", "", rest if words else line)
        paragraph.append((number, text.replace("\\-", "-")))
    if paragraph:
        yield paragraph


def check_manual(path):
    """Prints the faults of a manual page."""
    with open(path, encoding="utf-8") as stream:
        lines = stream.read().split("\n")
    for paragraph in manual(lines):
        for number, line in paragraph:
            phrases(f"{path}:{number}", line)
        sentences(f"{path}:{paragraph[0][0]}", " ".join(line.strip() for _, line in paragraph))


def docs(node, name):
    """Yields the doc strings of a spec with the names of what they belong to."""
    if isinstance(node, dict):
        name = f"{name} {node['name']}" if isinstance(node.get("name"), str) else name
        if "doc" in node:
            yield name, node["doc"]
        for value in node.values():
            yield from docs(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from docs(value, name)


for file in sys.argv[1:]:
    if file.endswith(".yaml"):
        with open(file, encoding="utf-8") as spec:
            for owner, doc in docs(yaml.safe_load(spec), f"{file}:"):
                phrases(owner, doc)
                sentences(owner, doc)
    elif re.search(r"\.[1-8]$", file):
        check_manual(file)
    elif file.endswith(".md"):
        check(file)
    else:
        with open(file, encoding="utf-8") as source:
            for at, content in enumerate(source, 1):
                phrases(f"{file}:{at}", content, code=True)
