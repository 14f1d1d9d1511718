"""Makes up what a history expects to be there already, so that its later steps can be compared too.

Many histories begin after the first tables, or undo in another order than they apply. Where neither tool can do a step, the
missing object that one of them stops at is made in both databases, as small as PostgreSQL lets it be.
"""
import re

from . import server

TABLE = r'(?:\bON|\bUPDATE|\bFROM|\bINTO|\bTABLE(?: IF EXISTS)?(?: ONLY)?)\s+([\w."]+)'
NAME = r'"([^"]+)"'
# What the server says, and what would have helped; {table} is the one of the statement, {schema} its schema with a dot.
CURES = (
    (rf"schema {NAME} does not exist", 'CREATE SCHEMA "{0}"'),
    (rf"role {NAME} does not exist", 'CREATE ROLE "{0}"'),
    (rf"type {NAME} does not exist", "CREATE TYPE {path} AS ENUM ()"),
    (rf"(?:relation|table) {NAME} does not exist", "CREATE TABLE {path} (id serial PRIMARY KEY)"),
    (rf"column {NAME} of relation {NAME} does not exist", 'ALTER TABLE {schema}"{1}" ADD "{0}" {kind}'),
    (r"column (\w+)\.(\w+) does not exist", 'ALTER TABLE {schema}"{0}" ADD "{1}" {kind}'),
    (rf"constraint {NAME} of relation {NAME} does not exist", 'ALTER TABLE {schema}"{1}" ADD CONSTRAINT "{0}" CHECK (true)'),
    (rf"column {NAME} (?:named in key |referenced in foreign key constraint )?does not exist", 'ALTER TABLE {table} ADD "{0}" {kind}'),
    (rf"index {NAME} does not exist", 'CREATE TABLE {schema}"of {0}" (id int); CREATE INDEX "{0}" ON {schema}"of {0}" (id)'),
)


def quoted(path):
    return ".".join(f'"{part}"' for part in path.split("."))


def said_of(problem):
    """What the server said, or would have said if SQLAlchemy had not looked before."""
    if problem["type"] == "NoSuchTableError":
        return f'table "{problem["message"]}" does not exist'
    return problem.get("server") or ""


def cure(said, statement):
    """SQL that makes what is missing, or nothing."""
    found = re.search(TABLE, statement, re.I)
    table = found[1] if found else '"no table"'
    schema = table.rpartition(".")[0]
    kind = "integer" if re.search(r"_id\b|\bid\b| key\b", said) else "text"
    for pattern, made in CURES:
        if match := re.fullmatch(pattern, said):
            return made.format(*match.groups(), path=quoted(match[1]), table=table, kind=kind, schema=schema + "." * bool(schema))
    return None


def supply(problem, urls):
    """Whether what the tool missed is there now, in both databases."""
    made = cure(said_of(problem), problem.get("statement") or problem["message"])
    if not made:
        return False
    for url in urls:
        try:
            server.ask(url, made)
        except SystemExit:
            if not made.startswith("CREATE ROLE"):  # roles are the cluster's
                return False
    return True
