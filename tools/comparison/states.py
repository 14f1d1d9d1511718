"""What is in a database, as text to compare: quickly, as pg_dump shows it, and the rows of its tables."""
import re

from . import server

QUICK = r"""
SELECT 'column', nspname, relname, relkind, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
       attcollation::regcollation, pg_get_expr(adbin, adrelid), rank() OVER (PARTITION BY c.oid ORDER BY attnum)
    FROM pg_namespace n JOIN pg_class c ON relnamespace = n.oid JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0
    LEFT JOIN pg_attrdef ON adrelid = c.oid AND adnum = attnum
    WHERE {inside} AND NOT attisdropped AND relkind NOT IN ('i', 'I') ORDER BY nspname, relname, attnum;
SELECT 'constraint', nspname, conrelid::regclass, conname, pg_get_constraintdef(c.oid)
    FROM pg_namespace n JOIN pg_constraint c ON connamespace = n.oid WHERE {inside} ORDER BY 2, conrelid::regclass::text, 4;
SELECT 'index', pg_get_indexdef(indexrelid), indisvalid
    FROM pg_namespace n JOIN pg_class c ON relnamespace = n.oid JOIN pg_index ON indexrelid = c.oid WHERE {inside} ORDER BY 2;
SELECT 'view', nspname, relname, md5(pg_get_viewdef(c.oid))
    FROM pg_namespace n JOIN pg_class c ON relnamespace = n.oid WHERE {inside} AND relkind IN ('v', 'm') ORDER BY 2, 3;
SELECT 'type', nspname, typname, typtype, (SELECT array_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
    FROM pg_namespace n JOIN pg_type t ON typnamespace = n.oid WHERE {inside} AND typtype IN ('e', 'd') ORDER BY 2, 3;
SELECT 'function', nspname, proname, md5(prosrc), pg_get_function_identity_arguments(p.oid)
    FROM pg_namespace n JOIN pg_proc p ON pronamespace = n.oid WHERE {inside} ORDER BY 2, 3, 4, 5;
SELECT 'trigger', pg_get_triggerdef(oid), tgenabled FROM pg_trigger
    WHERE NOT tgisinternal AND tgrelid NOT IN (SELECT oid FROM pg_class WHERE relnamespace = to_regnamespace('alembicore')) ORDER BY 2;
SELECT 'comment', objoid::regclass, objsubid, description FROM pg_description WHERE classoid = 'pg_class'::regclass
    AND objoid IN (SELECT c.oid FROM pg_namespace n JOIN pg_class c ON relnamespace = n.oid WHERE {inside}) ORDER BY objoid::regclass::text, 3;
SELECT 'version', CASE WHEN to_regclass('alembic_version') IS NOT NULL
    THEN query_to_xml('SELECT version_num FROM alembic_version ORDER BY 1', true, true, '') END;
"""
INSIDE = "nspname !~ '^(pg_|information_schema|alembicore$)'"

# New in every run: uuid4() and the present time. Replaced before rows are compared.
NEW_VALUES = r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}|\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d(:\d\d)?)?)?|\d{10}(\.\d+)?"
TABLES = """
SELECT format('SELECT %L, count(*), md5(string_agg(line, chr(10) ORDER BY line COLLATE "C"))
               FROM (SELECT regexp_replace(t::text, %L, ''new'', ''g'') AS line FROM %I.%I t) AS lines;',
              nspname || '.' || relname, '{new}', nspname, relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
    WHERE relkind = 'r' AND {inside} ORDER BY nspname, relname;
"""


def quick(session):
    return session.ask(QUICK.replace("{inside}", INSIDE))


def schema(session):
    dump = server.output_of("pg_dump", "--schema-only", "--no-owner", "--exclude-schema=alembicore", "-d", session.url)
    return re.sub(r"^\\(un)?restrict .*\n", "", dump, flags=re.M)  # a new random word in every dump


def rows(session):
    """Count and checksum of each table, with new identifiers and times taken out."""
    questions = session.ask(TABLES.replace("{new}", NEW_VALUES).replace("{inside}", INSIDE))
    return session.ask(questions)


def stamp_sql(rows):
    """The version rows after a step that neither tool could do, whatever it left behind."""
    lines = ["CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL,"
             " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));"]
    if any(len(row) > 32 for row in rows):
        lines.append("ALTER TABLE alembic_version ALTER version_num TYPE text;")
    lines.append("DELETE FROM alembic_version;")
    lines += [f"INSERT INTO alembic_version VALUES ('{row}');" for row in rows]
    return "\n".join(lines)
