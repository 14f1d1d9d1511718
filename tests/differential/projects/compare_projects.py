#!/usr/bin/env python3
"""Runs whole projects through alembicore and through Alembic: the same text offline, the same database online.

Two differences are none:
- Up to 1.18 Alembic ends an offline downgrade to base with DROP TABLE of the version table. Newer releases and
  alembicore do not.
- Undoing a merge leaves two rows where one was. Which of them is inserted and which updated differs from run to run in
  newer releases of Alembic.
"""
import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
import unittest

from project import copy_projects
from server import Server

UNMERGE = re.compile(
    r"(INSERT INTO \S+ \(version_num\) VALUES \(')(\w+)('\)[^\n]*;\n\nUPDATE \S+ SET version_num=')(\w+)(' WHERE )"
)


class Tool:
    def __init__(self, command):
        self.command = command
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self.environment = {**environment, "PYTHONDONTWRITEBYTECODE": "1"}

    def run(self, folder, *arguments, url="postgresql://localhost/none"):
        done = subprocess.run(
            [self.command, *arguments],
            cwd=folder,
            env={**self.environment, "DATABASE_URL": url},
            capture_output=True,
            encoding="utf-8",
        )
        if done.returncode != 0:
            message = f"{self.command} {' '.join(arguments)} in {folder} gave {done.returncode}"
            raise AssertionError(f"{message}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}")
        return done.stdout


def comparable(text):
    text = re.sub(r"\n\nDROP TABLE [^\n]+;\n\n((?:COMMIT;\n\n)?)\Z", r"\n\n\1", text)
    return UNMERGE.sub(lambda m: m[1] + min(m[2], m[4]) + m[3] + max(m[2], m[4]) + m[5], text)


def difference(ours, theirs):
    lines = difflib.unified_diff(theirs.splitlines(), ours.splitlines(), "alembic", "alembicore", lineterm="", n=2)
    return "\n".join(list(lines)[:60])


def offline_test(project, folder, options):
    def test(self):
        for command, revisions in project.offline:
            with self.subTest(f"{command} {revisions}"):
                ours, theirs = (
                    Tool(tool).run(folder, command, revisions, "--sql") for tool in (options.alembicore, options.alembic)
                )
                if command == "downgrade":
                    ours, theirs = comparable(ours), comparable(theirs)
                self.assertTrue(ours == theirs, "the text differs\n" + difference(ours, theirs))

    return test


def online_test(project, folder, options):
    def state_after(tool, arguments, database):
        tool.run(folder, *arguments, url=database.url)
        return database.versions(project.version_table), database.dump(rows=project.data)

    def test(self):
        alembic, alembicore = Tool(options.alembic), Tool(options.alembicore)
        theirs, ours, mixed = (options.server.create(f"{project.name} {kind}") for kind in ("theirs", "ours", "mixed"))
        for number, arguments in enumerate(project.online):
            expected = state_after(alembic, arguments, theirs)
            for database, tool in ((ours, alembicore), (mixed, (alembicore, alembic)[number % 2])):
                rows, schema = state_after(tool, arguments, database)
                where = f"step {number + 1}, {' '.join(arguments)}, {'alternating' if database is mixed else 'alone'}"
                self.assertEqual(rows, expected[0], where)
                self.assertTrue(schema == expected[1], where + "\n" + difference(schema, expected[1]))

    return test


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alembicore", required=True, help="the command line under test")
    parser.add_argument("--alembic", required=True, help="the real Alembic")
    parser.add_argument("--projects", required=True, help="the folder of the sample projects")
    parser.add_argument("--server", help="URL of a running PostgreSQL instead of a cluster of its own")
    parser.add_argument("tests", nargs="*", help="only tests with one of these in their names")
    return parser.parse_args()


def main():
    options = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="alembicore-projects-") as work:
        fixtures = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
        cases = {}
        for project, folder in copy_projects(options.projects, fixtures, work):
            cases[f"test_{project.name}_offline"] = offline_test(project, folder, options)
            cases[f"test_{project.name}_online"] = online_test(project, folder, options)
        chosen = [name for name in cases if not options.tests or any(part in name for part in options.tests)]
        compare = type("compare_projects", (unittest.TestCase,), cases)
        options.server = Server(options.alembicore, options.server)
        try:
            result = unittest.TextTestRunner(verbosity=2).run(unittest.TestSuite(map(compare, chosen)))
        finally:
            options.server.stop()
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    main()
