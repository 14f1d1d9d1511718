"""Pages of a table of ten million rows, and writing rows out."""
import json
import subprocess

from benchmarks.measure import median_times, peak_memory
from benchmarks.row import Row, megabytes, time_text, times_as_long, times_faster
from benchmarks.workbench import TOOLS, output_of

ROWS = 10_000_000
EXPORTED = 1_000_000
PAGE = 100
LONG_PAGE = 10_000
RUNS = 5
CALLS = 51

SCHEMA = f"""
CREATE TABLE big (id bigint PRIMARY KEY, created timestamptz NOT NULL, name text, score integer);
INSERT INTO big SELECT n, timestamptz '2020-01-01' + n * interval '3 seconds', 'name ' || n, (n::bigint * 7919 % 1000)::integer
FROM generate_series(1, {ROWS}) AS n;
CREATE INDEX ON big (created);
CREATE TABLE part AS SELECT * FROM big WHERE id <= {EXPORTED};
ALTER TABLE part ADD PRIMARY KEY (id);
VACUUM ANALYZE big, part
"""


def page(bench, database, *options, sort="created"):
    """How to ask for a page of the large table."""
    command = [bench.alembicore, "rows", "big", "--sort", sort, "--json", "--database-url", database, *options]
    return {"command": command, "env": bench.environment}


def middle(bench, database):
    """The cursor in the middle of the table, which only reading up to it gives."""
    cursor = ()
    for _ in range(ROWS // 2 // LONG_PAGE):
        asked = page(bench, database, "--limit", str(LONG_PAGE), *cursor)
        answer = subprocess.run(asked["command"], env=asked["env"], check=True, capture_output=True)
        cursor = ("--after", json.loads(answer.stdout)["after"])
    return cursor


def psql(bench, database, statement):
    return {"command": ["psql", "-qXAt", "-d", database, "-c", statement], "env": bench.environment}


def measure(bench):
    database = bench.database("rows")
    for statement in SCHEMA.split(";"):
        bench.psql("-c", statement, database=database)
    size = ("--limit", str(PAGE))
    first, there, last, offset = median_times(
        RUNS,
        page(bench, database, *size),
        page(bench, database, *size, *middle(bench, database)),
        page(bench, database, *size, "--last"),
        psql(bench, database, f"SELECT * FROM big ORDER BY created, id LIMIT {PAGE} OFFSET {ROWS - PAGE}"),
    )
    what = f"page of {ROWS:,} rows by an indexed column"
    yield times_as_long(f"middle {what}", there, first, "the first page", at_most=2)
    yield times_as_long(f"last {what}", last, first, "the first page", at_most=2)
    yield times_faster(f"last {what}", last, offset, "OFFSET in psql")
    yield from measure_calls(bench, database, what)
    unindexed = median_times(
        RUNS,
        page(bench, database, *size, sort="score"),
        page(bench, database, *size, "--last", sort="score"),
    )
    yield Row("last page by a column without an index", *map(time_text, reversed(unindexed)), f"{unindexed[1] / unindexed[0]:.2f} times")
    ours, copy = median_times(
        RUNS,
        page(bench, database, "--limit", "1000"),
        psql(bench, database, "COPY (SELECT * FROM big ORDER BY created, id LIMIT 1000) TO STDOUT"),
    )
    yield times_as_long("1,000 rows as JSON", ours, copy, "psql COPY", at_most=1.5)
    for form in ("csv", "jsonl"):
        export = [bench.alembicore, "export", "part", "--format", form, "--database-url", database]
        peer = ["psql", "-qX", "-d", database, "-c", "COPY part TO STDOUT CSV"]
        ours = peak_memory(export, env=bench.environment)
        yield megabytes(f"peak memory of `export --format {form}`, {EXPORTED:,} rows", ours, peak_memory(peer, env=bench.environment), "psql COPY", below=50)
        taken, copy = median_times(3, {"command": export, "env": bench.environment}, {"command": peer, "env": bench.environment})
        yield Row(f"`export --format {form}`, {EXPORTED:,} rows", time_text(taken), f"psql COPY {time_text(copy)}", f"{taken / copy:.2f} times")
    yield from measure_query(bench, database)
    yield from measure_import(bench, database)


def measure_calls(bench, database, what):
    """The page by itself, on a connection that is open, and OFFSET through the same connection."""
    program = bench.page_call or output_of(TOOLS / "build-cli", "page_call")
    taken = json.loads(output_of(program, database, "big", "created", str(CALLS)))
    yield times_as_long(f"last {what}, the call", taken["last"], taken["first"], "the first page", at_most=2)
    yield times_faster(f"last {what}, the call", taken["last"], taken["offset"], "OFFSET, same connection", at_least=100)


def measure_query(bench, database):
    """All rows of a query, which are taken as they come."""
    select = "SELECT * FROM part"
    ours = [bench.alembicore, "query", "--csv", "--limit", "0", select, "--database-url", database]
    peer = ["psql", "-qX", "-d", database, "--csv", "-c", select]
    yield megabytes(f"peak memory of `query --csv --limit 0`, {EXPORTED:,} rows", peak_memory(ours, env=bench.environment), peak_memory(peer, env=bench.environment), "psql", below=50)
    taken, other = median_times(3, {"command": ours, "env": bench.environment}, {"command": peer, "env": bench.environment})
    yield Row(f"`query --csv --limit 0`, {EXPORTED:,} rows", time_text(taken), f"psql {time_text(other)}", f"{taken / other:.2f} times")


def measure_import(bench, database):
    """The same rows into an empty table, rolled back by both."""
    file = bench.folder / "part.csv"
    bench.psql("-c", f"\\copy part TO '{file}' CSV HEADER", database=database)
    bench.psql("-c", "CREATE TABLE filled (LIKE part INCLUDING ALL)", database=database)
    ours = [bench.alembicore, "import", "filled", str(file), "--dry-run", "--database-url", database]
    peer = ["psql", "-qX", "-d", database, "-c", "BEGIN", "-c", f"\\copy filled FROM '{file}' CSV HEADER", "-c", "ROLLBACK"]
    yield megabytes(f"peak memory of `import`, {EXPORTED:,} rows", peak_memory(ours, env=bench.environment), peak_memory(peer, env=bench.environment), "psql COPY", below=50)
    taken, other = median_times(3, {"command": ours, "env": bench.environment}, {"command": peer, "env": bench.environment})
    yield Row(f"`import --dry-run`, {EXPORTED:,} rows", time_text(taken), f"psql COPY {time_text(other)}", f"{taken / other:.2f} times")
