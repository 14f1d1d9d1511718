"""Applies whole histories on empty databases with both tools, and undoes them, and compares the schemas."""
import collections
import os
import pathlib
import re
import subprocess
import tempfile
import urllib.parse

ALEMBIC_SIDE = pathlib.Path(__file__).resolve().parent / "alembic_runs.py"

COLUMNS = {
    "histories": "histories",
    "Alembic applies": "alembic up",
    "alembicore applies": "ours up",
    "same schema": "same up",
    "Alembic undoes": "alembic down",
    "alembicore undoes": "ours down",
    "same schema after": "same down",
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


def output_of(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


class Server:
    """A private cluster for as long as the block lasts; every database begins with the SQL of `preparation`."""

    def __init__(self, alembicore, preparation):
        self.alembicore, self.preparation = alembicore, preparation

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="alembicore-conformance-")
        os.chmod(self.folder.name, 0o755)  # started by root, the server runs as somebody else
        self.environment = {**os.environ, "XDG_DATA_HOME": self.folder.name}
        output_of(self.alembicore, "db", "start", env=self.environment)
        self.url = output_of(self.alembicore, "db", "url", env=self.environment).strip()
        return self

    def __exit__(self, *_):
        output_of(self.alembicore, "db", "stop", env=self.environment)
        self.folder.cleanup()

    def empty_database(self, name):
        output_of("psql", "-qX", "-d", self.url, "-c", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", "-c", f"CREATE DATABASE {name}")
        url = urllib.parse.urlsplit(self.url)._replace(path="/" + name).geturl()
        if self.preparation:
            output_of("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", self.preparation)
        return url


def schema(url):
    dump = output_of("pg_dump", "--schema-only", "--no-owner", "-d", url)
    return re.sub(r"^\\(un)?restrict .*\n", "", dump, flags=re.M)  # a new random word in every dump


class Run:
    """One tool on one history and one database."""

    def __init__(self, command, project, url):
        self.command, self.url = [*command, "-c", str(project / "alembic.ini")], url
        self.environment = {**os.environ, "DATABASE_URL": url}

    def apply(self, *what):
        done = subprocess.run([*self.command, *what], capture_output=True, text=True, env=self.environment)
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        return done.returncode == 0, "" if done.returncode == 0 else "\n".join(lines[-12:])


def write_project(folder, versions, url):
    folder.mkdir()
    (folder / "env.py").write_text(ENV_PY)
    settings = SETTINGS.format(project=folder, versions=versions, url=url.replace("%", "%%"))
    (folder / "alembic.ini").write_text(settings)
    return folder


def compare_history(alembicore, python, versions, server):
    """What each tool managed, by column, and what went wrong."""
    runs, found, problems = {}, {"histories": True}, {"folder": str(versions)}
    with tempfile.TemporaryDirectory(prefix="alembicore-history-") as folder:
        for name, command in {"alembic": [python, "-B", ALEMBIC_SIDE], "ours": [alembicore]}.items():
            url = server.empty_database(name)
            project = write_project(pathlib.Path(folder) / name, versions, url)
            runs[name] = Run(command, project, url)
        for way, what in {"up": ("upgrade", "heads"), "down": ("downgrade", "base")}.items():
            for name, run in runs.items():
                found[f"{name} {way}"], problems[f"{name} {way}"] = run.apply(*what)
            if not (found[f"alembic {way}"] and found[f"ours {way}"]):
                break
            schemas = [schema(run.url) for run in runs.values()]
            found[f"same {way}"] = schemas[0] == schemas[1]
            if not found[f"same {way}"]:
                problems[f"schemas {way}"] = schemas
    return found, problems


def compare(alembicore, python, folders, preparation):
    """Counts by column over all histories, and what went wrong in each."""
    counts, problems = collections.Counter(), []
    with Server(alembicore, preparation) as server:
        for versions in folders:
            found, problem = compare_history(alembicore, python, versions, server)
            counts.update(key for key, value in found.items() if value)
            problems.append(problem)
    return counts, problems
