"""Commands that read the whole history and change nothing."""
from benchmarks.measure import median_times
from benchmarks.row import times_as_long, times_faster

SIZES = (10, 100, 1000, 5000)
COMMANDS = ("heads", "history", "current")
RUNS = 7


def database_at_head(bench, count):
    """A database whose version table says that everything is applied; no command here looks at the tables."""
    database = bench.database(f"startup_{count}")
    bench.psql(
        "-c",
        "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)",
        "-c",
        f"INSERT INTO alembic_version VALUES ('{head_of(bench, count)}')",
        database=database,
    )
    return database


def head_of(bench, count):
    (newest,) = bench.versions(count).glob(f"*_step_{count - 1}.py")
    return newest.name.split("_")[0]


def measure(bench):
    for count in SIZES:
        options = bench.options(count, database_at_head(bench, count))
        files = sorted(path.name for path in bench.versions(count).iterdir() if path.suffix == ".py")
        reading = {"command": ["cat", *files], "cwd": bench.versions(count)}
        for command in COMMANDS:
            ours, alembic, cat = median_times(
                RUNS,
                {"command": [bench.alembicore, command], **options},
                {"command": [bench.alembic, command], **options},
                reading,
            )
            what = f"`{command}`, {count:,} revisions"
            yield times_faster(what, ours, alembic, "alembic", at_least=20)
            if count == SIZES[-1]:
                yield times_as_long(what, ours, cat, "cat", at_most=3)
