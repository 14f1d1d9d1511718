"""The tools that people know, with the same chain of statements: all of it on an empty database, its last step, and nothing to do."""
import pathlib
import re
import subprocess

from benchmarks.measure import median_times
from benchmarks.peer_projects import all_tools
from benchmarks.row import times_as_long, times_faster
from benchmarks.workbench import output_of

INSTALL = pathlib.Path(__file__).resolve().parent / "peer_tools" / "install"
RUNS = {100: 5, 1000: 3}  # of the whole chain
SHORT_RUNS = 11
BOOKKEEPING = ("alembic_version", "pgmigrations*", "knex_migrations*")


def schema_of(tool, environment):
    """What the statements have made, without what the tool keeps for itself."""
    left_out = [option for table in BOOKKEEPING for option in ("-T", f"public.{table}")]
    dumped = output_of("pg_dump", "--schema-only", "--no-owner", "-n", "public", *left_out, "-d", tool.url, env=environment)
    return re.sub(r"^\\(un)?restrict .*$", "", dumped, flags=re.MULTILINE)


def require_equal_work(bench, tools):
    ours = schema_of(tools[0], bench.environment)
    for tool in tools[1:]:
        if schema_of(tool, bench.environment) != ours:
            raise SystemExit(f"{tool.name} has made another schema than {tools[0].name}")


def compared(what, tools, times):
    """psql does less than any tool, so that what counts is how much longer than psql a tool takes."""
    ours, *others = times
    for tool, taken in zip(tools[1:], others):
        yield (times_as_long if tool.name == "psql" else times_faster)(what, ours, taken, tool.name)


def everything(bench, count, tools):
    def emptied(tool):
        return lambda: bench.settled(bench.database(tool.database))

    subjects = ({"command": tool.apply, "prepare": emptied(tool), **tool.options} for tool in tools)
    times = median_times(RUNS[count], *subjects)
    require_equal_work(bench, tools)
    yield from compared(f"other tools: a chain of {count:,} on an empty database", tools, times)


def one_pending(bench, count, tools):
    def stepped_back(tool):
        return lambda: subprocess.run(tool.back, check=True, capture_output=True, **tool.options)

    subjects = ({"command": tool.apply_last or tool.apply, "prepare": stepped_back(tool), **tool.options} for tool in tools)
    times = median_times(SHORT_RUNS, *subjects)
    require_equal_work(bench, tools)
    yield from compared(f"other tools: one pending of {count:,}", tools, times)


def nothing_to_do(count, tools):
    times = median_times(SHORT_RUNS, *({"command": tool.status, **tool.options} for tool in tools))
    yield from compared(f"other tools: what the database is at, {count:,} applied", tools, times)


def measure(bench):
    node_modules = pathlib.Path(output_of(INSTALL).splitlines()[-1])
    for count in RUNS:
        tools = all_tools(bench, count, node_modules)
        yield from everything(bench, count, tools)
        yield from one_pending(bench, count, tools)
        yield from nothing_to_do(count, tools)
