"""Run by the interpreter that has Alembic: applies and undoes single revisions, each with a connection of its own.

Reads a line of JSON for each step, {"url": …, "revision": …, "way": "up" or "down"}, and answers with one: {} where it went
well, otherwise {"type": …, "message": …, "sqlstate": …, "server": …}. The application's
modules are imported where that works; what is not installed has stand-ins.
"""
import json
import os
import signal
import sys
import warnings

import absent
import application
import readable_revisions
import sqlalchemy
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import RevisionStep
from alembic.script import ScriptDirectory

LIMIT = 60  # seconds for a step


class TooLong(BaseException):
    pass


def stop_step(*_):
    raise TooLong(f"more than {LIMIT} seconds")


def run(config, script, url, revision, way):
    def one_step(*_):
        found = script.get_revision(revision)  # loads the history, which like Alembic's own happens inside a step
        found.module = readable_revisions.load(*os.path.split(found.path))  # what it bound to an older connection is gone
        return [RevisionStep(script.revision_map, found, way == "up")]

    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    os.environ["DATABASE_URL"] = url
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)
    with EnvironmentContext(config, script, fn=one_step) as environment, engine.connect() as connection:
        environment.configure(connection=connection, target_metadata=sqlalchemy.MetaData())
        with environment.begin_transaction():
            environment.run_migrations()


def described(error):
    server = getattr(error, "orig", error)  # SQLAlchemy's exceptions hold psycopg2's
    return {
        "type": type(error).__name__,
        "message": str(error)[:2000],
        "sqlstate": getattr(server, "pgcode", None),
        "server": getattr(getattr(server, "diag", None), "message_primary", None),
    }


def answer(config, script, step):
    signal.alarm(LIMIT)
    try:
        run(config, script, **step)
        return {}
    except BaseException as error:  # a revision may call sys.exit
        return described(error)
    finally:
        signal.alarm(0)


def main(settings, checkout, versions):
    warnings.simplefilter("ignore")
    steps, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # revisions ask
    os.dup2(2, 1)  # and print
    sys.path.pop(0)  # a revision that imports `table` does not mean the one beside this file
    sys.meta_path.append(application.Application(checkout, versions))
    absent.provide_stand_ins()
    readable_revisions.provide()
    signal.signal(signal.SIGALRM, stop_step)
    config = Config(settings)
    script = ScriptDirectory.from_config(config)
    for line in steps:
        print(json.dumps(answer(config, script, json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
