# SPDX-License-Identifier: GPL-2.0-only
"""Reads the spec and checks it: constants, enums, objects, fields and requests."""
import sys

import yaml

TYPES = {"u8": 1, "u16": 2, "u32": 4, "u64": 8, "s8": 1, "s16": 2, "s32": 4, "s64": 8}
UNITS = {"addr": "addr", "bytes": "bytes", "pages": "pages", "ns": "ns", "id": "id",
         "count": "count"}
SUBSETS = ("default", "on-request", "gated", "approximate", "key", "wide")
INLINE_MAX = 31		# longer strings go to the arena
BOUND_MAX = 32767	# struct nla_policy has 16 bits for a bound


def die(msg):
    """End with one line that says what is wrong with the spec."""
    sys.exit("kingen: " + msg)


def low(name):
    """A name as C writes it."""
    return name.replace("-", "_")


def text_of(doc):
    """A doc string on one line."""
    return " ".join(str(doc or "").split())


class Attr:
    """An attribute: its type on the wire and its bounds in requests, from its checks."""

    def __init__(self, where, attr, enums):
        self.name, self.low, self.wire = attr["name"], low(attr["name"]), attr["type"]
        self.where = f"{where}.{self.name}"
        self.enum = enums.get(attr["enum"]) if "enum" in attr else None
        if "enum" in attr and not self.enum:
            die(f"{self.where}: no enum {attr['enum']}")
        checks = attr.get("checks", {})
        self.min, self.max = checks.get("min"), checks.get("max")
        self.max_len = checks.get("max-len")
        unknown = set(checks) - {"min", "max", "max-len"}
        if unknown:
            die(f"{self.where}: no rule for the check {', '.join(sorted(unknown))}")
        if self.enum and not attr.get("enum-as-flags"):
            last = len(self.enum["entries"]) - 1
            if self.max is not None and self.max != last:
                die(f"{self.where}: max is {self.max}, the last of {self.enum['name']} is {last}")
            self.max = last

    def policy(self):
        """The struct nla_policy of the attribute in requests, as a C initialiser."""
        if self.wire == "flag":
            return "{ .type = NLA_FLAG }"
        if self.wire in ("string", "binary"):
            if self.max_len is None:
                die(f"{self.where}: a request needs a max-len")
            kind = "NLA_NUL_STRING" if self.wire == "string" else "NLA_BINARY"
            return f"{{ .type = {kind}, .len = {self.max_len} }}"
        if self.wire not in TYPES:
            die(f"{self.where}: a request cannot have the type {self.wire}")
        kind = f"NLA_{self.wire.upper()}"
        for bound in (self.min, self.max):
            if bound is not None and abs(bound) > BOUND_MAX:
                die(f"{self.where}: the bound {bound} does not fit a policy's 16 bits")
        if self.min is not None and self.max is not None:
            return f"NLA_POLICY_RANGE({kind}, {self.min}, {self.max})"
        if self.max is not None:
            return f"NLA_POLICY_MAX({kind}, {self.max})"
        if self.min is not None:
            return f"NLA_POLICY_MIN({kind}, {self.min})"
        return f"{{ .type = {kind} }}"


class Field(Attr):
    """One column: its type, where it lies in a row and what its name tells."""

    def __init__(self, table, index, attr, enums):
        super().__init__(table, attr, enums)
        self.table, self.index = table, index
        self.doc = text_of(attr.get("doc"))
        kind = self.type = self.wire
        if kind == "string":
            inline = 0 < (self.max_len or 0) <= INLINE_MAX
            self.type = "chars" if inline else "string"
            self.size = self.max_len + 1 if inline else 4
            self.align = 1 if inline else 2
        elif kind in TYPES:
            self.size = self.align = TYPES[kind]
        else:
            die(f"{self.where}: a field cannot be {kind}")
        if not self.doc:
            die(f"{self.where} has no doc")
        words = self.name.split("-")
        total = "total" in words[-2:] and (words[-1] == "total" or words[-1] in UNITS)
        # A name of one word has no unit, but an address is one.
        self.unit = UNITS.get(words[-1], "") if len(words) > 1 or words == ["addr"] else ""
        self.flags = set()
        if kind == "u8" and self.max == 1 and not self.enum:
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

    def __init__(self, spec, op, number):
        self.name, self.low, self.number = op["name"], low(op["name"]), number
        self.present_bytes = spec.consts["mask-words"] * 8
        sets = spec.sets
        aset = sets.get(op.get("attribute-set"))
        if not aset or aset["name"] != self.name:
            die(f"operation {self.name} needs an attribute set of its name")
        # Of the set, which says what its rows are; of the operation, what a row is.
        self.doc = text_of(aset.get("doc"))
        self.row_doc = text_of(op.get("doc"))
        if not self.doc:
            die(f"set {self.name} has no doc")
        self.lockdep = op.get("config-cond") == "lockdep"
        attrs = aset["attributes"][len(spec.common):]
        self.check_set(spec, aset["attributes"], attrs)
        self.fields = [Field(self.name, i, a, spec.enums) for i, a in enumerate(attrs)]
        if len(self.fields) > self.present_bytes * 8:
            die(f"set {self.name} has more than {self.present_bytes * 8} fields")
        self.by_name = {f.name: f for f in self.fields}
        if len(self.by_name) != len(self.fields):
            die(f"set {self.name} has a field twice")
        self.default = []
        self.read_subsets(sets)
        if not self.default or not any("key" in f.flags for f in self.fields):
            die(f"{self.name} needs the subsets {self.name}-default and {self.name}-key")
        self.request = self.requested(spec, op, "dump")
        self.filters = [self.by_name[n] for n in self.request if n in self.by_name]
        self.threads = "threads" in self.request
        self.row_request = self.requested(spec, op, "do") if "do" in op else []
        self.row_key = self.find_row_key() if self.row_request else None
        self.members, self.row_size = self.layout()

    def check_set(self, spec, attrs, fields):
        """End unless the set has the common attributes, then fields in a row of numbers."""
        first = spec.consts["first-field"]
        if attrs[:len(spec.common)] != spec.common:
            die(f"set {self.name} does not begin with the common attributes")
        if not fields or fields[0].get("value") != first:
            die(f"set {self.name}: the first field needs value {first}")
        if any("value" in a for a in fields[1:]):
            die(f"set {self.name}: only the first field has a value")

    def read_subsets(self, sets):
        """Give the fields the properties that the subsets of the set say."""
        for sub in sets.values():
            if sub.get("subset-of") != self.name:
                continue
            kind = sub["name"][len(self.name) + 1:]
            if kind not in SUBSETS:
                die(f"no rule for the subset {sub['name']}")
            for attr in sub["attributes"]:
                field = self.by_name.get(attr["name"])
                if not field:
                    die(f"{sub['name']}: no field {attr['name']}")
                if kind == "wide" and field.type != "u64":
                    die(f"{sub['name']}: {field.name} is no u64")
                field.flags.add(kind)
                if kind == "default":
                    self.default.append(field)

    def requested(self, spec, op, how):
        """Names of the attributes that a request may have."""
        names = op[how]["request"]["attributes"]
        for name in names:
            if name not in spec.common_names and name not in self.by_name:
                die(f"{self.name}: no attribute {name} for requests")
        return names

    def find_row_key(self):
        """The one filter that names a row, for requests for one row."""
        names = [n for n in self.row_request if n in self.by_name]
        keys = [f.name for f in self.fields if "key" in f.flags]
        if names != keys or len(keys) != 1:
            die(f"{self.name}: a do names its row by the key, which is one field")
        if not set(self.row_request) <= set(self.request):
            die(f"{self.name}: what a do takes a dump takes as well")
        return self.by_name[names[0]]

    def layout(self):
        """Place the fields in declared order, padding said explicitly."""
        members, offset, pads = [], self.present_bytes, 0
        members.append(f"__u64 present[{self.present_bytes // 8}];")
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
        self.consts = {d["name"]: d["value"] for d in self.defs if d["type"] == "const"}
        self.enums = {}
        for d in self.defs:
            if d["type"] == "const":
                continue
            d["entries"] = [e if isinstance(e, dict) else {"name": e} for e in d["entries"]]
            self.enums[d["name"]] = d
        self.sets = {s["name"]: s for s in raw["attribute-sets"]}
        # What stands before the first field is the same in every set.
        first = raw["attribute-sets"][0]["attributes"]
        numbered = [a.get("value") for a in first]
        self.common = first[:numbered.index(self.consts["first-field"])]
        self.common_names = [a["name"] for a in self.common]
        self.common_attrs = {a["name"]: Attr("common", a, self.enums) for a in self.common}
        self.tables = [Table(self, op, i + 1)
                       for i, op in enumerate(raw["operations"]["list"])]

    def request_attr(self, table, name):
        """An attribute of a table's requests."""
        return self.common_attrs.get(name) or table.by_name[name]
