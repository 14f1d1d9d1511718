#!/usr/bin/env python3
"""Renders the cases of a file with the Alembic that is installed, offline, and writes them as JSON.

usage: render_cases.py CASES OUTPUT
A case starts with `== name`, perhaps followed by what it needs: `| alembic 1.16 | sqlalchemy 2.0 (why)`.
{"name": {"sql": text} | {"error": text} | {"skipped": why}}
"""
import io
import json
import re
import sys
import warnings

import alembic
import sqlalchemy
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext

IMPORTS = """
import datetime, decimal, enum, uuid
from alembic import op, context
import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateSequence, DropSequence
from sqlalchemy.sql import column, quoted_name, table
"""


def read_cases(path):
    cases = {}
    for line in open(path, encoding="utf-8"):
        heading = re.match(r"== (.*)", line)
        if heading:
            name, *needs = [part.strip() for part in heading.group(1).split("|")]
            cases[name] = (needs, [])
        elif cases and not line.startswith("#"):
            cases[name][1].append(line)
    return cases


def version_of(text):
    return [int(part) for part in re.findall(r"\d+", text)[:2]]


def missing(needs):
    for need in needs:
        package, version = need.split()[:2]
        if version_of({"alembic": alembic, "sqlalchemy": sqlalchemy}[package].__version__) < version_of(version):
            return need
    return None


def render(lines):
    return render_source(IMPORTS + "def upgrade():\n" + "".join("    " + line for line in lines))


def render_source(source):
    text = io.StringIO()
    environment = EnvironmentContext(Config(), script=None, as_sql=True)
    run = MigrationContext.configure(
        dialect_name="postgresql",
        environment_context=environment,
        dialect_opts={"paramstyle": "named"},
        opts={"as_sql": True, "literal_binds": True, "output_buffer": text},
    )
    try:
        with environment, Operations.context(run):
            environment._migration_context = run  # what `alembic.context` answers from
            module = {}
            exec(compile(source, "case", "exec"), module)
            module["upgrade"]()
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"sql": text.getvalue()}


def main(cases, output):
    warnings.simplefilter("ignore")
    rendered = {}
    for name, (needs, lines) in read_cases(cases).items():
        lacking = missing(needs)
        rendered[name] = {"skipped": lacking} if lacking else render(lines)
    json.dump(rendered, open(output, "w", encoding="utf-8"), indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
