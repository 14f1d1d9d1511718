"""A private cluster of PostgreSQL and the databases in it."""
import os
import subprocess
import tempfile
import urllib.parse

# Both tools connect through libpq, which takes these from PGOPTIONS.
LIMITS = "-c statement_timeout=60s -c lock_timeout=10s -c client_min_messages=warning"

SAFEGUARDS = ("fsync", "synchronous_commit", "full_page_writes")


def output_of(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout


def ask(url, sql):
    """What psql prints for one or more statements, which are one transaction."""
    return output_of("psql", "-qAtX1", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", "-", input=sql)


class Session:
    """One psql for many questions, since starting one takes longer than most answers; begun when first asked."""

    END = "-- end of the answer --"

    def __init__(self, url):
        self.url, self.process = url, None

    def ask(self, sql):
        if not self.process:
            self.process = subprocess.Popen(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", self.url, "-f", "-"],
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                            env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"})
        print(f"{sql}\n\\echo '{self.END}'", file=self.process.stdin, flush=True)
        lines = []
        for line in self.process.stdout:
            if line.strip() == self.END:
                return "".join(lines)
            lines.append(line)
        raise SystemExit("psql ended before it answered")

    def end(self):
        if self.process:
            self.process.communicate()
        self.process = None


class Server:
    """Runs for as long as the block lasts; every new database begins with the SQL of `preparation`, a file."""

    def __init__(self, alembicore, preparation):
        self.alembicore, self.preparation = alembicore, preparation

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="alembicore-conformance-")
        os.chmod(self.folder.name, 0o755)  # started by root, the server runs as somebody else
        self.environment = {**os.environ, "XDG_DATA_HOME": self.folder.name}
        output_of(self.alembicore, "db", "start", env=self.environment)
        self.url = output_of(self.alembicore, "db", "url", env=self.environment).strip()
        # Nothing here outlives the run, and a copy of a database would otherwise wait for the disk.
        output_of("psql", "-qX", "-d", self.url, *(f"-cALTER SYSTEM SET {what} = off" for what in SAFEGUARDS), "-cSELECT pg_reload_conf()")
        return self

    def __exit__(self, *_):
        output_of(self.alembicore, "db", "stop", env=self.environment)
        self.folder.cleanup()

    def url_of(self, name):
        return urllib.parse.urlsplit(self.url)._replace(path="/" + name).geturl()

    def new_database(self, name):
        self._replace(name, "template1")
        if self.preparation:
            output_of("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", self.url_of(name), "-f", self.preparation)
        return self.url_of(name)

    def copy_database(self, source, name):
        """Sessions that a revision left open on `source` are ended, or PostgreSQL would not copy it."""
        ask(self.url, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'")
        self._replace(name, source)

    def _replace(self, name, template):
        output_of("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", self.url, "-c", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
                  "-c", f"CREATE DATABASE {name} TEMPLATE {template}")
