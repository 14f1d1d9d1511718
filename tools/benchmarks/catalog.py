"""Reading a large schema."""
from benchmarks.measure import median_times
from benchmarks.row import Row, time_text

TABLES = 500
COLUMNS = 20
RUNS = 5

# The same questions table by table, as SQLAlchemy's inspector answers them.
INSPECTOR = """
import sys, sqlalchemy
questions = sqlalchemy.inspect(sqlalchemy.create_engine(sys.argv[1]))
for table in questions.get_table_names():
    questions.get_columns(table), questions.get_pk_constraint(table), questions.get_foreign_keys(table)
    questions.get_unique_constraints(table), questions.get_check_constraints(table), questions.get_indexes(table)
    questions.get_table_comment(table)
"""

SCHEMA = f"""
DO $$ BEGIN
    FOR number IN 1..{TABLES} LOOP
        EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, parent integer REFERENCES t%s (id), %s)',
            number, greatest(number - 1, 1),
            (SELECT string_agg(format('c%s varchar(80) NOT NULL DEFAULT %L', each, 'x'), ', ')
             FROM generate_series(1, {COLUMNS - 2}) AS each));
        EXECUTE format('CREATE INDEX ON t%s (c1, lower(c2)) WHERE c3 IS NOT NULL', number);
    END LOOP;
END $$
"""


def measure(bench):
    database = bench.database("catalog")
    bench.psql("-c", SCHEMA, database=database)
    ours, inspector = median_times(
        RUNS,
        {"command": [bench.alembicore, "schema", "--json", "--database-url", database], "env": bench.environment},
        {"command": ["/usr/bin/python3", "-c", INSPECTOR, database], "env": bench.environment},
    )
    yield Row(
        f"`schema --json`, {TABLES} tables with {TABLES * COLUMNS:,} columns",
        time_text(ours),
        f"SQLAlchemy's inspector {time_text(inspector)}",
        f"{inspector / ours:.1f} times faster",
        "below 300 ms",
        "yes" if ours < 0.3 else "no",
    )
