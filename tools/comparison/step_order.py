"""The steps of a whole history in alembicore's order, each with a target that does that step and no other."""
import dataclasses
import json

from . import server


@dataclasses.dataclass
class Step:
    way: str  # up or down
    revision: str
    target: str  # None where no target undoes this revision alone
    rows: list  # what becomes of the version table: kind, from, to


def planned(alembicore, settings, *what):
    return json.loads(server.output_of(alembicore, "-c", settings, "--json", "plan", *what))["steps"]


def upward(alembicore, settings):
    steps = planned(alembicore, settings, "upgrade", "heads", "--from", "base")
    return [Step("up", step["revision"], step["revision"], step["version_rows"]) for step in steps]


def rows_after(rows, changes):
    for change in changes:
        rows = [row for row in rows if row != change["from"]] + [change["to"]] * (change["to"] is not None)
    return rows


def sole_target(alembicore, settings, step, rows):
    revision = step["revision"]
    parents = [change["to"] for change in step["version_rows"] if change["to"]]
    for target in (*parents, f"{revision}@-1", f"{revision}@base", "-1", "base"):
        try:
            found = planned(alembicore, settings, "downgrade", target, "--from", ",".join(rows))
        except SystemExit:
            continue  # no such target
        if [each["revision"] for each in found] == [revision]:
            return target
    return None


def downward(alembicore, settings, rows):
    steps = []
    for step in planned(alembicore, settings, "downgrade", "base", "--from", ",".join(rows)):
        target = sole_target(alembicore, settings, step, rows)
        steps.append(Step("down", step["revision"], target, step["version_rows"]))
        rows = rows_after(rows, step["version_rows"])
    return steps
