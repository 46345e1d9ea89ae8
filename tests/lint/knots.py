#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Prints a line for each knot of a folder: object files that need each other.

usage: knots.py SOURCES OBJECTS

OBJECTS holds one FILE.o for each SOURCES/FILE.c, in the same folders. Objects whose
source is gone are ignored. A knot is a strongly connected set of more than one file;
an edge leads from a file to the one that defines a symbol that it needs.
"""
import os
import subprocess
import sys


def object_files(sources, objects):
    """Yields the name and path of each object file that has a source."""
    for folder, _, files in sorted(os.walk(objects)):
        for file in sorted(files):
            path = os.path.join(folder, file)
            name = os.path.relpath(path, objects)[:-2]
            if file.endswith(".o") and os.path.exists(os.path.join(sources, name + ".c")):
                yield name, path


def symbols(path):
    """Returns the sets of global symbols that an object file defines and needs."""
    text = subprocess.run(["nm", "-g", "-P", path], check=True, stdout=subprocess.PIPE,
                          universal_newlines=True).stdout
    defined, needed = set(), set()
    for line in text.splitlines():
        name, kind = line.split()[:2]
        (needed if kind in "Uvw" else defined).add(name)
    return defined, needed


def graph(sources, objects):
    """Returns the files that each file needs."""
    known = {name: symbols(path) for name, path in object_files(sources, objects)}
    owner = {symbol: name for name, (defined, _) in known.items() for symbol in defined}
    return {name: sorted({owner[symbol] for symbol in needed if symbol in owner} - {name})
            for name, (_, needed) in known.items()}


def reachable(edges, start):
    """Returns the files that a file needs, directly or through others."""
    found, todo = set(), [start]
    while todo:
        for name in edges[todo.pop()]:
            if name not in found:
                found.add(name)
                todo.append(name)
    return found


def knots(edges):
    """Yields each set of files that need each other."""
    reach = {name: reachable(edges, name) for name in edges}
    done = set()
    for name in edges:
        if name in done or name not in reach[name]:
            continue
        knot = {other for other in reach[name] if name in reach[other]}
        done |= knot
        yield sorted(knot)


def main():
    """Prints the knots, or that there is nothing to look at."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sources, objects = sys.argv[1:]
    edges = graph(sources, objects)
    if not edges:
        print(f"{sources}: no object files in {objects}")
    for knot in knots(edges):
        print(f"{sources}: {len(knot)} files need each other: {' '.join(knot)}")


if __name__ == "__main__":
    main()
