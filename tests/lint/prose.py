#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Prints where prose breaks the rules of CONTRIBUTING.md that a program can check.

usage: prose.py FILE.md...
"""
import re
import sys

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


def check(path):
    """Prints the faults of a file."""
    with open(path, encoding="utf-8") as stream:
        lines = stream.read().split("\n")
    for paragraph in prose(lines):
        for number, line in paragraph:
            if len(line.expandtabs(8)) > COLUMNS and "](" not in line:
                print(f"{path}:{number}: {len(line)} columns, {COLUMNS} at most")
            for match in PHRASES.finditer(plain(line)):
                found = match[0].lower()
                print(f"{path}:{number}: '{found}': say {PLAINER[found]}")
        text = plain(" ".join(line.strip() for _, line in paragraph))
        for sentence in re.split(r"(?<=[.!?:;])\s+", text):
            count = len(re.findall(r"[\w×%/-]*\w[\w×%/-]*", sentence))
            if count > WORDS:
                print(f"{path}:{paragraph[0][0]}: {count} words in '{sentence[:60]}…'")


for name in sys.argv[1:]:
    check(name)
