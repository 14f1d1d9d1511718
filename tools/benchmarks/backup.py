"""A backup against pg_dump alone."""
import pathlib

from benchmarks.measure import median_times
from benchmarks.row import times_as_long
from benchmarks.workbench import output_of

ROWS = 3_000_000
RUNS = 5

SCHEMA = f"""
CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, customer integer REFERENCES customers (id), placed timestamptz, note text);
INSERT INTO customers SELECT n, md5(n::text) FROM generate_series(1, 100000) AS n;
INSERT INTO orders SELECT n, n % 100000 + 1, timestamptz '2020-01-01' + n * interval '3 seconds', md5(n::text)
FROM generate_series(1, {ROWS}) AS n;
VACUUM ANALYZE customers, orders
"""


def pg_dump(version):
    """The program itself: what Debian has on PATH looks for a version first."""
    packaged = pathlib.Path(f"/usr/lib/postgresql/{version}/bin/pg_dump")
    return str(packaged) if packaged.exists() else "pg_dump"


def measure(bench):
    database = bench.database("backup")
    for statement in SCHEMA.split(";"):
        bench.psql("-c", statement, database=database)
    major = output_of("psql", "-qXAt", "-d", database, "-c", "SHOW server_version_num")[:-4]
    target = bench.folder / "backups"
    ours = {
        "command": [bench.alembicore, "backup", "create", "-q", "--format", "custom", "--directory", str(target), "--database-url", database],
        "env": bench.environment,
    }
    peer = {
        "command": ["sh", "-c", f'exec {pg_dump(major)} -Fc -f "{bench.folder}/peer.$$" -d "$0"', database],
        "env": bench.environment,
    }
    taken, dump = median_times(RUNS, ours, peer)
    yield times_as_long(f"`backup create`, {ROWS:,} rows", taken, dump, "pg_dump -Fc", at_most=1.05)
