"""Upgrades: one pending revision, and a thousand."""
from benchmarks.measure import median_times
from benchmarks.row import times_as_long, times_faster
from benchmarks.workbench import output_of

COUNT = 1000
RUNS = 5
SHORT_RUNS = 31


def one_pending(bench):
    options = bench.options(COUNT, bench.database("pending"))
    output_of(bench.alembicore, "upgrade", "head", **options)

    def step_back():
        output_of(bench.alembicore, "downgrade", "-1", "--backup", "none", **options)

    subjects = (
        bench.bare_upgrade(COUNT),
        [bench.alembicore, "upgrade", "head"],
        [bench.alembic, "upgrade", "head"],
    )
    bare, ours, alembic = median_times(
        SHORT_RUNS, *({"command": command, "prepare": step_back, **options} for command in subjects)
    )
    what = f"one pending revision of {COUNT:,}"
    yield times_faster(f"{what}, as bare as Alembic's run", bare, alembic, "alembic", at_least=20)
    yield times_faster(f"{what}, looked at before and recorded", ours, alembic, "alembic")


def everything(bench):
    database = bench.database("everything")
    options = bench.options(COUNT, database)
    script = bench.folder / "everything.sql"
    script.write_text(output_of(bench.alembicore, "upgrade", "base:head", "--sql", **options))

    def empty_database():
        bench.settled(bench.database("everything"))

    subjects = (
        [bench.alembicore, "upgrade", "head"],
        ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", script],
        [bench.alembic, "upgrade", "head"],
    )
    ours, psql, alembic = median_times(
        RUNS, *({"command": command, "prepare": empty_database, **options} for command in subjects)
    )
    what = f"`upgrade head` over {COUNT:,} revisions"
    yield times_as_long(what, ours, psql, "psql -f", at_most=1.3)
    yield times_faster(what, ours, alembic, "alembic")


def measure(bench):
    yield from one_pending(bench)
    yield from everything(bench)
