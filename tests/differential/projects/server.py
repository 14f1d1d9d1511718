"""A PostgreSQL of this run's own, and what it holds."""
import os
import re
import subprocess
import tempfile
import urllib.parse


def output_of(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


class Server:
    """The server at `url`, or without one a cluster that `alembicore db` starts in a folder of its own."""

    def __init__(self, alembicore, url=None):
        self.alembicore = alembicore
        self.folder = None
        self.url = url or self._start()

    def _start(self):
        self.folder = tempfile.TemporaryDirectory(prefix="alembicore-projects-")
        os.chmod(self.folder.name, 0o755)  # started by root, the server runs as somebody else
        self.environment = {**os.environ, "XDG_DATA_HOME": self.folder.name}
        output_of(self.alembicore, "db", "start", env=self.environment)
        return output_of(self.alembicore, "db", "url", env=self.environment).strip()

    def stop(self):
        if self.folder:
            output_of(self.alembicore, "db", "stop", env=self.environment)
            self.folder.cleanup()

    def create(self, name):
        """A new, empty database."""
        output_of("psql", "-qX", "-d", self.url, "-c", f'DROP DATABASE IF EXISTS "{name}"', "-c", f'CREATE DATABASE "{name}"')
        return Database(urllib.parse.urlsplit(self.url)._replace(path="/" + name).geturl())


class Database:
    def __init__(self, url):
        self.url = url

    def dump(self, rows=False):
        """The schema as SQL, with the rows where they are wanted; without the journal, which lies in a schema of its own."""
        what = ["--inserts"] if rows else ["--schema-only"]
        dump = output_of("pg_dump", *what, "--no-owner", "--exclude-schema=alembicore", "-d", self.url)
        return re.sub(r"^\\(un)?restrict .*\n", "", dump, flags=re.M)  # a new random word in every dump

    def versions(self, table):
        rows = output_of("psql", "-qXAt", "-d", self.url, "-c", f"SELECT version_num FROM {table}")
        return sorted(rows.split())
