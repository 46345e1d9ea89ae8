#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Make C out of uapi/specs/kintrospect.yaml.

The spec is the only place where objects and fields are listed. Written are:

  uapi/linux/kintrospect.h       attributes, commands, enums: what ynl-gen makes
  uapi/linux/kintrospect_rows.h  the packed batch and its rows
  driver/gen/kin_gen.[ch]        field tables, policies and genl_ops of the driver
  client/gen/kc_gen.[ch]         field tables of the clients

What is on the wire once is there for good: a field that is removed, moved or
retyped against the headers already there is refused.
"""
import argparse
import os
import re
import sys

import yaml

TYPES = {"u8": 1, "u16": 2, "u32": 4, "u64": 8, "s8": 1, "s16": 2, "s32": 4, "s64": 8}
UNITS = {"addr": "addr", "bytes": "bytes", "pages": "pages", "ns": "ns", "id": "id",
         "count": "count"}
COMMON = ["batch", "encoding", "mask", "budget-ns", "threads"]
INLINE_MAX = 31		# longer strings go to the arena
FIRST = 16
PRESENT_BYTES = 16
BANNER = "/* Made by uapi/kingen.py from uapi/specs/kintrospect.yaml. Do not edit. */\n"
SPDX = "SPDX-License-Identifier: "
UAPI_SPDX = f"/* {SPDX}((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */\n"


def die(msg):
    """End with one line that says what is wrong with the spec."""
    sys.exit("kingen: " + msg)


def low(name):
    """A name as C writes it."""
    return name.replace("-", "_")


def cstr(text):
    """A C string literal."""
    return '"' + str(text or "").strip().replace("\\", "\\\\").replace('"', '\\"') + '"'


class Field:
    """One column: its type, where it lies in a row and what its name tells."""

    def __init__(self, table, index, attr, enums):
        self.table, self.index, self.attr = table, index, attr
        self.name, self.low = attr["name"], low(attr["name"])
        self.doc = " ".join(str(attr.get("doc", "")).split())
        checks = attr.get("checks", {})
        kind = attr["type"]
        self.enum = enums.get(attr["enum"]) if "enum" in attr else None
        if "enum" in attr and not self.enum:
            die(f"{table}.{self.name}: no enum {attr['enum']}")
        self.max_len = int(checks.get("max-len", 0))
        if kind == "string":
            inline = 0 < self.max_len <= INLINE_MAX
            self.type = "chars" if inline else "string"
            self.size = self.max_len + 1 if inline else 4
            self.align = 1 if inline else 2
        elif kind in TYPES:
            self.type, self.size, self.align = kind, TYPES[kind], TYPES[kind]
        else:
            die(f"{table}.{self.name}: a field cannot be {kind}")
        if not self.doc:
            die(f"{table}.{self.name} has no doc")
        words = self.name.split("-")
        total = "total" in words[-2:] and (words[-1] == "total" or words[-1] in UNITS)
        self.unit = UNITS.get(words[-1], "") if len(words) > 1 else ""
        self.flags = set()
        if kind == "u8" and checks.get("max") == 1:
            self.flags.add("bool")
        if self.enum:
            self.flags.add("flags" if attr.get("enum-as-flags") else "enum")
        if total:
            self.flags.add("total")
        self.offset = 0

    def c_member(self):
        """Declaration of the field in a packed row."""
        if self.type == "chars":
            return f"char {self.low}[{self.size}];"
        if self.type == "string":
            return f"struct kintrospect_string {self.low};"
        return f"__{self.type} {self.low};"

    def c_flags(self):
        """Its KINTROSPECT_FIELD_FLAG_* as a C expression."""
        names = [f"KINTROSPECT_FIELD_FLAG_{low(f).upper()}" for f in sorted(self.flags)]
        return " | ".join(names) or "0"


class Table:
    """One object: its fields, the layout of its row and its filters."""

    def __init__(self, spec, op, number, enums):
        self.name, self.low, self.number = op["name"], low(op["name"]), number
        sets = {s["name"]: s for s in spec["attribute-sets"]}
        aset = sets.get(op.get("attribute-set"))
        if not aset or aset["name"] != self.name:
            die(f"operation {self.name} needs an attribute set of its name")
        # Of the set, which says what its rows are; the operation just dumps them.
        self.doc = " ".join(str(aset.get("doc", "")).split())
        if not self.doc:
            die(f"set {self.name} has no doc")
        attrs = aset["attributes"]
        commons = {s["name"]: s["attributes"][:len(COMMON)] for s in sets.values()
                   if "subset-of" not in s}
        first = next(iter(commons.values()))
        if [a["name"] for a in attrs[:len(COMMON)]] != COMMON or commons[self.name] != first:
            die(f"set {self.name} does not begin with the common attributes")
        attrs = attrs[len(COMMON):]
        if not attrs or attrs[0].get("value") != FIRST:
            die(f"set {self.name}: the first field needs value {FIRST}")
        if any("value" in a for a in attrs[1:]):
            die(f"set {self.name}: only the first field has a value")
        self.fields = [Field(self.name, i, a, enums) for i, a in enumerate(attrs)]
        if len(self.fields) > PRESENT_BYTES * 8:
            die(f"set {self.name} has more than {PRESENT_BYTES * 8} fields")
        by_name = {f.name: f for f in self.fields}
        if len(by_name) != len(self.fields):
            die(f"set {self.name} has a field twice")
        self.default = []
        for sub in sets.values():
            if sub.get("subset-of") != self.name:
                continue
            kind = sub["name"][len(self.name) + 1:]
            if kind not in ("default", "on-request", "gated", "approximate", "key"):
                die(f"no rule for the subset {sub['name']}")
            for attr in sub["attributes"]:
                if attr["name"] not in by_name:
                    die(f"{sub['name']}: no field {attr['name']}")
                by_name[attr["name"]].flags.add(kind)
                if kind == "default":
                    self.default.append(by_name[attr["name"]])
        if not self.default or not any("key" in f.flags for f in self.fields):
            die(f"{self.name} needs the subsets {self.name}-default and {self.name}-key")
        self.request = op["dump"]["request"]["attributes"]
        for name in self.request:
            if name not in COMMON and name not in by_name:
                die(f"{self.name}: no attribute {name} for requests")
        self.filters = [by_name[n] for n in self.request if n not in COMMON]
        self.threads = "threads" in self.request
        self.members, self.row_size = self.layout()

    def layout(self):
        """Place the fields in declared order, padding said explicitly."""
        members, offset, pads = [f"__u64 present[{PRESENT_BYTES // 8}];"], PRESENT_BYTES, 0
        for field in self.fields:
            gap = -offset % field.align
            if gap:
                members.append(f"__u8 pad{pads}[{gap}];")
                pads += 1
            field.offset = offset + gap
            members.append(field.c_member())
            offset = field.offset + field.size
        gap = -offset % 8
        if gap:
            members.append(f"__u8 pad{pads}[{gap}];")
        return members, offset + gap


class Spec:
    """The spec, read and checked."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as stream:
            raw = yaml.safe_load(stream)
        self.raw = raw
        self.defs = raw["definitions"]
        self.enums = {}
        for d in self.defs:
            if d["type"] == "const":
                continue
            d["entries"] = [e if isinstance(e, dict) else {"name": e} for e in d["entries"]]
            self.enums[d["name"]] = d
        self.tables = [Table(raw, op, i + 1, self.enums)
                       for i, op in enumerate(raw["operations"]["list"])]


def kernel_doc(kind, d, prefix):
    """A kernel-doc comment for an enum, in the words of the spec."""
    doc = " ".join(d.get("doc", "").split())
    out = [f"/**\n * enum {kind} - {doc}"]
    for entry in d["entries"]:
        text = " ".join(str(entry.get("doc", entry["name"])).split())
        out.append(f" * @{prefix}{low(entry['name']).upper()}: {text}")
    return "\n".join(out) + "\n */\n"


def uapi_header(spec):
    """The header that every user of the family includes."""
    out = [UAPI_SPDX, BANNER, "#ifndef _UAPI_LINUX_KINTROSPECT_H\n",
           "#define _UAPI_LINUX_KINTROSPECT_H\n\n",
           '#define KINTROSPECT_FAMILY_NAME\t\t"kintrospect"\n',
           "#define KINTROSPECT_FAMILY_VERSION\t1\n\n"]
    for d in spec.defs:
        upper = "KINTROSPECT_" + low(d["name"]).upper()
        if d["type"] == "const":
            out.append(f"#define {upper}\t{d['value']}\n")
            continue
        name = "kintrospect_" + low(d["name"])
        out.append("\n" + kernel_doc(name, d, upper + "_") + f"enum {name} {{\n")
        for i, entry in enumerate(d["entries"]):
            value = f" = {hex(1 << i) + ('ULL' if i > 31 else '')}" if d["type"] == "flags" else ""
            out.append(f"\t{upper}_{low(entry['name']).upper()}{value},\n")
        out.append("};\n")
    for t in spec.tables:
        upper = "KINTROSPECT_A_" + t.low.upper()
        out.append("\nenum {\n")
        for i, name in enumerate(COMMON):
            out.append(f"\t{upper}_{low(name).upper()}{' = 1' if i == 0 else ''},\n")
        for f in t.fields:
            first = f" = {FIRST}" if f.index == 0 else ""
            out.append(f"\t{upper}_{f.low.upper()}{first},\n")
        out.append(f"\n\t__{upper}_MAX,\n\t{upper}_MAX = (__{upper}_MAX - 1)\n}};\n")
    out.append("\nenum {\n")
    for t in spec.tables:
        first = " = 1" if t.number == 1 else ""
        out.append(f"\tKINTROSPECT_CMD_{t.low.upper()}{first},\n")
    out.append("\n\t__KINTROSPECT_CMD_MAX,\n"
               "\tKINTROSPECT_CMD_MAX = (__KINTROSPECT_CMD_MAX - 1)\n};\n\n#endif\n")
    return "".join(out)


BATCH = """
/**
 * struct kintrospect_string - a string of a packed row
 * @end: where it begins, in bytes back from the end of the batch
 * @len: its length without the NUL that ends it
 *
 * Rows may share one string.
 */
struct kintrospect_string {
	__u16 end;
	__u16 len;
};

/**
 * struct kintrospect_batch - begins every packed batch
 * @header_size: bytes from here to the first row
 * @abi: KINTROSPECT_ABI of the driver
 * @object: KINTROSPECT_CMD_* of the object
 * @row_size: bytes from one row to the next; longer than the reader's struct
 *	when the driver is newer, shorter when it is older
 * @row_count: rows in this batch
 * @flags: enum kintrospect_batch_flag, of the dump so far
 * @mask: fields that were asked for and granted
 * @row_total: rows of the dump so far, with these
 * @walked_total: kernel objects looked at so far
 * @cost_total_ns: time spent collecting and encoding so far
 * @lock_hold_max_ns: longest time that one lock or RCU read section was held
 * @field_count: fields that the driver's table of this object has
 * @string_bytes: bytes of the string area, which lies at the end of the batch
 *
 * Host byte order. Times are of a fast clock, good for differences only.
 */
struct kintrospect_batch {
	__u16 header_size;
	__u16 abi;
	__u16 object;
	__u16 row_size;
	__u32 row_count;
	__u32 flags;
	__u64 mask[2];
	__u64 row_total;
	__u64 walked_total;
	__u64 cost_total_ns;
	__u64 lock_hold_max_ns;
	__u32 field_count;
	__u32 string_bytes;
};
"""


def rows_header(spec):
    """The packed layout."""
    out = [UAPI_SPDX, BANNER, "#ifndef _UAPI_LINUX_KINTROSPECT_ROWS_H\n",
           "#define _UAPI_LINUX_KINTROSPECT_ROWS_H\n\n#include <linux/types.h>\n", BATCH]
    for t in spec.tables:
        out.append(f"\n/* A row of {t.name}: bit n of present says that field n is there. */\n")
        out.append(f"struct kintrospect_{t.low}_row {{\n")
        out += [f"\t{m}\n" for m in t.members]
        out.append("};\n")
    out.append("\n#endif\n")
    return "".join(out)


def names_arrays(spec, prefix):
    """One array of names for every enum that a field uses."""
    out = []
    used = {f.enum["name"] for t in spec.tables for f in t.fields if f.enum}
    for name in sorted(used):
        out.append(f"static const char * const {prefix}_names_{low(name)}[] = {{\n")
        out += [f"\t{cstr(e['name'])},\n" for e in spec.enums[name]["entries"]]
        out.append("};\n\n")
    return out


def field_rows(t, prefix, spec):
    """Initialisers of a table's fields, for driver and clients alike."""
    out = [f"static const struct {prefix}_field {prefix}_{t.low}_fields[] = {{\n"]
    for f in t.fields:
        out.append(f"\t{{ .name = {cstr(f.name)}, .snake = {cstr(f.low)},\n"
                   f"\t  .type = KINTROSPECT_FIELD_TYPE_{f.type.upper()},\n"
                   f"\t  .offset = {f.offset}, .size = {f.size},\n"
                   f"\t  .flags = {f.c_flags()},\n")
        if f.unit:
            out.append(f"\t  .unit = {cstr(f.unit)},\n")
        if f.enum:
            arr = f"{prefix}_names_{low(f.enum['name'])}"
            out.append(f"\t  .values = {arr},\n\t  .value_count = "
                       f"{len(spec.enums[f.enum['name']]['entries'])},\n")
        out.append(f"\t  .doc =\n\t\t{cstr(f.doc)} }},\n")
    out.append("};\n\n")
    return out


def mask_of(t, want):
    """A field mask as two C words."""
    bits = sum(1 << f.index for f in t.fields if want(f))
    return f"{{ {hex(bits & (1 << 64) - 1)}ULL, {hex(bits >> 64)}ULL }}"


def table_body(t, prefix):
    """The members that driver and client tables have in common."""
    return (f"\t.name = {cstr(t.name)},\n\t.snake = {cstr(t.low)},\n\t.doc = {cstr(t.doc)},\n"
            f"\t.command = KINTROSPECT_CMD_{t.low.upper()},\n"
            f"\t.fields = {prefix}_{t.low}_fields,\n\t.field_count = {len(t.fields)},\n"
            f"\t.row_size = {t.row_size},\n"
            f"\t.threads = {'true' if t.threads else 'false'},\n"
            f"\t.filters = {prefix}_{t.low}_filters,\n\t.filter_count = {len(t.filters)},\n")


def filters_array(t, prefix):
    """Field numbers that the object takes as filters."""
    body = ", ".join(str(f.index) for f in t.filters)
    return f"static const __u8 {prefix}_{t.low}_filters[] = {{ {body} }};\n\n"


def gated_ranges(t):
    """Byte ranges of a row that its gated fields take; a string is one of its own."""
    ranges, last = [], None
    for f in t.fields:
        if "gated" not in f.flags:
            continue
        string = f.type == "string"
        if last and last.index + 1 == f.index and not string and last.type != "string":
            ranges[-1][1] = f.offset + f.size - ranges[-1][0]
        else:
            ranges.append([f.offset, f.size, string])
        last = f
    return ranges


def ranges_array(t):
    """Initialisers of those ranges, or nothing where no field is gated."""
    body = "".join(f"\t{{ .offset = {offset}, .size = {size}"
                   f"{', .string = true' if string else ''} }},\n"
                   for offset, size, string in gated_ranges(t))
    return body and f"static const struct kin_range kin_{t.low}_gated[] = {{\n{body}}};\n\n"


POLICY = {"encoding": "NLA_POLICY_MAX(NLA_U32, 1)",
          "mask": "{ .type = NLA_BINARY, .len = 16 }",
          "budget-ns": "{ .type = NLA_U64 }", "threads": "{ .type = NLA_FLAG }"}


def driver_header(spec):
    """Field numbers, filter slots and the list of sources."""
    out = ["/* SPDX-License-Identifier: GPL-2.0-only */\n", BANNER,
           "#ifndef KIN_GEN_H\n#define KIN_GEN_H\n\n#include <linux/types.h>\n",
           "#include <linux/kintrospect.h>\n#include <linux/kintrospect_rows.h>\n\n",
           "struct kin_source;\nstruct kin_table;\n\n",
           "/* Number of a field, spelled so that kin_set() and kin_want() can paste it. */\n"]
    for t in spec.tables:
        out.append("enum {\n")
        out += [f"\tkin_f_{t.low}_{f.low},\n" for f in t.fields]
        out.append("};\n\n")
    out.append("/* Slot of a filter in the cursor. */\n")
    for t in spec.tables:
        out.append("enum {\n")
        out += [f"\tkin_filter_{t.low}_{f.low},\n" for f in t.filters]
        out.append("};\n\n")
    most = max(len(t.filters) for t in spec.tables)
    out.append(f"#define KIN_FILTERS_MAX {most}\n#define KIN_OBJECTS {len(spec.tables)}\n\n")
    for t in spec.tables:
        out.append(f"extern const struct kin_table kin_{t.low}_table;\n"
                   f"extern const struct kin_source kin_{t.low}_source;\n")
    out.append("\n/* By command, the first being 1. */\n"
               "extern const struct kin_source * const kin_sources[KIN_OBJECTS];\n"
               "\n#endif\n")
    return "".join(out)


def driver_source(spec):
    """Tables, policies and operations of the driver."""
    out = ["// SPDX-License-Identifier: GPL-2.0-only\n", BANNER,
           "#include <net/genetlink.h>\n#include \"../netlink.h\"\n#include \"../source.h\"\n\n"]
    out += names_arrays(spec, "kin")
    for t in spec.tables:
        out += field_rows(t, "kin", spec)
        out.append(filters_array(t, "kin"))
        out.append(ranges_array(t))
        out.append(f"const struct kin_table kin_{t.low}_table = {{\n" + table_body(t, "kin"))
        out.append(f"\t.struct_size = sizeof(struct kintrospect_{t.low}_row),\n")
        for kind, flag in (("cheap", None), ("gated", "gated")):
            mask = mask_of(t, lambda f, flag=flag: flag in f.flags if flag
                           else "on-request" not in f.flags)
            out.append(f"\t.{kind} = {mask},\n")
        if gated_ranges(t):
            out.append(f"\t.gated_ranges = kin_{t.low}_gated,\n"
                       f"\t.gated_range_count = {len(gated_ranges(t))},\n")
        out.append("};\n\n")
        top = max([FIRST - 1 + f.index + 1 for f in t.filters] + [len(COMMON)])
        upper = f"KINTROSPECT_A_{t.low.upper()}"
        out.append(f"static const struct nla_policy kin_{t.low}_policy[{top} + 1] = {{\n")
        for name in t.request:
            if name in COMMON:
                out.append(f"\t[{upper}_{low(name).upper()}] = {POLICY[name]},\n")
        for f in t.filters:
            pol = (f"{{ .type = NLA_NUL_STRING, .len = {f.max_len or 4095} }}"
                   if f.type in ("chars", "string") else f"{{ .type = NLA_{f.type.upper()} }}")
            out.append(f"\t[{upper}_{f.low.upper()}] = {pol},\n")
        out.append("};\n\n")
    out.append("const struct kin_source * const kin_sources[KIN_OBJECTS] = {\n")
    out += [f"\t&kin_{t.low}_source,\n" for t in spec.tables]
    out.append("};\n\nconst struct genl_ops kin_genl_ops[KIN_OBJECTS] = {\n")
    for t in spec.tables:
        out.append(f"\t{{\n\t\t.cmd = KINTROSPECT_CMD_{t.low.upper()},\n"
                   "\t\t.start = kin_netlink_start,\n\t\t.dumpit = kin_netlink_dump,\n"
                   f"\t\t.done = kin_netlink_done,\n\t\t.policy = kin_{t.low}_policy,\n"
                   f"\t\t.maxattr = ARRAY_SIZE(kin_{t.low}_policy) - 1,\n\t}},\n")
    out.append("};\n")
    return "".join(out)


def client_header(spec):
    """What the clients know of the tables when they are built."""
    return ("/* SPDX-License-Identifier: GPL-2.0-only */\n" + BANNER +
            "#ifndef KC_GEN_H\n#define KC_GEN_H\n\n#include \"../lib/table.h\"\n\n"
            f"#define KC_OBJECTS {len(spec.tables)}\n\n"
            "/* By command, the first being 1. */\n"
            "extern const struct kc_table kc_tables[KC_OBJECTS];\n\n#endif\n")


def client_source(spec):
    """Field tables of the clients."""
    out = ["// SPDX-License-Identifier: GPL-2.0-only\n", BANNER,
           "#include <stdbool.h>\n#include <linux/kintrospect.h>\n#include \"kc_gen.h\"\n\n"]
    out += names_arrays(spec, "kc")
    for t in spec.tables:
        out += field_rows(t, "kc", spec)
        out.append(filters_array(t, "kc"))
        cols = ", ".join(str(f.index) for f in t.default)
        out.append(f"static const __u8 kc_{t.low}_defaults[] = {{ {cols} }};\n\n")
    out.append("const struct kc_table kc_tables[KC_OBJECTS] = {\n")
    for t in spec.tables:
        body = "".join("\t" + line + "\n" for line in table_body(t, "kc").splitlines())
        out.append("\t{\n" + body + f"\t\t.defaults = kc_{t.low}_defaults,\n"
                   f"\t\t.default_count = {len(t.default)},\n\t}},\n")
    out.append("};\n")
    return "".join(out)


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


def refuse_breaks(old_uapi, new_uapi, old_rows, new_rows):
    """End unless the new headers only add to the old ones."""
    new = numbers(new_uapi)
    for name, value in numbers(old_uapi).items():
        if new.get(name) != value:
            die(f"{name} was {value}, is {new.get(name, 'gone')}: only append")
    members = row_members(new_rows)
    for name, old in row_members(old_rows).items():
        if members.get(name, [])[:len(old)] != old:
            die(f"the layout of {name} changed: only append fields, keep their types")


def read(path):
    """Text of a file, empty where there is none."""
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""


def main():
    """Write the files, or with --check only compare them."""
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--spec", default=os.path.join(here, "specs/kintrospect.yaml"))
    parser.add_argument("--out", default=os.path.dirname(here), help="root of the tree to write")
    parser.add_argument("--check", action="store_true", help="fail if a file is out of date")
    parser.add_argument("--break-abi", action="store_true",
                        help="allow what old clients cannot read; before a release only")
    args = parser.parse_args()
    spec = Spec(args.spec)
    files = {"uapi/linux/kintrospect.h": uapi_header(spec),
             "uapi/linux/kintrospect_rows.h": rows_header(spec),
             "driver/gen/kin_gen.h": driver_header(spec),
             "driver/gen/kin_gen.c": driver_source(spec),
             "client/gen/kc_gen.h": client_header(spec),
             "client/gen/kc_gen.c": client_source(spec)}
    old = {path: read(os.path.join(args.out, path)) for path in files}
    uapi, rows = list(files)[:2]
    if not args.break_abi:
        refuse_breaks(old[uapi], files[uapi], old[rows], files[rows])
    stale = [path for path in files if old[path] != files[path]]
    if args.check:
        if stale:
            die("out of date, run uapi/kingen.py: " + " ".join(stale))
        return
    for path in stale:
        full = os.path.join(args.out, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full + ".tmp", "w", encoding="utf-8") as stream:
            stream.write(files[path])
        os.rename(full + ".tmp", full)


if __name__ == "__main__":
    main()
