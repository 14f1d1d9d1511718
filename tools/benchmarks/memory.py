"""Peak memory on a long history."""
from benchmarks.measure import peak_memory
from benchmarks.row import megabytes

COUNT = 5000
COMMANDS = (["heads"], ["history"], ["upgrade", "base:head", "--sql"])


def measure(bench):
    options = bench.options(COUNT)
    for command in COMMANDS:
        ours = peak_memory([bench.alembicore, *command], **options)
        alembic = peak_memory([bench.alembic, *command], **options)
        yield megabytes(f"peak memory of `{' '.join(command)}`, {COUNT:,} revisions", ours, alembic, "alembic", below=60)
