"""Spoils revisions of the sample projects line by line, and asks CPython and alembicore which are still Python.

Usage: mutated_revisions.py ALEMBICORE PROJECTS COUNT [SEED]. What CPython refuses must be rendered in neither direction; what
it accepts must not be called invalid. Prints the seed, with which a run can be repeated.
"""
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import warnings

LINES = """break|continue|return|return 1|yield|nonlocal x|global op|pass|else:|try:|finally:|except:|elif x:|del op|raise|assert|not
lambda: 0|lambda a, a: 0|x := 1|print x|None = 1|f() = 1|x: int|*a|x = *a|x = (*a)|a = b =|a, b: int|(a, b) += 1|del f()|del 1
def f(a, a): pass|def f(a=1, b): pass|f(a=1, a=2)|f(**a, *b)|f(a=1, 2)|x = 'a' b'b'|x = 08|x = 1__0|x = f"{}"|[*a for a in b]
class A:|if x:|for x in y: pass|while 1: break|with open(x) as y:|match x:|case 1:|@x|import a.b as c.d|from . import|0x|1e|1_""".replace(
    "\n", "|"
).split("|")
SIGNS = "()[]{}:,'\"=.#\\+*@;!~ x1"

# Wrong at a place where the evaluator refuses anyhow when it gets there.
LATER = re.compile("await|async|unicode error|invalid decimal literal")


def spoil(lines, rng):
    first = next((at for at, line in enumerate(lines) if line.startswith("def ")), 0)
    at = rng.randrange(first, len(lines))
    line = lines[at]
    column = rng.randrange(len(line) + 1)
    kind = rng.randrange(9)
    if kind == 0:
        lines[at] = " " * rng.randrange(1, 5) + line
    elif kind == 1:
        lines[at] = line[rng.randrange(1, 5) :] if line.startswith(" ") else line
    elif kind == 2:
        lines[at] = "\t" + line.lstrip()
    elif kind == 3:
        lines[at] = line[:column] + line[column + 1 :]
    elif kind == 4:
        lines[at] = line[:column] + rng.choice(SIGNS) + line[column:]
    elif kind == 5:
        lines.insert(at, line)
    elif kind == 6:
        del lines[at]
    elif kind == 7:
        other = rng.randrange(first, len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines.insert(at, re.match(r"\s*", line).group() + rng.choice(LINES))


def complaint(text):
    try:
        compile(text, "revision", "exec")
    except (SyntaxError, ValueError) as refusal:
        return str(refusal)
    return None


def spoiled(revisions, count, folder, rng):
    """What CPython says, by file."""
    said = {}
    for number in range(count):
        text = re.sub(r"(?m)^revision\b[^=\n]*=.*$", f"revision = 'm{number:05d}'", rng.choice(revisions), count=1)
        text = re.sub(r"(?m)^(down_revision|depends_on|branch_labels)\b[^=\n]*=.*$", r"\1 = None", text)
        lines = text.split("\n")
        for _ in range(rng.choice((1, 1, 1, 2))):
            spoil(lines, rng)
        name = f"m{number:05d}.py"
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
        said[name] = complaint("\n".join(lines))
    return said


def is_called_invalid(direction):
    return direction is not None and "invalid Python" in direction


def main():
    program, projects, count = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    warnings.simplefilter("ignore")
    revisions = [path.read_text(encoding="utf-8") for path in sorted(projects.glob("*/migrations/versions/*.py"))]
    with tempfile.TemporaryDirectory() as folder:
        said = spoiled(revisions, count, pathlib.Path(folder), random.Random(seed))
        command = [program, "render", "--all", "--versions", folder]
        document = json.loads(subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
        seen = {each["file"]: each for each in document.values()}
        wrong = []
        for name, refusal in said.items():
            each = seen.get(name)
            if each is None:
                continue
            invalid = is_called_invalid(each["up_error"]) or is_called_invalid(each["down_error"])
            rendered = each["up"] is not None or each["down"] is not None
            if (refusal and rendered and not LATER.search(refusal)) or (not refusal and invalid):
                text = (pathlib.Path(folder) / name).read_text(encoding="utf-8")
                wrong.append(f"--- CPython: {refusal}; here: {each['up_error']}, {each['down_error']}\n{text}")
    refused = sum(1 for each in said.values() if each)
    print(f"{count} revisions, of which CPython refuses {refused}; {len(wrong)} are judged otherwise here")
    sys.exit("\n".join(wrong) if wrong else 0)


main()
