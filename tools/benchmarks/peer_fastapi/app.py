"""Two of the server's endpoints as one would write them with FastAPI, asyncpg and Alembic: run by uvicorn in the folder of
a project, with the database in DATABASE_URL.

The history is read once, at the start, and its answer passes FastAPI by; so that peer is rather too fast than too slow. The
page of rows is there twice: as FastAPI's documentation has it, with values that FastAPI turns into JSON, and tuned, with texts
that PostgreSQL has made and an answer that passes FastAPI by.
"""
import os

import asyncpg
from alembic.config import Config
from alembic.script import ScriptDirectory
from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()
scripts = ScriptDirectory.from_config(Config("alembic.ini"))
history = list(scripts.walk_revisions())
heads = scripts.get_heads()


@app.on_event("startup")
async def connect():
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, max_size=6)


def described(script, applied, current):
    return {
        "revision": script.revision,
        "down_revision": script.down_revision,
        "branch_labels": sorted(script.branch_labels),
        "labels": sorted(script.branch_labels),
        "depends_on": script.dependencies or [],
        "doc": script.doc,
        "date": None,
        "module_path": script.path,
        "is_head": script.is_head,
        "is_branch_point": script.is_branch_point,
        "is_merge_point": script.is_merge_point,
        "is_missing": False,
        "is_current": script.revision in current,
        "is_applied": script.revision in applied,
        "findings": [],
        "git": None,
        "applied_date": None,
        "applied_by": None,
        "edited_after_apply": None,
        "engine": None,
        "lint": None,
    }


@app.get("/api/alembic/migrations")
async def migrations():
    rows = await app.state.pool.fetch("SELECT version_num FROM alembic_version")
    current = {row["version_num"] for row in rows}
    applied = {each.revision for each in scripts.iterate_revisions(tuple(current), "base")} if current else set()
    return JSONResponse(
        {
            "migrations": [described(each, applied, current) for each in history],
            "heads": heads,
            "current": sorted(current),
            "unknown_in_database": [],
            "database_error": None,
            "problems": [],
        }
    )


COLUMNS = """SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable
FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


@app.get("/api/tables/{table}/data")
async def rows(table: str, size: int = 100):
    name = quoted(table)
    async with app.state.pool.acquire() as connection:
        columns = await connection.fetch(COLUMNS, name)
        found = await connection.fetch(f"SELECT *, xmin::text AS version FROM {name} ORDER BY {name}.id LIMIT {size + 1}")
    return {
        "columns": [dict(each) for each in columns],
        "rows": [dict(each) for each in found[:size]],
        "after": found[size - 1]["id"] if len(found) > size else None,
        "before": None,
    }


@app.get("/tuned/tables/{table}/data")
async def tuned_rows(table: str, size: int = 100):
    name = quoted(table)
    async with app.state.pool.acquire() as connection:
        columns = await connection.fetch(COLUMNS, name)
        texts = ", ".join(quoted(each["name"]) + "::text" for each in columns)
        found = await connection.fetch(f"SELECT {texts}, xmin::text FROM {name} ORDER BY {name}.id LIMIT {size + 1}")
    return JSONResponse(
        {
            "columns": [dict(each) for each in columns],
            "rows": [{"cells": list(each)[:-1], "version": each[-1]} for each in found[:size]],
            "after": found[size - 1]["id"] if len(found) > size else None,
            "before": None,
        }
    )
