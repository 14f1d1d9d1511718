"""The two tools, each of which applies or undoes one revision on one database and says what became of it."""
import json
import os
import pathlib
import select
import subprocess

from . import server

LIMIT = 90  # seconds for a step; Alembic's side gives up before
REFUSALS = {"not_evaluable", "needs_database", "evaluation_limit", "decided_at_run_time", "not_available"}
TOO_LONG = {"type": "too long", "message": f"no answer after {LIMIT} seconds"}


def environment(url):
    return {**os.environ, "DATABASE_URL": url, "PGOPTIONS": server.LIMITS}


class Native:
    """A process for each step. Nothing is what a good step gives, a problem what a bad one gives."""

    def __init__(self, alembicore, settings, url):
        self.command = [alembicore, "-c", str(settings), "--json", "--database-url", url]
        self.environment = environment(url)

    def apply(self, step):
        action = "upgrade" if step.way == "up" else "downgrade"
        command = [*self.command, action, "--engine", "native", step.target]
        try:
            done = subprocess.run(command, capture_output=True, text=True, env=self.environment, timeout=LIMIT)
        except subprocess.TimeoutExpired:
            return TOO_LONG
        if done.returncode == 0:
            return None
        try:
            return self.problem(json.loads(done.stdout or done.stderr)["error"])
        except (ValueError, KeyError):
            return {"type": "crash", "message": f"ends with {done.returncode}: {done.stderr[-2000:]}"}

    @staticmethod
    def problem(error):
        said = error["server"] or {}
        place = error["place"] or {"file": "", "line": 0}
        return {
            "type": error["message"].split(":")[0] if error["code"] == "python_exception" else error["code"],
            "message": ": ".join(filter(None, [error["message"], error["reason"]])),
            "place": f"{pathlib.Path(place['file']).name}:{place['line']}",
            "sqlstate": said.get("sqlstate"),
            "server": said.get("message"),
            "statement": error["statement"],
            "refused": error["code"] in REFUSALS,
        }


class Alembic:
    """One process for all steps, and a new one after a step that hung or ended it."""

    def __init__(self, command, folder, url):
        self.command, self.folder, self.url, self.process = command, folder, url, None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        if self.process:
            self.process.kill()
            self.process.communicate()
        self.process = None

    def apply(self, step):
        if not self.process:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=subprocess.DEVNULL, text=True, env=environment(self.url),
                                            cwd=self.folder)  # revisions write files
        asked = {"url": self.url, "revision": step.revision, "way": step.way}
        try:
            print(json.dumps(asked), file=self.process.stdin, flush=True)
        except BrokenPipeError:
            pass  # told by what can be read
        if not select.select([self.process.stdout], [], [], LIMIT)[0]:
            self.end()
            return TOO_LONG
        line = self.process.stdout.readline()
        if not line:
            self.end()
            return {"type": "crash", "message": "Alembic's process ended"}
        return json.loads(line) or None


def alike(theirs, ours):
    """Whether two problems are one: the server's same words, or the same exception."""
    if theirs.get("sqlstate") or ours.get("sqlstate"):
        return (theirs.get("sqlstate"), theirs.get("server")) == (ours.get("sqlstate"), ours.get("server"))
    return theirs["type"] == ours["type"]
