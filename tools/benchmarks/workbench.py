"""What the measurements share: the two tools, generated projects, and a PostgreSQL of this run's own."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import urllib.parse

TOOLS = pathlib.Path(__file__).resolve().parent.parent


def output_of(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout.strip()


class Workbench:
    def __init__(self, alembicore, alembic, server=None):
        self.alembicore = alembicore
        self.alembic = alembic
        self.page_call = None  # built where it is wanted
        self.alembicore_server = None  # as that
        self.crowd_seconds = 30
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="alembicore-bench-"))
        self.folder.chmod(0o755)  # started by root, the server runs as somebody else
        self.environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self.own_server = server is None
        self.server = server or self._start_server()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.own_server:
            output_of(self.alembicore, "db", "stop", env=self.environment)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_server(self):
        self.environment["XDG_DATA_HOME"] = str(self.folder)
        output_of(self.alembicore, "db", "start", env=self.environment)
        return output_of(self.alembicore, "db", "url", env=self.environment)

    def project(self, count):
        """The folder of a linear project of so many revisions."""
        folder = self.folder / f"project-{count}"
        if not folder.exists():
            output_of(TOOLS / "gen_project", str(count), folder)
        return folder

    def versions(self, count):
        return self.project(count) / "migrations" / "versions"

    def psql(self, *arguments, database=None):
        return output_of("psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", database or self.server, *arguments)

    def database(self, name):
        """The URL of a new, empty database."""
        self.psql("-c", f"DROP DATABASE IF EXISTS {name}", "-c", f"CREATE DATABASE {name}")
        return urllib.parse.urlsplit(self.server)._replace(path="/" + name).geturl()

    def bare_upgrade(self, count):
        """The upgrade that does as much as Alembic's: nothing is looked at before it, and nothing is recorded."""
        configuration = self.project(count) / "bare.ini"
        if not configuration.exists():
            ordinary = (self.project(count) / "alembic.ini").read_text()
            configuration.write_text(ordinary + "\n[alembicore]\nconfirm = off\njournal = off\n")
        return [self.alembicore, "-c", configuration, "upgrade", "head"]

    def settled(self, database):
        """Writes out what earlier runs left behind, so that no measured run pays for it."""
        self.psql("-c", "CHECKPOINT", database=database)

    def options(self, count, database=None):
        """How to start a tool in the project of so many revisions."""
        environment = dict(self.environment)
        if database:
            environment["DATABASE_URL"] = database
        return {"cwd": self.project(count), "env": environment}
