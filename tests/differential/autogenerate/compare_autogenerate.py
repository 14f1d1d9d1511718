#!/usr/bin/env python3
"""Asks Alembic and alembicore for a revision out of the same models and the same database, and compares what the two
revisions do: their SQL both ways, and the schema that they leave behind, both ways.

What differs between releases of Alembic is named in cases.py, as `since`. One difference is none: since 1.16 it writes
NULLS DISTINCT, which is the default and which servers before 15 do not know.
"""
import argparse
import difflib
import io
import os
import random
import subprocess
import sys
import tempfile
import unittest

import alembic
import sqlalchemy
from alembic import command
from alembic.config import Config

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "projects"))

from cases import CASES
from random_models import random_case
from server import Server

VERSION = tuple(int(part) for part in alembic.__version__.split(".")[:2])
GENERATION = ".".join(sqlalchemy.__version__.split(".")[:2])

ENV_PY = """\
import os

from alembic import context
from sqlalchemy import create_engine

import models

target_metadata = models.metadata

FUNCTIONS

def offline():
    context.configure(
        url="postgresql://", target_metadata=target_metadata, literal_binds=True, dialect_opts={"paramstyle": "named"}
    )
    with context.begin_transaction():
        context.run_migrations()


def online():
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata, OPTIONS)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


if context.is_offline_mode():
    offline()
else:
    online()
"""

INI = """\
[alembic]
script_location = %(here)s/migrations
prepend_sys_path = %(here)s
path_separator = os

[alembicore]
sqlalchemy_generation = GENERATION
"""

REVISION = "a1"


class Project:
    """A folder with models, and the two tools in it."""

    def __init__(self, folder, case, program, url):
        self.folder = folder
        self.program = program
        self.url = url
        self.write("alembic.ini", INI.replace("GENERATION", GENERATION))
        self.write("migrations/env.py", ENV_PY.replace("OPTIONS", case.options).replace("FUNCTIONS", case.functions))
        self.write("migrations/versions/.keep", "")
        self.write("migrations/script.py.mako", TEMPLATE)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def config(self, output=None):
        forget_models()
        sys.path[:] = [each for each in sys.path if not each.startswith(tempfile.gettempdir())]
        sys.path.insert(0, self.folder)
        os.environ["DATABASE_URL"] = self.url
        return Config(os.path.join(self.folder, "alembic.ini"), stdout=io.StringIO(), output_buffer=output)

    def generate_by_alembic(self):
        command.revision(self.config(), "m", autogenerate=True, rev_id=REVISION)

    def generate_by_alembicore(self, engine):
        environment = dict(os.environ)
        arguments = ["revision", "--autogenerate", "-m", "m", "--rev-id", REVISION, "--engine", engine]
        arguments += [] if engine == "native" else ["--python", sys.executable]
        done = subprocess.run(
            [self.program, *arguments],
            cwd=self.folder,
            env={**environment, "DATABASE_URL": self.url},
            capture_output=True,
            encoding="utf-8",
        )
        if done.returncode != 0:
            raise AssertionError("alembicore gave %d\n%s%s" % (done.returncode, done.stdout, done.stderr))

    def text(self):
        with open(os.path.join(self.folder, "migrations/versions/%s_m.py" % REVISION), encoding="utf-8") as file:
            return file.read()

    def sql(self, action, revisions):
        output = io.StringIO()
        getattr(command, action)(self.config(output), revisions, sql=True)
        return output.getvalue().replace(" UNIQUE NULLS DISTINCT", " UNIQUE")

    def run(self, action, revision):
        getattr(command, action)(self.config(), revision)


TEMPLATE = '''\
"""${message}"""
from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
'''


def forget_models():
    sys.modules.pop("models", None)


def make_schema(case, database):
    """What the models were before, and nothing else."""
    engine = sqlalchemy.create_engine(database.url)
    names = {}
    exec(case.before, names)
    with engine.begin() as connection:
        for statement in ("DROP SCHEMA IF EXISTS public, other CASCADE", "CREATE SCHEMA public", case.setup):
            if statement:
                connection.execute(sqlalchemy.text(statement))
        names["metadata"].create_all(connection)
    engine.dispose()


def difference(ours, theirs):
    lines = difflib.unified_diff(theirs.splitlines(), ours.splitlines(), "alembic", "alembicore", lineterm="", n=2)
    return "\n".join(list(lines)[:60])


def statements(text):
    lines = (line for line in text.splitlines() if not line.startswith("--"))
    return sorted(part.strip() for part in "\n".join(lines).split(";\n"))


def sorted_lines(dump):
    return sorted(line.rstrip(",") for line in dump.splitlines())


def make_test(case, options):
    def compare(self, what, ours, theirs, texts):
        if case.unordered:
            sort = statements if what.endswith("SQL") else sorted_lines
            ours, theirs = "\n".join(sort(ours)), "\n".join(sort(theirs))
        self.assertTrue(ours == theirs, "%s differs\n%s\n\n%s" % (what, difference(ours, theirs), texts))

    def test(self):
        with tempfile.TemporaryDirectory() as folder:
            database = options.database
            make_schema(case, database)
            theirs, ours = (
                Project(os.path.join(folder, name), case, options.alembicore, database.url) for name in ("theirs", "ours")
            )
            for each in (theirs, ours):
                each.write("models.py", case.after)
            theirs.generate_by_alembic()
            ours.generate_by_alembicore(case.engine)
            if options.show:
                print("=== %s\n%s" % (case.name, difference(ours.text(), theirs.text()) or "the same text"))
            texts = "--- alembic\n%s\n--- alembicore\n%s" % (theirs.text(), ours.text())
            if case.engine != "native":
                compare(self, "the text", ours.text(), theirs.text(), "")
            for action, revisions in (("upgrade", "base:" + REVISION), ("downgrade", REVISION + ":base")):
                if action == "upgrade" or not case.one_way:
                    compare(self, action + " SQL", ours.sql(action, revisions), theirs.sql(action, revisions), texts)
            states = [list(online_states(each, case, database)) for each in (ours, theirs)]
            for what, mine, other in zip(("upgrade", "downgrade"), *states):
                compare(self, "the schema after the " + what, mine, other, texts)

    return test


def online_states(project, case, database):
    make_schema(case, database)
    project.run("upgrade", "head")
    yield database.dump()
    if not case.one_way:
        project.run("downgrade", "base")
        yield database.dump()


class Autogenerate(unittest.TestCase):
    maxDiff = None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--alembicore", required=True)
    parser.add_argument("--url", help="a server to use instead of one of this run's own")
    parser.add_argument("--show", action="store_true", help="how the texts of the revisions differ")
    parser.add_argument("only", nargs="*", help="names of cases")
    parser.add_argument("--random", type=int, default=0, metavar="COUNT", help="so many cases that chance makes, and no others")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="the number of the first of them")
    options = parser.parse_args()
    options.alembicore = os.path.abspath(options.alembicore)
    options.server = Server(options.alembicore, options.url)
    options.database = options.server.create("autogenerate")
    if options.random:
        print("--random %d --seed %d" % (options.random, options.seed), flush=True)
    chosen = [random_case(options.seed + each, VERSION) for each in range(options.random)] or CASES
    for case in chosen:
        if case.since <= VERSION < case.until and (not options.only or case.name in options.only):
            setattr(Autogenerate, "test_" + case.name, make_test(case, options))
    try:
        unittest.main(argv=[sys.argv[0]], verbosity=2 if options.only else 1)
    finally:
        options.server.stop()


if __name__ == "__main__":
    main()
