"""Says what Python makes of ini files and database URLs: a JSON list of cases in, a JSON list of answers out."""

import configparser
import io
import json
import sys

from sqlalchemy.dialects.postgresql import psycopg2
from sqlalchemy.engine import make_url


def read_ini(text):
    parser = configparser.ConfigParser({"here": "/srv/app"})
    try:
        parser.read_file(io.StringIO(text, newline=None))
    except configparser.Error:
        return "refused"
    answer = {}
    for section in parser.sections():
        answer[section] = {}
        for key in parser[section]:
            try:
                answer[section][key] = parser.get(section, key)
            except configparser.Error:
                answer[section][key] = None
    return answer


def read_url(text):
    try:
        arguments = psycopg2.dialect().create_connect_args(make_url(text))[1]
    except Exception:
        return "refused"
    # psycopg2 renames the one; libpq takes a list of nothing for the default port.
    if "database" in arguments:
        arguments.setdefault("dbname", arguments.pop("database"))
    arguments.pop("database", None)
    if not str(arguments.get("port", "")).strip(","):
        arguments.pop("port", None)
    return {key: str(value) for key, value in arguments.items() if value not in ("", None)}


READERS = {"ini": read_ini, "url": read_url}

cases = json.load(open(sys.argv[2], encoding="utf-8"))
json.dump([READERS[sys.argv[1]](case) for case in cases], sys.stdout)
