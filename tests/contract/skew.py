#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Makes a spec older (its last fields cut off) or newer (with more of them)."""
import sys

import yaml

OBJECTS = ("tasks", "vas", "vmas")


def main():
    """usage: skew.py cut|more SPEC NEW"""
    how, spec, new = sys.argv[1:]
    with open(spec, encoding="utf-8") as stream:
        tree = yaml.safe_load(stream)
    for attrs in tree["attribute-sets"]:
        if attrs["name"] not in OBJECTS:
            continue
        if how == "cut":
            gone = attrs["attributes"].pop()["name"]
            for other in tree["attribute-sets"]:
                if other.get("subset-of") == attrs["name"]:
                    other["attributes"] = [a for a in other["attributes"] if a["name"] != gone]
            print(attrs["name"], gone.replace("-", "_"), gone)
        else:
            attrs["attributes"] += [
                {"name": "news-count", "type": "u64", "doc": "A number of tomorrow."},
                {"name": "news", "type": "string", "doc": "Words of tomorrow."},
            ]
    with open(new, "w", encoding="utf-8") as stream:
        yaml.safe_dump(tree, stream, sort_keys=False)


main()
