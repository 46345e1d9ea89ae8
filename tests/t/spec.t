#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 30
"""The spec, against the kernel's own schema and tools, and kingen's refusals."""
import copy
import os
import re
import shutil
import subprocess
import sys
import tempfile

import jsonschema
import yaml

SPEC = "uapi/specs/kintrospect.yaml"
HEADERS = ["uapi/linux/kintrospect.h", "uapi/linux/kintrospect_rows.h"]
# What says to kingen what the spec was before.
FORMER = HEADERS + ["client/gen/kc_gen.c"]
# Texts with a list of objects in them.
BY_HAND = ["README.md", "client/man/kintro.8", "client/completion/kintro",
           "client/man/kintrospect.4"]
COUNT = 0


def report(words, fault=""):
    """One TAP line; a fault is what is wrong, in words."""
    global COUNT
    COUNT += 1
    print(f"{'not ok' if fault else 'ok'} {COUNT} - {words}")
    for line in fault.splitlines()[:40]:
        print("# " + line)
    sys.stdout.flush()


def run(*args, **more):
    """Status and all output of a command."""
    done = subprocess.run(args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, timeout=120, **more)
    return done.returncode, done.stdout


def values(header, work):
    """Every constant of a header and every enum's name, with its value, by the compiler."""
    with open(header, encoding="utf-8") as stream:
        text = re.sub(r"/\*.*?\*/", "", stream.read(), flags=re.S)
    names = {n for n in re.findall(r"\b(_*KINTROSPECT_\w+)\b", text) if not n.startswith("_UAPI")}
    tags = set(re.findall(r"\benum (kintrospect_\w+)", text))
    program = os.path.join(work, "values.c")
    with open(program, "w", encoding="utf-8") as stream:
        stream.write(f'#include "{os.path.abspath(header)}"\n#include <stdio.h>\n'
                     '#define SHOW(x) printf(_Generic((x), char *: "%s=%s\\n", default: '
                     '"%s=%lld\\n"), #x, x)\nint main(void)\n{\n')
        stream.writelines(f"\tSHOW({name});\n" for name in sorted(names))
        stream.writelines(f'\tprintf("{tag}=%zu\\n", sizeof(enum {tag}));\n' for tag in sorted(tags))
        stream.write("}\n")
    rc, said = run("gcc", "-w", "-o", program + ".bin", program)
    if rc:
        return {"fault": said}
    return dict(line.split("=", 1) for line in run(program + ".bin")[1].splitlines())


def kernel_tools(work):
    """What the kernel's own schema and generator say."""
    rc, linux = run("tests/linux")
    if rc:
        report("the kernel's tools can be had", linux)
        return
    linux = linux.splitlines()[-1]
    with open(f"{linux}/Documentation/netlink/genetlink.yaml", encoding="utf-8") as stream:
        schema = yaml.safe_load(stream)
    with open(SPEC, encoding="utf-8") as stream:
        spec = yaml.safe_load(stream)
    faults = [f"{list(e.path)}: {e.message}" for e in
              jsonschema.Draft7Validator(schema).iter_errors(spec)]
    report("the spec fits the kernel's strict schema", "\n".join(faults))
    spec["operations"]["list"][0]["surprise"] = 1
    report("which is strict", "" if not jsonschema.Draft7Validator(schema).is_valid(spec)
           else "an unknown key was accepted")

    # The generator goes up from the spec until it meets a file MAINTAINERS, and
    # for ever if it meets none.
    tree = os.path.join(work, "tree")
    os.makedirs(tree + "/Documentation/netlink/specs")
    open(tree + "/MAINTAINERS", "w", encoding="utf-8").close()
    shutil.copy(SPEC, tree + "/Documentation/netlink/specs")
    shutil.copy(f"{linux}/Documentation/netlink/genetlink.yaml", tree + "/Documentation/netlink")
    made = {}
    for mode, kind in (("uapi", "header"), ("user", "header"), ("user", "source")):
        out = made[mode + kind] = os.path.join(
            work, f"kintrospect-{mode}.{'h' if kind == 'header' else 'c'}")
        args = [f"{linux}/tools/net/ynl/pyynl/ynl_gen_c.py", "--mode", mode, "--" + kind,
                "--spec", tree + "/Documentation/netlink/specs/kintrospect.yaml", "-o", out]
        if (mode, kind) == ("user", "source"):
            args += ["--user-header", "kintrospect-user.h"]
        rc, said = run(sys.executable, *args)
        report(f"the kernel's generator makes the {mode} {kind} of the spec", said if rc else "")
        if rc:
            return
    ours, theirs = values(HEADERS[0], work), values(made["uapiheader"], work)
    fault = [f"{name}: ours {ours.get(name)}, theirs {theirs.get(name)}"
             for name in sorted(set(ours) | set(theirs)) if ours.get(name) != theirs.get(name)]
    report(f"our header has the names and values of the kernel's ({len(theirs)})",
           "\n".join(fault) or ("" if len(theirs) > 100 else "almost nothing was compared"))


def kingen(spec, tree, *more):
    """Status and words of kingen for a spec, against a copy of the generated files."""
    path = os.path.join(tree, "spec.yaml")
    with open(path, "w", encoding="utf-8") as stream:
        yaml.safe_dump(spec, stream, sort_keys=False)
    return run("uapi/kingen.py", "--spec", path, "--out", tree, *more)


def earlier(tree):
    """A tree with the generated files that kingen compares with."""
    for path in FORMER:
        os.makedirs(os.path.dirname(os.path.join(tree, path)), exist_ok=True)
        shutil.copy(path, os.path.join(tree, path))
    return tree


def policies(work):
    """Bounds of requests are those of the spec."""
    with open(SPEC, encoding="utf-8") as stream:
        whole = yaml.safe_load(stream)

    def checks(spec, table, field, bounds):
        attrs = next(s for s in spec["attribute-sets"] if s["name"] == table)["attributes"]
        next(a for a in attrs if a["name"] == field)["checks"] = bounds

    for number, (table, field, bounds, says) in enumerate([
            ("tasks", "pid", {"max": 1000}, "TASKS_PID] = NLA_POLICY_MAX(NLA_U32, 1000),"),
            ("tasks", "pid", {"min": 1}, "TASKS_PID] = NLA_POLICY_MIN(NLA_U32, 1),"),
            ("tasks", "tgid", {"min": 1, "max": 9},
             "TASKS_TGID] = NLA_POLICY_RANGE(NLA_U32, 1, 9),"),
            ("modules", "name", {"max-len": 99},
             "MODULES_NAME] = { .type = NLA_NUL_STRING, .len = 99 },"),
            ("modules", "name", {}, "needs a max-len"),
            ("tasks", "pid", {"max": 4194304}, "16 bits"),
            ("tasks", "pid", {"exact-len": 4}, "no rule for the check")]):
        spec = copy.deepcopy(whole)
        checks(spec, table, field, bounds)
        tree = earlier(os.path.join(work, f"policy{number}"))
        rc, said = kingen(spec, tree)
        if not rc:
            with open(os.path.join(tree, "driver/gen/kin_gen.c"), encoding="utf-8") as stream:
                said = stream.read()
        good = says in said and bool(rc) == (not says.endswith(","))
        report(f"{table}.{field} with the checks {bounds}: {says}",
               "" if good else f"status {rc}\n{said[:400]}")


def replies(work):
    """The lists of replies in the spec are made of its attribute sets."""
    tree = earlier(os.path.join(work, "replies"))
    path = os.path.join(tree, SPEC)
    os.makedirs(os.path.dirname(path))
    for by_hand in BY_HAND:
        os.makedirs(os.path.dirname(os.path.join(tree, by_hand)), exist_ok=True)
        shutil.copy(by_hand, os.path.join(tree, by_hand))
    with open(SPEC, encoding="utf-8") as stream:
        text = stream.read()
    # a field that its writer has put into the set only, and an operation without a list
    changed = text.replace(", cpu-time-total-ns ]", " ]")
    changed = re.sub(r"(node-id \]\n)        reply:\n(?:          .*\n)+", r"\1", changed, count=1)
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(changed)
    rc, said = run("uapi/kingen.py", "--out", tree, "--check")
    report("a list of replies without a field is out of date",
           "" if rc and text != changed and "kintrospect.yaml" in said else f"status {rc}\n{said}")
    rc, said = run("uapi/kingen.py", "--out", tree)
    with open(path, encoding="utf-8") as stream:
        made = stream.read()
    report("kingen completes it, and makes one that is not there",
           "" if not rc and made == text else f"status {rc}\n{said}")
    for path in BY_HAND:
        full = os.path.join(tree, path)
        with open(full, encoding="utf-8") as stream:
            text = stream.read()
        for words, change, says in (
                ("without an object", text.replace("vmalloc", "", 1), "out of date"),
                ("without the marks", text.replace("end of objects", ""), "needs the lines")):
            with open(full, "w", encoding="utf-8") as stream:
                stream.write(change)
            rc, said = run("uapi/kingen.py", "--out", tree, "--check")
            good = rc and change != text and says in said and path in said
            report(f"kingen finds {path} {words}", "" if good else f"status {rc}\n{said}")
        with open(full, "w", encoding="utf-8") as stream:
            stream.write(text)


def refusals(work):
    """What is on the wire once must stay."""
    with open(SPEC, encoding="utf-8") as stream:
        whole = yaml.safe_load(stream)

    def attributes(spec, name="tasks"):
        return next(s for s in spec["attribute-sets"] if s["name"] == name)["attributes"]

    def definition(spec, name):
        return next(d for d in spec["definitions"] if d["name"] == name)["entries"]

    def rename(spec):
        subsets = [a["name"] for s in spec["attribute-sets"] if "subset-of" in s
                   for a in s["attributes"]]
        for operation in spec["operations"]["list"]:
            subsets += operation["dump"]["request"]["attributes"]
        next(a for a in attributes(spec)[5:] if a["name"] not in subsets)["name"] = "surprise"

    def swap(spec):
        fields = attributes(spec)
        fields[-1], fields[-2] = fields[-2], fields[-1]

    def retype(spec):
        plain = [a for a in attributes(spec, "vas")
                 if a["type"] == "u64" and a["name"].endswith("-addr")]
        plain[0]["type"] = "u32"

    def entry(spec):
        del definition(spec, "vm-flag")[3]

    def constant(spec):
        next(d for d in spec["definitions"] if d["name"] == "abi")["value"] = 2

    def constant_gone(spec):
        spec["definitions"] = [d for d in spec["definitions"] if d["name"] != "abi"]

    def flag(spec):
        entries = definition(spec, "batch-flag")
        entries[0], entries[1] = entries[1], entries[0]

    def meaning(spec):
        next(a for a in attributes(spec) if a["name"] == "policy")["enum"] = "sched-class"

    def truth(spec):
        del next(a for a in attributes(spec) if a["name"] == "kthread")["checks"]

    def request(spec):
        next(o for o in spec["operations"]["list"] if o["name"] == "tasks")["dump"]["request"][
            "attributes"].remove("tgid")

    def common(spec):
        for aset in spec["attribute-sets"]:
            if "subset-of" not in aset:
                del aset["attributes"][4]

    def beyond(spec):
        for aset in spec["attribute-sets"]:
            for attr in aset["attributes"]:
                if attr["name"] == "encoding":
                    attr["checks"] = {"max": 5}

    def operation(spec):
        ops = spec["operations"]["list"]
        ops[0], ops[1] = ops[1], ops[0]

    def append(spec):
        attributes(spec).append({"name": "surprise-count", "type": "u64", "doc": "New."})

    def append_entry(spec):
        definition(spec, "vm-flag").append({"name": "surprise"})

    def undocumented(spec):
        attributes(spec).append({"name": "surprise", "type": "u32"})

    def nested(spec):
        attributes(spec).append({"name": "surprise", "type": "nest",
                                 "nested-attributes": "vas", "doc": "No table."})

    for number, (words, change, refused, says) in enumerate([
            ("a field that was renamed", rename, True, "only append"),
            ("two fields that changed places", swap, True, "only append"),
            ("a field with another type", retype, True, "only append"),
            ("an enum without an entry it had", entry, True, "only append"),
            ("two operations that changed places", operation, True, "only append"),
            ("a constant with another value", constant, True, "keeps its value"),
            ("a constant that is gone", constant_gone, True, "keeps its value"),
            ("two flags that changed places", flag, True, "only append"),
            ("a field whose numbers mean something else", meaning, True, "keeps its meaning"),
            ("a field that is no truth value any more", truth, True, "keeps its meaning"),
            ("a filter that is gone", request, True, "filter"),
            ("a common attribute that is gone", common, True, "no attribute threads"),
            ("a bound beyond the enum", beyond, True, "max is 5"),
            ("a field without a doc", undocumented, True, "no doc"),
            ("a field that is no scalar", nested, True, "cannot be"),
            ("a field at the end", append, False, ""),
            ("an entry at the end of an enum", append_entry, False, "")]):
        spec = copy.deepcopy(whole)
        change(spec)
        tree = earlier(os.path.join(work, str(number)))
        rc, said = kingen(spec, tree)
        good = bool(rc) == refused and says in said
        report(f"kingen {'refuses' if refused else 'takes'} {words}",
               "" if good else f"status {rc}\n{said}")
        if refused:
            same = all(open(h, "rb").read() == open(os.path.join(tree, h), "rb").read()
                       for h in FORMER)
            report(f"... and changes nothing ({words})", "" if same else "a file changed")


def main():
    """All of it, with the plan at the end."""
    with tempfile.TemporaryDirectory() as work:
        rc, said = run("uapi/kingen.py", "--check")
        report("the generated files are up to date", said if rc else "")
        kernel_tools(work)
        policies(work)
        replies(work)
        refusals(work)
    print(f"1..{COUNT}")


main()
