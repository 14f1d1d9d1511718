"""Runs each snippet of a file, separated by lines of `#---`, and prints what it leaves in `result`, one line each."""
import sys

for text in open(sys.argv[1], encoding="utf-8").read().split("#---\n"):
    names = {"__name__": "revision", "print": lambda *values, **options: None}
    try:
        exec(compile(text, "snippet", "exec"), names)
        print(ascii(repr(names.get("result"))))
    except Exception as failure:
        print(ascii(f"{type(failure).__name__}: {failure}" if str(failure) else type(failure).__name__))
