#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Make C out of uapi/specs/kintrospect.yaml.

The spec is the only place where objects and fields are listed. Written are:

  uapi/linux/kintrospect.h       attributes, commands, enums: what ynl-gen makes
  uapi/linux/kintrospect_rows.h  the packed batch and its rows
  driver/gen/kin_gen.[ch]        field tables, policies and genl_ops of the driver
  client/gen/kc_gen.[ch]         field tables of the clients
  uapi/specs/kintrospect.yaml    the lists of replies in it
  README.md, client/man/kintro.8, client/completion/kintro
                                 the lists of objects in them
  tests/lib/objects, tests/guest/lib/objects.h
                                 the same for the tests

What is on the wire once is there for good: a constant, field or request that is
removed, moved or changed against the files already there is refused.
"""
import argparse
import os
import sys

SPEC = "uapi/specs/kintrospect.yaml"

# The tree holds sources only.
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
from generator import breaks, headers, lists, replies, tables  # noqa: E402
from generator.spec import Spec, die  # noqa: E402


def read(path):
    """Text of a file, empty where there is none."""
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""


def write(path, text):
    """Put a text into a file, whole or not at all, and make its folder."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".tmp", "w", encoding="utf-8") as stream:
        stream.write(text)
    os.rename(path + ".tmp", path)


def made(spec):
    """Every generated file by path."""
    return {breaks.HEADER: headers.uapi_header(spec),
            breaks.ROWS: headers.rows_header(spec),
            "driver/gen/kin_gen.h": tables.driver_header(spec),
            "driver/gen/kin_gen.c": tables.driver_source(spec),
            "client/gen/kc_gen.h": tables.client_header(spec),
            breaks.TABLES: tables.client_source(spec)}


def main():
    """Write the files, or with --check only compare them."""
    top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--spec", help="another spec, which is left as it is")
    parser.add_argument("--out", default=top, help="root of the tree to write")
    parser.add_argument("--check", action="store_true", help="fail if a file is out of date")
    parser.add_argument("--break-abi", action="store_true",
                        help="allow what old clients cannot read; before a release only")
    args = parser.parse_args()
    path = args.spec or os.path.join(args.out, SPEC)
    spec = Spec(path)
    files = made(spec)
    if not args.spec:
        files[SPEC] = replies.complete(read(path), spec)
        files.update({name: made_by(spec) for name, made_by in lists.FILES.items()})
        files.update({name: lists.between(name, read(os.path.join(args.out, name)), spec)
                      for name in lists.MARKS})
    old = {path: read(os.path.join(args.out, path)) for path in files}
    if not args.break_abi:
        breaks.refuse_breaks(old, files)
    stale = [path for path in files if old[path] != files[path]]
    if args.check:
        if stale:
            die("out of date, run uapi/kingen.py: " + " ".join(stale))
        return
    for path in stale:
        write(os.path.join(args.out, path), files[path])


if __name__ == "__main__":
    main()
