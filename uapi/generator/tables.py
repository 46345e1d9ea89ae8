# SPDX-License-Identifier: GPL-2.0-only
"""Writes the tables of driver and clients: fields, filters, policies, operations."""
from generator.headers import BANNER
from generator.spec import low


def cstr(text):
    """A C string literal."""
    return '"' + str(text or "").strip().replace("\\", "\\\\").replace('"', '\\"') + '"'


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


def policy(spec, t):
    """What requests for the object may have; up to the last attribute, the rest is refused."""
    numbers = {name: i + 1 for i, name in enumerate(spec.common_names)}
    numbers.update({f.name: spec.consts["first-field"] + f.index for f in t.filters})
    upper = f"KINTROSPECT_A_{t.low.upper()}"
    top = max(numbers[name] for name in t.request + spec.common_names)
    out = [f"static const struct nla_policy kin_{t.low}_policy[{top} + 1] = {{\n"]
    for name in t.request:
        attr = spec.request_attr(t, name)
        out.append(f"\t[{upper}_{attr.low.upper()}] = {attr.policy()},\n")
    out.append("};\n\n")
    return out


def row_keys(spec):
    """How a request names one row of every object, if one can."""
    out = ["const struct kin_row_key kin_row_keys[KIN_OBJECTS] = {\n"]
    for t in spec.tables:
        if not t.row_key:
            continue
        words = f"{t.row_key.name} is missing: a request for one row names it, or is a dump"
        out.append(f"\t[KINTROSPECT_CMD_{t.low.upper()} - 1] = {{\n"
                   f"\t\t.slot = kin_filter_{t.low}_{t.row_key.low},\n"
                   f"\t\t.missing = {cstr(words)},\n\t}},\n")
    out.append("};\n\n")
    return out


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
    text = max([f.max_len or 0 for t in spec.tables for f in t.filters if f.wire == "string"] + [0])
    out.append(f"#define KIN_FILTERS_MAX {most}\n#define KIN_OBJECTS {len(spec.tables)}\n\n"
               "/* Room for the longest text that a filter may have. */\n"
               f"#define KIN_FILTER_STRING {text + 1}\n\n")
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
        out += policy(spec, t)
    out.append("const struct kin_source * const kin_sources[KIN_OBJECTS] = {\n")
    out += [f"\t&kin_{t.low}_source,\n" for t in spec.tables]
    out.append("};\n\n")
    out += row_keys(spec)
    out.append("const struct genl_ops kin_genl_ops[KIN_OBJECTS] = {\n")
    for t in spec.tables:
        row = "\t\t.doit = kin_netlink_row,\n" if t.row_key else ""
        out.append(f"\t{{\n\t\t.cmd = KINTROSPECT_CMD_{t.low.upper()},\n" + row +
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
