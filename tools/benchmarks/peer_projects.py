"""One chain of revisions as each of the tools that people know wants it: the same statements, in the files that the tool's own
documentation has them in, with its own defaults."""
import json
import re
import sys
from dataclasses import dataclass

from benchmarks.workbench import output_of


@dataclass(frozen=True)
class Step:
    name: str
    up: str
    down: str


@dataclass(frozen=True)
class Tool:
    """How one tool is asked for what all of them do, each on a database of its own."""

    name: str
    database: str
    url: str
    options: dict  # of its process
    apply: list
    back: list  # by one step
    status: list
    apply_last: list | None = None  # where it has to be told that only the last step is left


def database_for(bench, tool, count):
    name = f"peers_{tool}_{count}"
    return {"database": name, "url": bench.database(name)}


def identifier_of(bench, count, number):
    (file,) = bench.versions(count).glob(f"*_step_{number}.py")
    return file.name.split("_")[0]


def statements(sql):
    """The statements of each revision in a script as Alembic writes it, without those for its version table."""
    sections = re.split(r"^-- Running .*\n", sql, flags=re.MULTILINE)[1:]
    bookkeeping = r"^(?:(?:INSERT INTO|UPDATE|DELETE FROM|DROP TABLE) alembic_version\b.*|COMMIT);\n?"
    return [re.sub(bookkeeping, "", section, flags=re.MULTILINE).strip() + "\n" for section in sections]


def steps_of(bench, count):
    options = bench.options(count)
    ups = statements(output_of(bench.alembicore, "upgrade", "base:head", "--sql", **options))
    downs = statements(output_of(bench.alembicore, "downgrade", "head:base", "--sql", **options))
    if len(ups) != count or len(downs) != count:
        raise SystemExit(f"{len(ups)} and {len(downs)} steps were written for {count} revisions")
    return [Step(f"step_{number}", up, down) for number, (up, down) in enumerate(zip(ups, reversed(downs)))]


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def alembicore(bench, count):
    own = database_for(bench, "alembicore", count)
    return Tool(
        "alembicore",
        **own,
        options=bench.options(count, own["url"]),
        apply=[bench.alembicore, "upgrade", "head"],
        back=[bench.alembicore, "downgrade", "-1", "--backup", "none"],
        status=[bench.alembicore, "current"],
    )


def alembic(bench, count):
    own = database_for(bench, "alembic", count)
    return Tool(
        "alembic",
        **own,
        options=bench.options(count, own["url"]),
        apply=[bench.alembic, "upgrade", "head"],
        back=[bench.alembic, "downgrade", "-1"],
        status=[bench.alembic, "current"],
    )


def psql(bench, count):
    """No tool, but what a tool that starts no faster has to wait for: the statements and the version row in one transaction."""
    own = database_for(bench, "psql", count)
    folder = bench.folder / f"psql-{count}"
    options = bench.options(count)
    last, before = (identifier_of(bench, count, number) for number in (count - 1, count - 2))
    write(folder / "all.sql", output_of(bench.alembicore, "upgrade", "base:head", "--sql", **options))
    write(folder / "last.sql", output_of(bench.alembicore, "upgrade", f"{before}:{last}", "--sql", **options))
    write(folder / "back.sql", output_of(bench.alembicore, "downgrade", f"{last}:{before}", "--sql", **options))
    run = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", own["url"]]
    return Tool(
        "psql",
        **own,
        options={"cwd": folder, "env": bench.environment},
        apply=[*run, "-f", "all.sql"],
        back=[*run, "-f", "back.sql"],
        status=[*run, "-c", "SELECT version_num FROM alembic_version"],
        apply_last=[*run, "-f", "last.sql"],
    )


def sqitch(bench, count, steps):
    """A script for each way and step, with the transaction that `sqitch add` writes into it."""
    own = database_for(bench, "sqitch", count)
    folder = bench.folder / f"sqitch-{count}"
    write(folder / "sqitch.conf", "[core]\n\tengine = pg\n[user]\n\tname = Bench\n\temail = bench@example.org\n")
    plan = ["%syntax-version=1.0.0", "%project=bench", ""]
    for number, step in enumerate(steps):
        at = f"2024-03-01T12:{number // 60:02}:{number % 60:02}Z"
        plan.append(f"{step.name} {at} Bench <bench@example.org> # {step.name}")
        for way, sql in (("deploy", step.up), ("revert", step.down)):
            write(folder / way / f"{step.name}.sql", f"BEGIN;\n\n{sql}\nCOMMIT;\n")
    write(folder / "sqitch.plan", "\n".join(plan) + "\n")
    target = "db:pg://" + own["url"].split("://", 1)[1]
    # What somebody has set for all of their projects is not what is measured.
    alone = {"SQITCH_SYSTEM_CONFIG": str(folder / "none"), "SQITCH_USER_CONFIG": str(folder / "none")}
    return Tool(
        "Sqitch",
        **own,
        options={"cwd": folder, "env": {**bench.environment, **alone}},
        apply=["sqitch", "deploy", target],
        back=["sqitch", "revert", "-y", "--to", "@HEAD^", target],
        status=["sqitch", "status", target],
    )


def npm_project(bench, name, url, node_modules):
    folder = bench.folder / name
    folder.mkdir()
    (folder / "node_modules").symlink_to(node_modules)
    return folder, {"cwd": folder, "env": {**bench.environment, "DATABASE_URL": url}}


def node_pg_migrate(bench, count, steps, node_modules):
    """Files of SQL. It has no command that only tells: `up` with nothing to do stands for one."""
    own = database_for(bench, "node_pg_migrate", count)
    folder, options = npm_project(bench, f"node-pg-migrate-{count}", own["url"], node_modules)
    for number, step in enumerate(steps):
        sql = f"-- Up Migration\n\n{step.up}\n-- Down Migration\n\n{step.down}"
        write(folder / "migrations" / f"{1709294400000 + number}_{step.name.replace('_', '-')}.sql", sql)
    tool = node_modules / ".bin" / "node-pg-migrate"
    return Tool("node-pg-migrate", **own, options=options, apply=[tool, "up"], back=[tool, "down"], status=[tool, "up"])


def knex(bench, count, steps, node_modules):
    """Each step in a transaction of its own, as Knex has it where nothing else is said."""
    own = database_for(bench, "knex", count)
    folder, options = npm_project(bench, f"knex-{count}", own["url"], node_modules)
    write(folder / "knexfile.js", 'module.exports = { client: "pg", connection: { connectionString: process.env.DATABASE_URL } };\n')
    for number, step in enumerate(steps):
        ways = {"up": step.up, "down": step.down}
        exports = [f"exports.{way} = (knex) => knex.raw({json.dumps(sql)});\n" for way, sql in ways.items()]
        write(folder / "migrations" / f"{20240301120000 + number}_{step.name}.js", "\n".join(exports))
    tool = node_modules / ".bin" / "knex"
    return Tool("Knex", **own, options=options, apply=[tool, "migrate:latest"], back=[tool, "migrate:down"], status=[tool, "migrate:status"])


def node_is_new_enough():
    """For node-pg-migrate 9; the Node.js of Debian 12 is not."""
    version = output_of("node", "--version")
    if tuple(int(part) for part in version.lstrip("v").split(".")[:2]) >= (20, 11):
        return True
    print(f"node-pg-migrate is left out: it needs Node.js 20.11, and here is {version}", file=sys.stderr)
    return False


def all_tools(bench, count, node_modules):
    """Ours first."""
    steps = steps_of(bench, count)
    tools = [alembicore(bench, count), psql(bench, count), alembic(bench, count), sqitch(bench, count, steps)]
    if node_is_new_enough():
        tools.append(node_pg_migrate(bench, count, steps, node_modules))
    tools.append(knex(bench, count, steps, node_modules))
    return tools
