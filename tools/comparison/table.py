"""A Markdown table of counts with a total."""
import collections


def cell(counts, key):
    part = counts[key]
    if key == "native" and counts["rendered"]:
        return f"{part:,} ({100 * part / counts['rendered']:.1f} %)"
    return f"{part:,}"


def write(columns, rows):
    print("| project |", " | ".join(columns), "|")
    print("|---|" + "---:|" * len(columns))
    total = collections.Counter()
    for name, counts in rows:
        total.update(counts)
        print(f"| {name.replace('__', '/')} |", " | ".join(cell(counts, key) for key in columns.values()), "|")
    if len(rows) > 1:
        print("| **all** |", " | ".join(cell(total, key) for key in columns.values()), "|")
