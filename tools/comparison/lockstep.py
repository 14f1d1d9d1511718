"""Applies and undoes whole histories step by step with both tools, on two databases of one cluster, and compares them."""
import collections
import pathlib
import tempfile

from . import appliers, directions, missing, server, step_order
from .databases import Databases

ALEMBIC_SIDE = pathlib.Path(__file__).resolve().parent / "alembic_steps.py"

COLUMNS = {
    "steps": "steps",
    "both apply": "both",
    "of these supplied": "supplied",
    "of these same": "same",
    "different": "different",
    "fail alike": "alike",
    "fail otherwise": "otherwise",
    "only alembicore": "only ours",
    "only Alembic": "only alembic",
    "of these refused": "refused",
    "no text in Alembic": "beyond",
    "native on the database": "beyond native",
    "agree": "beyond agree",
}

SETTINGS = """[alembic]
script_location = {project}
version_locations = {versions}
path_separator = newline
sqlalchemy.url = {url}
"""

ENV_PY = """from alembic import context
from sqlalchemy import MetaData, create_engine, pool

with create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=MetaData())
    with context.begin_transaction():
        context.run_migrations()
"""


def write_project(folder, versions, url):
    project = pathlib.Path(folder)
    (project / "env.py").write_text(ENV_PY)
    settings = project / "alembic.ini"
    settings.write_text(SETTINGS.format(project=project, versions=versions, url=url.replace("%", "%%")))
    return settings


def verdict(theirs, ours):
    """The column of a step by the problems of the two tools, before the databases are compared."""
    if not theirs and not ours:
        return "both"
    if not theirs:
        return "only alembic"
    if not ours:
        return "only ours"
    return "alike" if appliers.alike(theirs, ours) else "otherwise"


def attempt(step, tools, databases):
    """The problems of both, and what was made up before since neither could do without."""
    supplied = []
    while True:
        theirs = tools["alembic"].apply(step)
        ours = tools["ours"].apply(step) if step.target else {"type": "target", "message": "no target does this step alone"}
        if not theirs or not ours:
            return theirs, ours, supplied
        missed = [problem for problem in (ours, theirs) if missing.said_of(problem) not in supplied and databases.supply(problem)]
        if not missed:
            return theirs, ours, supplied
        supplied += map(missing.said_of, missed)


def walk(steps, rows, tools, databases, texts):
    """Counts by column, and every step that is not applied and the same with both; `rows` is what the version table begins with."""
    counts, notes = collections.Counter(), []
    for number, step in enumerate(steps, 1):
        text = texts.get(step.revision, {})
        beyond = text.get(step.way) is None or directions.STAND_IN in text[step.way]
        theirs, ours, supplied = attempt(step, tools, databases)
        found, difference = verdict(theirs, ours), ""
        rows = step_order.rows_after(rows, step.rows)
        if found in ("alike", "otherwise"):
            databases.stamp(rows)
        if found in ("both", "alike"):
            difference = databases.difference(found == "both" and (beyond or number == len(steps)))
        if difference or found in ("only alembic", "otherwise"):  # a step may commit before it fails
            databases.take("alembic")
        elif found == "only ours":
            databases.take("ours")
        same = found == "both" and not difference
        counts.update({
            "steps": 1, found: 1, "same": same, "different": bool(difference),
            "supplied": found == "both" and bool(supplied),
            "refused": found == "only alembic" and bool(ours.get("refused")),
            "beyond": beyond, "beyond native": beyond and not ours, "beyond agree": beyond and same,
        })
        if not same:
            notes.append({"revision": step.revision, "file": text.get("file"), "way": step.way, "number": number,
                          "verdict": "different" if difference else found, "alembic": theirs, "alembicore": ours,
                          "supplied": supplied, "difference": difference})
    return counts, notes


def compare_history(alembicore, python, checkout, versions, cluster):
    texts = directions.renders_of([python, "-B", directions.ALEMBIC_SIDE, versions])
    databases = Databases(cluster)
    with tempfile.TemporaryDirectory(prefix="alembicore-history-") as folder:
        settings = write_project(folder, versions, databases.ours)
        command = [python, "-B", ALEMBIC_SIDE, settings, checkout, versions]
        with appliers.Alembic(command, folder, databases.alembic) as alembic:
            tools = {"alembic": alembic, "ours": appliers.Native(alembicore, settings, databases.ours)}
            up = step_order.upward(alembicore, settings)
            counts, notes = walk(up, [], tools, databases, texts)
            rows = []
            for step in up:
                rows = step_order.rows_after(rows, step.rows)
            more, further = walk(step_order.downward(alembicore, settings, rows), rows, tools, databases, texts)
    return counts + more, notes + further


def compare(alembicore, python, checkout, folders, preparation):
    """Counts by column over all histories, and the notes of each."""
    counts, notes = collections.Counter(), {}
    with server.Server(alembicore, preparation) as cluster:
        for versions in folders:
            try:
                found, notes[str(versions)] = compare_history(alembicore, python, checkout, versions, cluster)
                counts += found
            except SystemExit as problem:  # a history that cannot be planned, such as a plugin's without its host
                notes[str(versions)] = [{"verdict": "not compared", "why": str(problem)}]
    return counts, notes
