# SPDX-License-Identifier: GPL-2.0-only
"""Writes the headers for users of the family: attributes, commands, enums and rows."""
from generator.spec import low

BANNER = "/* Made by uapi/kingen.py from uapi/specs/kintrospect.yaml. Do not edit. */\n"
SPDX = "SPDX-License-Identifier: "
UAPI_SPDX = f"/* {SPDX}((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */\n"


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
        for i, name in enumerate(spec.common_names):
            out.append(f"\t{upper}_{low(name).upper()}{' = 1' if i == 0 else ''},\n")
        for f in t.fields:
            first = f" = {spec.consts['first-field']}" if f.index == 0 else ""
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
