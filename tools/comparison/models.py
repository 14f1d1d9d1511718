"""Compares what alembicore says of models with what the mapper says."""
import collections
import json
import pathlib
import re
import subprocess
import tempfile

RENAMED = {"GUID": "Uuid"}  # what SQLModel calls the type up to 0.0.14
MAPPER_SIDE = pathlib.Path(__file__).resolve().parent / "mapper_values.py"

COLUMNS = {
    "classes": "classes",
    "tables": "tables",
    "attributes": "attributes",
    "equal": "equal",
    "different": "different",
    "unknown": "unknown",
    "missing": "missing",
    "more": "more",
    "no mapper": "beyond",
}


def said_by_alembicore(alembicore, versions, *options):
    with tempfile.TemporaryDirectory() as folder:
        ini = pathlib.Path(folder) / "alembic.ini"
        place = versions.parent if (versions.parent / "env.py").exists() else versions.parent.parent
        if not (place / "env.py").exists():
            place = versions
        own = next((each / "alembic.ini" for each in (place, *place.parents[:4]) if (each / "alembic.ini").exists()), None)
        paths = own.parent if own else place.parent
        prepended = f"prepend_sys_path = {paths}\n" if own else ""
        ini.write_text(f"[alembic]\nscript_location = {place}\nversion_locations = {versions}\n{prepended}")
        if options and own:
            ini = own  # env.py is run, and may want more of it
        run = subprocess.run([alembicore, "-c", ini, "models", "--json", *options], capture_output=True, text=True, cwd=paths)
    said = json.loads(run.stdout or "{}")
    if "models" not in said:
        raise SystemExit(f"{versions}: {said.get('error', {}).get('message') or run.stderr}")
    return said


def said_by_mapper(python, checkout, versions, said):
    modules = sorted({each["module"] for each in said["models"]} | modules_of_tables(said))
    wanted = json.dumps({"modules": modules, "classes": [[each["module"], each["name"]] for each in said["models"]]})
    command = [python, MAPPER_SIDE, str(checkout), str(versions)]
    run = subprocess.run(command, input=wanted, capture_output=True, text=True)
    if not run.stdout:
        raise SystemExit(f"{versions}: {run.stderr.strip()}")
    return json.loads(run.stdout)


def said_through_alembicore(alembicore, python, versions):
    """The mapper again, with nothing that stands in for what is not installed."""
    told = said_by_alembicore(alembicore, versions, "--engine", "python", "--python", python)
    names = [(f"{each['module']}.{each['name']}", part["attribute"]) for each in told["models"] for part in each["unknowns"]]
    return {**told, "unconfigured": names, "problems": [part["reason"] for part in told["unknowns"]]}


def modules_of_tables(said):
    """Of tables without a class: the file, from where its packages begin."""
    modules = set()
    for each in said["tables"]:
        if each["classes"] or not each["place"]["file"]:
            continue
        file = pathlib.Path(each["place"]["file"]).with_suffix("")
        names = [] if file.name == "__init__" else [file.name]
        folder = file.parent
        while (folder / "__init__.py").exists():
            names.insert(0, folder.name)
            folder = folder.parent
        modules.add(".".join(names))
    return modules


def spaced(text):
    return None if text is None else " ".join(re.sub(r"[()]", " ", text).split())


def key_of(name):
    return f"{name['schema']}.{name['name']}" if name["schema"] else name["name"]


def facts_of_tables(tables):
    """{(table, what): value}"""
    facts = {}
    for each in tables:
        name = key_of(each["name"])
        facts[name, "table"] = True
        facts[name, "comment"] = each["comment"]
        facts[name, "primary key"] = (each["primary_key"] or {"columns": []})["columns"]
        for column in each["columns"]:
            for what in ("type", "type_class", "nullable", "primary_key", "serial", "identity", "enumeration", "comment"):
                value = column[what]
                facts[name, "column", column["name"], what] = RENAMED.get(value, value) if what == "type_class" else value
            for what in ("server_default", "computed"):
                facts[name, "column", column["name"], what] = spaced(column[what])
            facts[name, "column", column["name"], "client_default"] = column["client_default"] is not None
        for foreign in each["foreign_keys"]:
            referred = key_of(foreign["referred"])
            facts[name, "foreign key", *foreign["columns"], "->", referred, *foreign["referred_columns"]] = [
                foreign["name"], foreign["on_delete"], foreign["on_update"]
            ]
        for unique in each["unique"]:
            facts[name, "unique", *unique["columns"]] = unique["name"]
        for index in each["indexes"]:
            parts = [spaced(part) for part in index["elements"]]
            facts[name, "index", index["name"]] = [parts, index["unique"], spaced(index["definition"])]
        for condition in each["conditions"]:
            facts[name, "condition", condition["name"], spaced(condition["definition"])] = True
    return facts


RELATIONSHIP = (
    "target", "secondary", "direction", "uselist", "back_populates", "backref", "cascade", "passive_deletes", "viewonly", "lazy",
    "foreign_keys", "on_delete", "declared_by",
)


def facts_of_classes(classes):
    facts = {}
    for each in classes:
        name = f"{each['module']}.{each['name']}"
        facts[name, "class"] = each["table"] and key_of(each["table"])
        facts[name, "inheritance"] = [each["inheritance"], each["parent"]]
        for attribute in each["attributes"]:
            facts[name, "attribute", attribute["name"]] = [key_of(attribute["table"]), attribute["column"]]
        for relationship in each["relationships"]:
            for what in RELATIONSHIP:
                facts[name, "relationship", relationship["name"], what] = relationship[what]
    return facts


def unknown_names(said):
    """{owner: names of what is not known}; the empty name stands for all of it."""
    unknown = collections.defaultdict(set)
    for each in said["models"]:
        for part in each["unknowns"]:
            unknown[f"{each['module']}.{each['name']}"].add(part["attribute"])
            if each["table"]:
                unknown[key_of(each["table"])].add(part["attribute"])
    for each in said["tables"]:
        for part in each["unknowns"]:
            unknown[key_of(each["name"])].add(part["attribute"])
    return unknown


def is_unknown(fact, unknown):
    names = unknown.get(fact[0], ())
    return "" in names or "__table_args__" in names and fact[1] in ("unique", "index", "condition", "foreign key") or any(
        part in names for part in fact[1:] if isinstance(part, str)
    )


def compare(alembicore, python, checkout, versions, through_alembicore):
    said = said_by_alembicore(alembicore, versions)
    if through_alembicore:
        truth = said_through_alembicore(alembicore, python, versions)
    else:
        truth = said_by_mapper(python, checkout, versions, said)
    counts, details = collections.Counter(), []
    counts["classes"], counts["tables"] = len(said["models"]), len(said["tables"])
    ours = {**facts_of_tables(said["tables"]), **facts_of_classes(said["models"])}
    theirs = {**facts_of_tables(truth["tables"]), **facts_of_classes(truth["models"])}
    unknown = unknown_names(said)
    known_owners = {fact[0] for fact in theirs}
    unconfigured = {tuple(each) for each in truth["unconfigured"]}

    def note(verdict, fact, mine=None, real=None):
        counts[verdict] += 1
        if verdict not in ("equal", "beyond"):
            details.append({"verdict": verdict, "what": list(fact), "alembicore": mine, "mapper": real})

    for fact, mine in ours.items():
        if fact[0] not in known_owners or (fact[0], fact[2] if len(fact) > 2 else "") in unconfigured:
            note("beyond", fact)
            continue
        if (fact[0], "") in unconfigured and fact[1] == "relationship":
            note("beyond", fact)
            continue
        real = theirs.get(fact)
        if fact in theirs and mine != real and (real == "" and fact[-1] in ("type", "type_class") or "StandIn" in str(real)):
            note("beyond", fact)  # the type is of something that is not installed
            continue
        counts["attributes"] += 1
        if fact not in theirs:
            note("unknown" if is_unknown(fact, unknown) else "more", fact, mine)
        elif theirs[fact] == mine:
            note("equal", fact)
        else:
            note("unknown" if is_unknown(fact, unknown) else "different", fact, mine, theirs[fact])
    for fact, real in theirs.items():
        if fact not in ours:
            counts["attributes"] += 1
            note("unknown" if is_unknown(fact, unknown) else "missing", fact, None, real)
    for problem in truth["problems"]:
        details.append({"verdict": "problem", "what": problem, "alembicore": None, "mapper": None})
    return counts, details
