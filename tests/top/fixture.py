#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""
A folder like the driver's in debugfs, with made-up rows, for kintro-top
--via=debugfs:DIR: what fields there are comes from the spec.

usage: fixture.py DIR [--tasks N] [--step K] [--hostile] [--machine] [--cpus N]
                  [--hidden] [--stale] [--mappings N] [--without OBJECT]...

Step K is K seconds later: every fourth task has used CPU, one task is new, one lock
class was waited for. --machine adds memory, run queues and locks.
"""
import argparse
import os
import sys

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(TOP, "uapi"))
import kingen  # noqa: E402  pylint: disable=wrong-import-position

HOSTILE = [b"\x1b[2J\x1b[H", b"\x1b]0;t\x07x", b"\xff\xfe\x80bad", "日本語タスク".encode()[:15],
           "\u202eabc\u200b".encode(), b"a\tb\nc", b"\\x41\\", b"-", "e\u0301e".encode(),
           b"\x9b31m", b"\x7f\x01\x02", b" ", b"%s%n%d", b"0123456789abcde"]


def escape(raw):
    """Text as the driver writes it."""
    if raw == b"-":
        return b"\\x2d"
    return b"".join(b"\\x%02x" % c if c <= 32 or c in (0x5c, 0x7f) else bytes([c]) for c in raw)


def cell(value):
    """One value of a row."""
    if value is None:
        return b"-"
    if isinstance(value, bytes):
        return escape(value)
    return str(value).encode()


def write(path, table, rows):
    """A file of the folder, put into its place as a whole."""
    fields = [f for f in table.fields if "on-request" not in f.flags]
    with open(path + ".new", "wb") as out:
        out.write("\t".join(f.low for f in fields).encode() + b"\n")
        for row in rows:
            unknown = set(row) - {f.low for f in fields}
            if unknown:
                sys.exit(f"fixture.py: {table.name} has no {unknown}")
            out.write(b"\t".join(cell(row.get(f.low)) for f in fields) + b"\n")
    os.rename(path + ".new", path)


def fields_rows(tables):
    """Rows of the object fields."""
    for table in tables:
        for index, field in enumerate(table.fields):
            # What stands for one that this kernel does not have.
            missing = table.name == "tasks" and field.name == "locked-bytes"
            yield {
                "object": table.name.encode(), "name": field.name.encode(), "index": index,
                "type": field.type, "flags": ",".join(sorted(field.flags)) or 0,
                "offset_bytes": field.offset, "size_bytes": field.size,
                "unit": field.unit.encode() if field.unit else None,
                "available": 0 if missing else 1,
                "reason": b"CONFIG_FIXTURE" if missing else None,
                "values": ",".join(e["name"] for e in field.enum["entries"]).encode()
                if field.enum else None,
                "doc": field.doc.encode(),
            }


def tasks_rows(count, step, hostile):
    """Processes: 1 and 2 are the roots; of 2 all are kernel threads."""
    for n in range(count + (1 if step else 0)):
        pid = n + 1 if n < count else 100000 + step
        kthread = pid != 1 and n % 3 == 1
        comm = b"init" if pid == 1 else b"kthreadd" if pid == 2 else b"task%d" % pid
        if hostile and 2 <= n < 2 + len(HOSTILE):
            comm = HOSTILE[n - 2]
        busy = step * 10**9 // 4 if n % 4 == 0 else 0
        yield {
            "pid": pid, "tgid": pid,
            "ppid": 0 if pid <= 2 else 2 if kthread else 1 if n % 5 else max(1, n // 2),
            "state": "R" if n % 4 == 0 else "S", "kthread": int(kthread), "on_cpu": 0,
            "comm": comm, "flags": "kthread" if kthread else 0,
            "uid": 1000 if n % 7 == 6 else 0, "euid": 0, "gid": 0, "egid": 0,
            "start_time_ns": 10**9 * (n + 1),
            "cpu_time_total_ns": 11 * 10**5 * n + busy, "utime_ns": 10**6 * n + busy,
            "stime_ns": 10**5 * n,
            "min_flt_total": n + step * 8, "maj_flt_total": 0,
            "nvcsw_total": 10 * n + step * 3, "nivcsw_total": n,
            "thread_count": 1, "policy": "other", "class": "fair", "nice": 0, "prio": 20,
            "rt_priority": 0, "cpu": n % 4, "oom_score_adj": 0,
            "vsize_bytes": None if kthread else 4096 * (n + 100),
            "rss_anon_bytes": None if kthread else 4096 * n,
            "rss_file_bytes": None if kthread else 4096,
            "rss_shmem_bytes": None if kthread else 0,
        }


def vmas_rows(step, hostile, many):
    """Mappings of process 1; at later steps the heap has grown, others came and went."""
    base = 0x555500000000
    at = [(base, 4, "r--p", "rodata", b"/usr/bin/init"),
          (base + 0x4000, 16, "r-xp", "text", b"/usr/bin/init"),
          (base + 0x14000, 4, "rw-p", "data", b"/usr/bin/init"),
          (base + 0x18000, 33 + (step > 0), "rw-p", "heap", b"[heap]"),
          (0x7f0000000000, 500, "r-xp", "text", b"/usr/lib/libc.so.6"),
          (0x7f00001f4000, 12, "r--p", "rodata", b"/usr/lib/libc.so.6"),
          (0x7ffe00000000, 33, "rw-p", "stack", b"[stack]")]
    if step == 0:
        at += [(0x7f0000200000, 8, "rw-p", "mmap", None)]
    else:
        at += [(0x7f1000000000, 2048, "rw-s", "shared", b"/dev/shm/new")]
    if step == 2:
        at[5] = (0x7f00001f4000, 12, "rw-p", "data", b"/usr/lib/libc.so.6")
    for n, name in enumerate(HOSTILE if hostile else []):
        at += [(0x600000000000 + n * 0x10000, 1, "r--p", "rodata", b"/tmp/" + name)]
    for n in range(many):
        at += [(0x610000000000 + n * 0x10000, 1 + n % 3, "rw-p", "mmap", None)]
    for start, pages, perms, role, path in sorted(at, key=lambda row: row[0]):
        yield {
            "pid": 1, "role": role, "start_addr": f"0x{start:016x}",
            "end_addr": f"0x{start + pages * 4096:016x}", "size_bytes": pages * 4096,
            "perms": perms.encode(), "flags": "read,mayread",
            "offset_bytes": 0 if path and path[:1] == b"/" else None,
            "inode": 7 if path and path[:1] == b"/" else None, "path": path,
        }


# Of a kernel that KASLR moved by 256 MiB: name, what it lies in, first and last address, perms.
REGIONS = [
    ("user", None, 0x0, 0x7fffffffffff, None),
    ("kernel", None, 0xffff800000000000, 0xffffffffffffffff, None),
    ("direct-map", "kernel", 0xffff888000000000, 0xffffc87fffffffff, None),
    ("vmalloc", "kernel", 0xffffc90000000000, 0xffffe8ffffffffff, None),
    ("vmemmap", "kernel", 0xffffea0000000000, 0xffffeaffffffffff, None),
    ("image-map", "kernel", 0xffffffff80000000, 0xffffffffbfffffff, None),
    ("image", "image-map", 0xffffffff91000000, 0xffffffff93ffffff, b"r-x"),
    ("text", "image", 0xffffffff91000000, 0xffffffff91dfffff, b"r-x"),
    ("rodata", "image", 0xffffffff92000000, 0xffffffff925fffff, b"r--"),
    ("data", "image", 0xffffffff92800000, 0xffffffff929fffff, b"rw-"),
    ("modules", "kernel", 0xffffffffc0000000, 0xfffffffffeffffff, None),
    ("fixmap", "kernel", 0xffffffffff578000, 0xffffffffff7fefff, b"rw-"),
]


def holes(parent, depth, first, last):
    """Regions in another one and the holes between them, by address."""
    at, name = first, None
    for region in REGIONS:
        if region[1] != parent:
            continue
        if region[2] > at:
            yield (name or region[0] if parent else "non-canonical", parent, depth, at,
                   region[2] - 1, None, True)
        yield region[:2] + (depth,) + region[2:] + (False,)
        if any(inner[1] == region[0] for inner in REGIONS):
            yield from holes(region[0], depth + 1, region[2], region[3])
        name, at = region[0], region[3] + 1
    if name and at <= last:
        yield (name, parent, depth, at, last, None, True)


def layout_rows(hidden):
    """The kernel's address space; hidden: without what tells addresses."""
    for name, parent, depth, first, last, perms, hole in holes(None, 0, 0, 2**64 - 1):
        size = last - first + 1
        row = {
            "name": name.encode(), "parent": parent.encode() if parent else None,
            "depth": depth, "kind": "hole" if hole else "image" if depth > 1 else "region",
            "size_bytes": None if hole else size, "perms": perms, "source": "macro",
        }
        if not hidden:
            row["start_addr"], row["last_addr"] = f"0x{first:016x}", f"0x{last:016x}"
            row["gap_bytes"] = size if hole else None
            if name == "image" and not hole:
                row["link_start_addr"] = "0xffffffff81000000"
                row["phys_addr"] = "0x0000000001000000"
                row["kaslr_offset_bytes"] = 0x10000000
        yield row


def modules_rows(step, hidden):
    """Modules, one of which comes later."""
    for n in range(3 if step else 2):
        at = 0xffffffffc0100000 + n * 0x40000
        row = {
            "name": b"module%d" % n, "state": "live", "size_bytes": 0x8000,
            "text_bytes": 0x4000, "rodata_bytes": 0x2000, "ro_after_init_bytes": 0x1000,
            "data_bytes": 0x1000, "init_bytes": 0, "refs": n,
        }
        if not hidden:
            row["text_addr"] = f"0x{at:016x}"
            row["rodata_addr"] = f"0x{at + 0x4000:016x}"
            row["ro_after_init_addr"] = f"0x{at + 0x6000:016x}"
            row["data_addr"] = f"0x{at + 0x7000:016x}"
        yield row


def stats_rows(tables, step):
    """What the driver did."""
    for table in tables:
        yield {
            "object": table.name.encode(), "interface": "netlink", "dump_total": step,
            "row_total": 100 * step, "walked_total": 100 * step, "cost_total_ns": 10**6 * step,
            "lock_hold_max_ns": 5000, "truncated_total": 0, "interrupted_total": 0,
            "error_total": 0,
        }


PAGE = 4096
ORDERS = 11

# Free blocks by node, zone, migrate type and order; what is not named is 0.
FREE = {
    (0, b"DMA"): {"movable": {10: 2, 9: 1}},
    (0, b"Normal"): {"movable": {10: 100, 0: 25600}, "unmovable": {3: 800, 9: 50},
                     "reclaimable": {0: 10}},
    (1, b"Normal"): {"movable": {10: 64}},
}


def buddy_rows():
    """Free lists."""
    for (node, zone), types in FREE.items():
        for migratetype in ("unmovable", "movable", "reclaimable", "highatomic"):
            for order in range(ORDERS):
                count = types.get(migratetype, {}).get(order, 0)
                yield {
                    "node_id": node, "zone": zone, "migratetype": migratetype, "order": order,
                    "free_count": count, "free_bytes": count * PAGE << order, "capped": 0,
                }


def fragmentation_rows():
    """What part of the free memory is in blocks too small for an order."""
    for (node, zone), types in FREE.items():
        blocks = [sum(t.get(order, 0) for t in types.values()) for order in range(ORDERS)]
        pages = sum(count << order for order, count in enumerate(blocks))
        for order in range(ORDERS):
            small = sum(count << n for n, count in enumerate(blocks[:order]))
            yield {
                "node_id": node, "zone": zone, "order": order, "free_count": blocks[order],
                "suitable_count": (pages - small) >> order, "fragmentation_index": -1000,
                "unusable_index": small * 1000 // pages,
            }


def zones_rows():
    """Zones."""
    for (node, zone), types in FREE.items():
        pages = sum(count << order for t in types.values() for order, count in t.items())
        yield {
            "node_id": node, "zone": zone, "present_pages": 2 * pages,
            "managed_pages": 2 * pages, "free_pages": pages, "watermark_min_pages": 10,
            "watermark_low_pages": 20, "watermark_high_pages": 30,
        }


def runqueues_rows(cpus, step):
    """Run queues: none, one or two threads on a CPU."""
    for cpu in range(cpus):
        yield {
            "cpu": cpu, "curr_pid": cpu + 1, "curr_comm": b"task%d" % cpu, "curr_class": "fair",
            "nr_running": cpu % 3, "fair_running": cpu % 3, "switch_total": 100 * step,
            "load_avg": 0, "util_avg": 1024 * cpu // cpus,
        }


def sched_rows(count, cpus):
    """Threads: on all CPUs, on one, on every second one, on the first half."""
    for n in range(count):
        cpu = n % cpus
        allowed = [f"0-{cpus - 1}", f"{cpu}", ",".join(str(c) for c in range(0, cpus, 2)),
                   f"0-{cpus // 2 - 1}"][n % 4]
        yield {
            "pid": n + 1, "tgid": n + 1, "comm": b"task%d" % (n + 1), "policy": "other",
            "class": "fair", "prio": 20, "nice": 0, "cpu": cpu, "on_cpu": int(n == 0),
            "on_rq": int(n == 0), "cpus_allowed": allowed.encode(),
        }


LOCKS = [b"&rq->__lock", b"&mm->mmap_lock", b"files_lock"]


def locks_rows(step, stale):
    """Lock classes: that of id 2 is waited for, 20 ms in a second."""
    for n, name in enumerate(LOCKS, 1):
        yield {
            "class_id": n, "name": name, "usage_chars": b"....", "after_count": 3 - n,
            "contention_total": 10 * n,
            "wait_total_ns": 10**9 * (4 - n) + (20 * 10**6 * step if n == 2 else 0),
            "acquisition_total": 1000, "hold_total_ns": 10**6, "stale": int(stale),
        }


def lock_points_rows():
    """Call sites: as many as the id of the class."""
    for n, name in enumerate(LOCKS, 1):
        for index in range(n):
            yield {
                "class_id": n, "kind": "contention", "index": index, "name": name,
                "site": b"site_%d_%d+0x10/0x20" % (n, index), "hit_total": 100 * n + index,
            }


def lock_edges_rows():
    """Dependencies: every class was held while those with higher ids were taken."""
    for n, name in enumerate(LOCKS, 1):
        for to in range(n + 1, len(LOCKS) + 1):
            yield {
                "from_id": n, "to_id": to, "from": name, "to": LOCKS[to - 1],
                "distance": to - n, "site": b"took_%d_%d+0x1/0x2" % (n, to),
            }


def machine(args):
    """Rows of the objects that are not of a task."""
    return {
        "buddy": buddy_rows,
        "fragmentation": fragmentation_rows,
        "zones": zones_rows,
        "runqueues": lambda: runqueues_rows(args.cpus, args.step),
        "sched": lambda: sched_rows(args.tasks, args.cpus),
        "locks": lambda: locks_rows(args.step, args.stale),
        "lock-points": lock_points_rows,
        "lock-edges": lock_edges_rows,
        "held-locks": lambda: [{"pid": 1, "depth": 0, "class_id": 3, "comm": b"init",
                                "name": LOCKS[2]}],
    }


def main():
    """Write the folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("dir")
    parser.add_argument("--tasks", type=int, default=40)
    parser.add_argument("--step", type=int, default=0)
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--machine", action="store_true")
    parser.add_argument("--cpus", type=int, default=4)
    parser.add_argument("--hidden", action="store_true", help="no addresses of the kernel's")
    parser.add_argument("--stale", action="store_true", help="lockdep turned itself off")
    parser.add_argument("--mappings", type=int, default=0, help="so many more of process 1")
    parser.add_argument("--without", action="append", default=[])
    args = parser.parse_args()
    spec = kingen.Spec(os.path.join(TOP, "uapi", "specs", "kintrospect.yaml"))
    tables = [t for t in spec.tables if t.name not in args.without]
    os.makedirs(args.dir, exist_ok=True)
    made = {
        "fields": lambda: fields_rows(tables),
        "stats": lambda: stats_rows(tables, args.step),
        "tasks": lambda: tasks_rows(args.tasks, args.step, args.hostile),
        "vmas": lambda: vmas_rows(args.step, args.hostile, args.mappings),
        "layout": lambda: layout_rows(args.hidden),
        "modules": lambda: modules_rows(args.step, args.hidden),
        "vas": lambda: [{"pid": 1, "comm": b"init", "map_count": 7}],
    }
    if args.machine:
        made.update(machine(args))
    for table in tables:
        write(os.path.join(args.dir, table.low), table, made.get(table.name, lambda: [])())


if __name__ == "__main__":
    main()
