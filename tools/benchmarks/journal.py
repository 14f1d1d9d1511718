"""What safety costs: the journal of a thousand revisions; and everything but the backup, for one pending revision."""
from benchmarks.measure import median_times
from benchmarks.row import Row, time_text, times_as_long
from benchmarks.workbench import output_of

COUNT = 1000
RUNS = 7
ALLOWED_MORE = 0.030  # seconds, for one pending revision


def everything(bench):
    options = bench.options(COUNT, bench.database("recorded"))

    def empty_database():
        bench.settled(bench.database("recorded"))

    upgrade = [bench.alembicore, "upgrade", "head"]
    recorded, bare = median_times(
        RUNS,
        {"command": upgrade, "prepare": empty_database, **options},
        {"command": [*upgrade, "--no-journal"], "prepare": empty_database, **options},
    )
    what = f"`upgrade head` over {COUNT:,} revisions, recorded"
    return times_as_long(what, recorded, bare, "not recorded", at_most=1.05)


def one_pending(bench, count, what):
    options = bench.options(count, bench.database("recorded"))
    upgrade = [bench.alembicore, "upgrade", "head"]
    output_of(*upgrade, **options)

    def step_back():
        output_of(bench.alembicore, "downgrade", "-1", "--no-journal", **options)

    safe, bare = median_times(
        RUNS * 3,
        {"command": upgrade, "prepare": step_back, **options},
        {"command": bench.bare_upgrade(count), "prepare": step_back, **options},
    )
    more = safe - bare
    return Row(
        f"one pending revision of {count:,}, {what}",
        time_text(safe),
        f"the bare run {time_text(bare)}",
        f"{more * 1000:.1f} ms more",
        f"at most {ALLOWED_MORE * 1000:.0f} ms more",
        "yes" if more <= ALLOWED_MORE else "no",
    )


def measure(bench):
    yield everything(bench)
    yield one_pending(bench, COUNT, "looked at before and recorded")
    yield one_pending(bench, 30, "as that, with a fingerprint of the schema")
