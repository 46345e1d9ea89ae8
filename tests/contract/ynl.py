#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""In the guest: dumps by the kernel's YNL client against the files in debugfs. TAP."""
import json
import os
import subprocess
import sys

import yaml

SPEC = "/files/linux/Documentation/netlink/specs/kintrospect.yaml"
CLI = ["python3", "/files/linux/tools/net/ynl/pyynl/cli.py", "--spec", SPEC]
FILES = "/sys/kernel/debug/kintrospect/"
COUNT = 0


def report(words, fault=""):
    """One TAP line; a fault is what is wrong, in words."""
    global COUNT
    COUNT += 1
    print(f"{'not ok' if fault else 'ok'} {COUNT} - {words}")
    for line in str(fault).splitlines()[-15:]:
        print("# " + line)
    sys.stdout.flush()


def dump(name, request=None):
    """Rows of an object by the kernel's client, and what it said if it failed."""
    args = CLI + ["--dump", name, "--output-json"]
    if request:
        args += ["--json", json.dumps(request)]
    done = subprocess.run(args, capture_output=True, text=True, check=False)
    if done.returncode:
        return None, done.stdout + done.stderr
    # What has a mask is no row: it says which fields the rows may have.
    return [row for row in json.loads(done.stdout or "[]") if "mask" not in row], ""


def text(name):
    """Rows of an object by its file, absent fields left out."""
    with open(FILES + name.replace("-", "_"), encoding="utf-8") as stream:
        lines = stream.read().splitlines()
    names = lines[0].split("\t")
    return [{n: v for n, v in zip(names, line.split("\t")) if v != "-"} for line in lines[1:]]


def lacking(name):
    """What the kernel does not have for an object to have any row."""
    with open(FILES + name.replace("-", "_"), encoding="utf-8") as stream:
        words = stream.read().splitlines()[-1]
    return words.partition("# unavailable: ")[2]


def plain(row, key):
    """A number, a name or a list of names as the file writes it."""
    value = row[key]
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return value
    if key.endswith("-addr"):
        return f"0x{value:016x}"
    return str(value)


# Names of the values of an object that change by themselves, as free memory does.
MOVING = {line.split("\t")[0]: set(line.split("\t")[1].split(",")) for line in
          subprocess.run(["ktruth", "-l"], capture_output=True, text=True, check=True)
          .stdout.splitlines()}

# A value can come and go between two looks; a wrong one is wrong at every look.
LOOKS = 5


def same(name, row, before, line):
    """What of a row is different in the file, though there it was the same before and after."""
    faults = []
    for key in sorted(row):
        snake = key.replace("-", "_")
        if snake not in line or before.get(snake) != line[snake] or key in MOVING.get(name, ()) or \
                any(w in key for w in ("total", "bytes", "state", "cpu", "flags")):
            continue
        got, want = plain(row, key), line[snake]
        if isinstance(got, list):
            got, want = sorted(got), sorted(want.split(","))
        if got != want.replace("\\x20", " ").replace("\\x5c", "\\"):
            faults.append(f"{name} {key}: {got!r}, in the file {want!r}")
    return faults


def look(name, keys):
    """Rows by the client, what it said, rows that were met in the file, of how many, faults."""
    earlier = {tuple(line.get(k) for k in keys): line for line in text(name)}
    rows, said = dump(name)
    if rows is None:
        return rows, said, 0, 0, []
    lines = text(name)
    index = {tuple(line.get(k) for k in keys): line for line in lines}
    faults, met = [], 0
    for row in rows:
        key = tuple(plain(row, k.replace("_", "-")) if k.replace("_", "-") in row else None
                    for k in keys)
        if key in index and key in earlier:
            met += 1
            # This process runs while it reads a file, and waits while the client dumps.
            if row.get("pid") == os.getpid():
                continue
            faults += same(name, row, earlier[key], index[key])
    return rows, said, met, len(lines), faults


def main():
    """Every object of the spec."""
    with open(SPEC, encoding="utf-8") as stream:
        spec = yaml.safe_load(stream)
    sets = {s["name"]: [a["name"] for a in s["attributes"]] for s in spec["attribute-sets"]}
    keys = {name: [a.replace("-", "_") for a in sets[name + "-key"]]
            for name in sets if name + "-key" in sets}
    me = os.getpid()
    for op in spec["operations"]["list"]:
        name = op["name"]
        reason = lacking(name)
        if reason:
            rows, said = dump(name)
            report(f"{name}: the kernel's client is told that the kernel does not have {reason}",
                   "" if rows is None and reason in said else f"{rows} {said}")
            continue
        for _ in range(LOOKS):
            rows, said, met, lines, faults = look(name, keys[name])
            if rows is not None and not faults and met >= 0.8 * lines > 0:
                break
        report(f"{name}: the kernel's client dumps it", said)
        if rows is None:
            continue
        unknown = {k for row in rows for k in row} - set(sets[name])
        report(f"{name}: it knows every attribute", ", ".join(sorted(unknown)))
        report(f"{name}: {len(rows)} rows are as in the file",
               "\n".join(faults) or
               ("" if met >= 0.8 * lines > 0 else f"only {met} of {lines} rows met"))
    rows, said = dump("tasks", {"pid": me, "mask": (1 << 0 | 1 << 10).to_bytes(8, sys.byteorder).hex()})
    report("a filter and a mask", said or ("" if rows and len(rows) == 1 and rows[0]["pid"] == me
                                           else str(rows)))
    rows, said = dump("vmas", {"pid": 4194303})
    report("an error comes with its errno and words",
           "" if rows is None and ("No such process" in said or "extack" in said) else f"{rows} {said}")
    print(f"1..{COUNT}")


main()
