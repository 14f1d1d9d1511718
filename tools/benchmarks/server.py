"""The server beside the same endpoints in FastAPI, and by itself: its start, many users during a run, its memory."""
import contextlib
import json
import os
import pathlib
import re
import statistics
import subprocess
import threading
import time
import urllib.request

from benchmarks.row import Row, time_text
from benchmarks.workbench import TOOLS, output_of

COUNT = 1000
SECONDS = 10
USERS = 10
PEER = pathlib.Path(__file__).resolve().parent / "peer_fastapi"
PEER_PORT = 38231

TABLE = """
CREATE TABLE big (id bigint PRIMARY KEY, created timestamptz NOT NULL, name text, score integer);
INSERT INTO big SELECT n, timestamptz '2020-01-01' + n * interval '3 seconds', 'name ' || n, (n::bigint * 7919 % 1000)::integer
FROM generate_series(1, 1000000) AS n;
VACUUM ANALYZE big
"""


def ask(port, target, body=None, token=None):
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{target}", method="POST" if body is not None else "GET")
    if body is not None:
        asked.data = json.dumps(body).encode()
        asked.add_header("X-Alembicore-Token", token)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return json.loads(answer.read())


class Ours:
    """A server of ours, and how long it took to listen and to answer for the first time."""

    def __init__(self, bench, database):
        log = open(bench.folder / "server.log", "ab")
        begin = time.perf_counter()
        self.process = subprocess.Popen(
            [bench.alembicore_server, "--port", "0"], stdout=subprocess.PIPE, stderr=log, text=True, **bench.options(COUNT, database)
        )
        line = self.process.stdout.readline()
        self.listening = time.perf_counter() - begin
        self.port = int(re.search(r":(\d+)/", line)[1])
        ask(self.port, "/api/alembic/migrations")
        self.answering = time.perf_counter() - begin
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def memory(self, what="VmHWM"):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{what}:\s+(\d+)", status)[1]) * 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


@contextlib.contextmanager
def ours(bench, database):
    running = Ours(bench, database)
    try:
        yield running
    finally:
        running.stop()


@contextlib.contextmanager
def peer(bench, database):
    """As many processes as there are processors, without a log of requests."""
    options = bench.options(COUNT, database)
    if "PYTHONPATH" in os.environ:
        options["env"]["PYTHONPATH"] = os.environ["PYTHONPATH"]
    command = ["/usr/bin/python3", "-m", "uvicorn", "app:app", "--app-dir", PEER, "--port", str(PEER_PORT)]
    command += ["--workers", str(os.cpu_count()), "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    process = subprocess.Popen(command, **options)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                ask(PEER_PORT, "/api/alembic/migrations")
                break
            time.sleep(0.1)
        yield PEER_PORT
    finally:
        process.terminate()
        process.wait(60)


def throughput(port, target):
    """Requests a second over ten connections."""
    told = output_of("wrk", "-t1", f"-c{USERS}", f"-d{SECONDS}s", "--timeout", "20s", f"http://127.0.0.1:{port}{target}")
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"wrk was not answered well:\n{told}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def faster(what, mine, other, name, least=None):
    ratio = mine / other
    return Row(
        f"server: {what}",
        f"{mine:,.0f} a second",
        f"{name} {other:,.0f} a second",
        f"{ratio:.1f} times",
        f"at least {least} times" if least else "",
        ("yes" if ratio >= least else "no") if least else "",
    )


def compare(bench, database):
    history, page, tuned = "/api/alembic/migrations", "/api/tables/big/data?size=100", "/tuned/tables/big/data?size=100"
    with ours(bench, database) as here, peer(bench, database) as there:
        yield faster(
            f"history of {COUNT:,} revisions", throughput(here.port, history), throughput(there, history), "FastAPI", 20
        )
        mine = throughput(here.port, page)
        yield faster("page of 100 rows", mine, throughput(there, page), "FastAPI", 4)
        yield faster("page of 100 rows", mine, throughput(there, tuned), "FastAPI, tuned")


def start(bench, database):
    listening, answering = [], []
    for _ in range(7):
        with ours(bench, database) as running:
            listening.append(running.listening)
            answering.append(running.answering)
    taken = statistics.median(answering)
    return Row(
        f"server: start to the first history of {COUNT:,} revisions",
        time_text(taken),
        f"listening after {time_text(statistics.median(listening))}",
        "",
        "below 300 ms",
        "yes" if taken < 0.3 else "no",
    )


def keep_migrating(port, stop, runs):
    """Up and down again, without a pause."""
    token = ask(port, "/api/session")["token"]
    while not stop.is_set():
        for way, target in (("downgrade", "-200"), ("upgrade", "head")):
            run = ask(port, f"/api/alembic/migrations/{way}", {"target": target, "backup": "none"}, token)
            while ask(port, f"/api/runs/{run['id']}")["state"] == "running":
                time.sleep(0.1)
            runs.append(ask(port, f"/api/runs/{run['id']}")["state"])


def crowd(bench, database):
    with ours(bench, database) as running:
        stop, runs = threading.Event(), []
        migrating = threading.Thread(target=keep_migrating, args=(running.port, stop, runs))
        migrating.start()
        told = output_of("wrk", "-t1", f"-c{USERS}", f"-d{bench.crowd_seconds}s", "--timeout", "20s", "-s", PEER / "mixed.lua", f"http://127.0.0.1:{running.port}")
        seen = json.loads(told.splitlines()[-1])
        stop.set()
        migrating.join()
        memory, now = running.memory(), running.memory("VmRSS")
    good = seen["failed"] == 0 and set(runs) == {"done"}
    rate = seen["requests"] / seen["elapsed_us"] * 1e6
    p95 = seen["p95_us"] / 1e6
    yield Row(
        f"server: 95th percentile of {USERS} users who ask without a pause while 200 revisions go down and up",
        time_text(p95),
        f"{rate:,.0f} a second, {len(runs)} runs" + ("" if good else f", {seen['failed']} requests failed"),
        "",
        "below 50 ms, no errors",
        "yes" if p95 < 0.05 and good else "no",
    )
    yield Row(
        f"server: memory after {seen['elapsed_us'] / 6e7:.1f} min of that",
        f"{memory / 1e6:.0f} MB at most",
        f"{now / 1e6:.0f} MB at the end",
        "",
        "below 80 MB",
        "yes" if memory < 80e6 else "no",
    )


def measure(bench):
    output_of(PEER / "install")
    bench.alembicore_server = bench.alembicore_server or output_of(TOOLS / "build-server").splitlines()[-1]
    database = bench.database("served")
    output_of(bench.alembicore, "upgrade", "head", "--backup", "none", **bench.options(COUNT, database))
    for statement in TABLE.split(";"):
        bench.psql("-c", statement, database=database)
    yield start(bench, database)
    yield from compare(bench, database)
    yield from crowd(bench, database)
