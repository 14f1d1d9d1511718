"""Compares the texts of every revision's upgrade and downgrade."""
import collections
import json
import pathlib
import re
import subprocess

ALEMBIC_SIDE = pathlib.Path(__file__).resolve().parent / "alembic_renders.py"

COLUMNS = {
    "Alembic renders": "rendered",
    "native": "native",
    "equal": "equal",
    "set order": "order",
    "new values": "new",
    "corrected": "corrected",
    "different": "different",
    "only a database or code decides": "beyond",
    "of these native": "beyond native",
    "with live questions": "live",
    "raise on purpose": "raises",
}
NEW_VALUES = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}|\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d+)?)?|\d{10}")  # uuid4(), now()
STAND_IN = "absent.Absent"  # printed where a stand-in took part: no text of Alembic's
CORRECTION = "-- alembicore: "  # precedes a statement whose text in Alembic's own script is silently wrong
LIVE = "depends on what the database answers"
METHOD = re.compile(r"\.__init__(?=\(\))|^\w+\.(?!__init__)(?=\w+\(\))")  # Python names the class of what was called wrongly
RAISED = re.compile(r":\d+: (\w+)(?:: (.*))?: the revision raises this exception", re.S)


def renders_of(command):
    run = subprocess.run(command, capture_output=True, text=True)
    if not run.stdout:
        raise SystemExit(f"{' '.join(map(str, command))}: {run.stderr.strip()}")
    return json.loads(run.stdout)


def statements(text):
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def raises_alike(error, refusal):
    """Whether the refusal tells the exception that Alembic ended with: `NotImplementedError: …` of a downgrade, mostly."""
    raised = RAISED.search(refusal)
    if not raised:
        return False
    kind, _, message = error.partition(": ")
    theirs, ours = (METHOD.sub("", text).lower()[:20] for text in (message, raised[2] or ""))
    return kind == raised[1] and theirs == ours


def verdict(theirs, error, ours, refusal):
    """The column a direction is counted in, besides `rendered` or `beyond`."""
    if theirs is None and ours is None:
        return "live" if LIVE in refusal else "raises" if raises_alike(error or "", refusal) else "refused"
    if theirs is None:
        return "beyond native"
    if ours is None:
        return "refused"
    if " ".join(theirs.split()) == " ".join(ours.split()):
        return "equal"
    if CORRECTION in ours:
        return "corrected"
    if NEW_VALUES.sub("new", " ".join(theirs.split())) == NEW_VALUES.sub("new", " ".join(ours.split())):
        return "new"
    if sorted(statements(theirs)) == sorted(statements(ours)):
        return "order"
    return "different"


def compare(alembicore, python, folders):
    """Counts by column, and every direction that is not equal."""
    counts, unequal = collections.Counter(), []
    for folder in folders:
        alembic = renders_of([python, "-B", ALEMBIC_SIDE, folder])
        native = renders_of([alembicore, "--json", "render", "--all", "--versions", folder])
        for revision, theirs in alembic.items():
            ours = native.get(revision, {})
            for way in ("up", "down"):
                if STAND_IN in (theirs[way] or ""):
                    theirs[way] = None
                text, refusal = ours.get(way), ours.get(way + "_error") or "not read"
                found = verdict(theirs[way], theirs[way + "_error"], text, refusal)
                counts["rendered" if theirs[way] is not None else "beyond"] += 1
                counts["native"] += theirs[way] is not None and text is not None
                counts[found] += 1
                if found not in ("equal", "beyond native", "raises"):
                    unequal.append({
                        "file": theirs["file"], "folder": str(folder), "direction": way, "verdict": found,
                        "alembic": theirs[way], "alembic_error": theirs[way + "_error"],
                        "alembicore": text, "refusal": ours.get(way + "_error"),
                    })
    return counts, unequal
