#!/usr/bin/env python3
"""Reads the blocks of code of all pages that are marked `python` or `json`: each has to be what it is called.

In JSON `…` stands for what is left out: a value, or the rest of a list. (Blocks marked `sh` and `console` are run by walk.py, the examples
of the rules of lint and the commands in all blocks are looked at by the tests of the label `lint`.)
"""
import ast
import json
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STRING = r'"(?:[^"\\]|\\.)*"'


def read_json(text):
    def filled_in(found):
        before, ellipsis = found["before"], found["ellipsis"]
        return found[0] if not ellipsis else ": null" if before == ":" else before if before in "[{" else ""

    json.loads(re.sub(rf"{STRING}|(?P<before>[:,\[{{])\s*(?P<ellipsis>…)", filled_in, text))


READERS = {"python": ast.parse, "json": read_json}


def main():
    pages = [*sorted(TOP.glob("*.md")), *sorted((TOP / "docs").rglob("*.md"))]
    count, faults = 0, []
    for page in pages:
        text = page.read_text()
        for block in FENCE.finditer(text):
            if block[1] not in READERS:
                continue
            count += 1
            try:
                READERS[block[1]](block[2])
            except (SyntaxError, ValueError) as fault:
                line = text.count("\n", 0, block.start()) + 1
                faults.append(f"{page.relative_to(TOP)}:{line}: this is no {block[1]}: {fault}")
    print(f"{count} blocks, {len(faults)} faults")
    if faults or not count:
        sys.exit("\n".join(faults) or "there is no block")


if __name__ == "__main__":
    main()
