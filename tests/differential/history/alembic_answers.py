"""Answers questions about revision graphs with the real Alembic.

Reads one JSON document per line, a graph with its questions, and writes one line of answers for each. The first line
written says which Alembic answers.
"""

import json
import sys
import types
import warnings

import alembic
from alembic import util
from alembic.runtime.migration import HeadMaintainer
from alembic.script.base import ScriptDirectory
from alembic.script.revision import Revision, RevisionMap

VERSION = tuple(int(part) for part in alembic.__version__.split(".")[:3])

# Since this release, undoing a merge leaves no row for a parent that another parent implies.
ROWS_OF_UNDONE_MERGES = (1, 13, 1)


class Anything:
    """Stands for the database: takes everything, says nothing."""

    def __getattr__(self, name):
        return self

    def __call__(self, *arguments, **keywords):
        return self


def upgrade():
    pass


def downgrade():
    pass


MODULE = types.SimpleNamespace(upgrade=upgrade, downgrade=downgrade)


class Script(Revision):
    module = MODULE
    doc = ""


def as_declared(names):
    return tuple(names) if names else None


class Project(ScriptDirectory):
    def __init__(self, described):
        self.revision_map = RevisionMap(lambda: [self.read(each) for each in described])

    @staticmethod
    def read(described):
        return Script(
            described["id"],
            as_declared(described["down_revisions"]),
            dependencies=as_declared(described["depends_on"]),
            branch_labels=as_declared(described["branch_labels"]),
        )

    def each_revision(self):
        return {rev.revision: rev for rev in self.revision_map._revision_map.values() if rev}.values()

    def depends_on_chance(self):
        """Whether somebody has several dependencies, which Alembic keeps in the order of a Python set."""
        return any(len(rev._normalized_resolved_dependencies) > 1 for rev in self.each_revision())

    def pin_chance(self):
        """Puts these dependencies into the order of the files, one of the orders that Alembic may choose."""
        for rev in self.each_revision():
            kept = set(rev._normalized_resolved_dependencies)
            in_order = dict.fromkeys(rev._resolved_dependencies)
            rev._normalized_resolved_dependencies = tuple(dep for dep in in_order if dep in kept)


def keeps_implied_rows(project, step, rows):
    """Whether an older Alembic leaves a row here that a newer one does not."""
    if VERSION >= ROWS_OF_UNDONE_MERGES or not getattr(step, "revision", None) or step.is_upgrade:
        return False
    if rows != {step.revision.revision}:
        return False
    parents = step.to_revisions
    for parent in parents:
        below = project.revision_map._get_ancestor_nodes([project.revision_map._revision_map[parent]])
        if any(rev.revision != parent and rev.revision in parents for rev in below):
            return True
    return False


def describe(project, steps, rows):
    answer = {"steps": [], "older_rows": False}
    maintainer = HeadMaintainer(Anything(), rows)
    for step in steps:
        revision = getattr(step, "revision", None)
        answer["steps"].append(
            {
                "revision": revision.revision if revision else None,
                "from": util.format_as_comma(step.from_revisions_no_deps),
                "to": util.format_as_comma(step.to_revisions_no_deps),
            }
        )
    for step, described in zip(steps, answer["steps"]):
        answer["older_rows"] = answer["older_rows"] or keeps_implied_rows(project, step, maintainer.heads)
        try:
            maintainer.update_to_step(step)
        except (KeyError, AssertionError, IndexError) as crash:
            answer["rows_crash"] = "%s: %s" % (type(crash).__name__, crash)
            break
        described["rows"] = sorted(maintainer.heads)
    return answer


def ids(revisions):
    found = list(revisions)
    if any(not isinstance(rev, Revision) for rev in found):
        raise ValueError("past the end")
    return [rev.revision for rev in found]


def history(project, question):
    rows = tuple(question["rows"])
    lower, upper = question["lower"], question["upper"]
    if upper == "current":
        upper = rows
    elif lower == "current":
        lower = rows
    return {"revisions": ids(project.walk_revisions(base=lower or "base", head=upper or "heads"))}


def ask(project, question):
    kind = question["ask"]
    rows = tuple(question.get("rows", ()))
    if kind == "upgrade":
        return describe(project, project._upgrade_revs(question["target"], rows), rows)
    if kind == "downgrade":
        return describe(project, project._downgrade_revs(question["target"], rows), rows)
    if kind == "stamp":
        return describe(project, project._stamp_revs(tuple(question["targets"]), rows), rows)
    if kind == "history":
        return history(project, question)
    if kind == "resolve":
        return {"revisions": ids(project.get_revisions(question["identifier"]))}
    if kind == "resolve_one":
        found = project.get_revision(question["identifier"])
        return {"revisions": [found.revision] if found else []}
    if kind == "current":
        return {"revisions": sorted(ids(project.get_all_current(rows)))}
    raise SystemExit("unknown question: %r" % (question,))


def answer(project, question):
    try:
        return ask(project, question)
    except Exception as problem:
        return {"error": "%s: %s" % (type(problem).__name__, problem)}


def facts(project):
    return {
        "heads": list(project.get_heads()),
        "real_heads": list(project.revision_map._real_heads),
        "bases": list(project.get_bases()),
        "labels": {rev.revision: sorted(rev.branch_labels) for rev in project.each_revision()},
        "children": {rev.revision: sorted(rev.nextrev) for rev in project.each_revision()},
        "dependencies": {rev.revision: sorted(set(rev._resolved_dependencies)) for rev in project.each_revision()},
    }


def answer_all(case):
    project = Project(case["revisions"])
    try:
        answers = {"facts": facts(project)}
    except Exception as problem:
        return {"unusable": "%s: %s" % (type(problem).__name__, problem)}
    answers["by_chance"] = project.depends_on_chance()
    if answers["by_chance"]:
        answers["unpinned"] = [answer(project, question) for question in case["questions"]]
        project.pin_chance()
    answers["answers"] = [answer(project, question) for question in case["questions"]]
    return answers


def main():
    warnings.simplefilter("ignore")
    print(json.dumps({"alembic": alembic.__version__}))
    for line in sys.stdin:
        print(json.dumps(answer_all(json.loads(line))))


if __name__ == "__main__":
    main()
