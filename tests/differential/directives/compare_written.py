#!/usr/bin/env python3
"""Renders what was written from operations with the Alembic that is installed, and compares it with what the original
gives there.

usage: compare_written.py RENDERED WRITTEN
Statements are compared whatever their order: indexes and comments of a table may stand elsewhere.
"""
import json
import sys
import warnings

from render_cases import render_source

# What is written is what a run would send. A script of the original has something else there.
OTHERWISE = {
    "context_module": "asks whether it is offline",
    "core_arrays": "a server is told the types of arrays",
    "core_json": "a server is asked with operators of its version",
    "core_literals": "a server is told the types of values",
    "dates": "a server is told the types of values",
    "literal_of_text_for_integer": "a server gets the text that Python has",
}


def statements(text):
    return sorted(part.strip() for part in text.replace("\n\n", "\n").split(";\n") if part.strip())


def main(rendered, written):
    warnings.simplefilter("ignore")
    rendered = json.load(open(rendered, encoding="utf-8"))
    differing = compared = 0
    for name, source in json.load(open(written, encoding="utf-8")).items():
        original = rendered[name].get("sql")
        if original is None or name in OTHERWISE:
            continue
        made = render_source(source)
        compared += 1
        if statements(made.get("sql", "")) != statements(original):
            differing += 1
            print(f"== {name}\n{source}\n-- original\n{original}\n-- written\n{made.get('sql', made.get('error'))}")
    print(f"{compared} compared, {differing} differ")
    return 1 if differing or not compared else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
