"""Run by the interpreter that has SQLAlchemy: imports modules of a checkout and writes what the mapper says of them.

Reads {"modules": […], "classes": [[module, name], …]} from standard input; the arguments are the checkout and its folder of
revisions. Writes {"tables": […], "classes": […], "unconfigured": [[class, attribute], …], "problems": […]}.
"""
import importlib
import json
import sys
import warnings

import absent
import application

import sqlalchemy
from sqlalchemy import schema
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import configure_mappers
from sqlalchemy.schema import CreateColumn

DIALECT = postgresql.dialect(paramstyle="named")  # `%` is one `%`


def compiled(element):
    return " ".join(str(element.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True})).split())


def text_of_default(column):
    default = column.server_default
    if default is None or isinstance(default, (schema.Computed, schema.Identity)) or not hasattr(default, "arg"):
        return None
    return DIALECT.ddl_compiler(DIALECT, None).get_column_default_string(column)


def text_of_type(column):
    try:
        return column.type.compile(dialect=DIALECT)
    except Exception:
        return ""


def type_class(column):
    return "" if isinstance(column.type, sqlalchemy.types.NullType) else type(column.type).__name__


def column_values(column):
    identity = column.identity
    return {
        "name": column.name,
        "type": text_of_type(column),
        "type_class": type_class(column),
        "nullable": bool(column.nullable),
        "primary_key": column.primary_key,
        "identity": "" if identity is None else "always" if identity.always else "by default",
        "server_default": text_of_default(column),
        "computed": None if column.computed is None else compiled(column.computed.sqltext),
        "client_default": None if column.default is None else "yes",
        "comment": column.comment,
    }


def name_of(constraint):
    name = constraint.name
    if name is None:
        return None
    formatted = DIALECT.identifier_preparer.format_constraint(constraint)
    return formatted.strip('"') if formatted else None


def condition_values(constraint):
    text = DIALECT.ddl_compiler(DIALECT, None).process(constraint)
    _, found, definition = text.partition("CHECK")
    if not found:
        _, found, definition = text.partition("EXCLUDE")
    return {"name": name_of(constraint), "definition": found + definition}


def element_text(expression):
    return expression.name if isinstance(expression, schema.Column) else compiled_index_part(expression)


def compiled_index_part(expression):
    return " ".join(
        DIALECT.statement_compiler(DIALECT, None).process(expression, include_table=False, literal_binds=True).split()
    )


def table_values(table):
    values = {"key": f"{table.schema}.{table.name}" if table.schema else table.name, "comment": table.comment}
    values["columns"] = [column_values(column) for column in table.columns]
    values["primary_key"] = {"columns": [column.name for column in table.primary_key.columns]}
    values["foreign_keys"] = [
        {
            "name": name_of(each),
            "columns": [element.parent.name for element in each.elements],
            "referred": each.elements[0].target_fullname.rpartition(".")[0],
            "referred_columns": [element.target_fullname.rpartition(".")[2] for element in each.elements],
            "on_delete": each.ondelete or "",
            "on_update": each.onupdate or "",
        }
        for each in table.foreign_key_constraints
    ]
    kinds = {schema.UniqueConstraint: "unique", schema.CheckConstraint: "conditions", postgresql.ExcludeConstraint: "conditions"}
    values["unique"], values["conditions"] = [], []
    for each in table.constraints:
        if isinstance(each, schema.UniqueConstraint):
            values["unique"].append({"name": name_of(each), "columns": [column.name for column in each.columns]})
        elif isinstance(each, tuple(kinds)):
            values["conditions"].append(condition_values(each))
    values["indexes"] = [
        {"name": name_of(each), "elements": [element_text(part) for part in each.expressions], "unique": bool(each.unique)}
        for each in table.indexes
    ]
    return values


def relationship_values(each):
    passive = each.passive_deletes
    # back_populates= names the other side; with backref= it is on both.
    back = each.back_populates or (each.backref[0] if isinstance(each.backref, tuple) else each.backref) or ""
    return {
        "name": each.key,
        "target": each.mapper.class_.__name__,
        "direction": {"ONETOMANY": "one_to_many", "MANYTOONE": "many_to_one"}.get(each.direction.name, "many_to_many"),
        "uselist": bool(each.uselist),
        "back_populates": back,
        "secondary": None if each.secondary is None else each.secondary.fullname,
        "cascade": sorted(each.cascade),
        "passive_deletes": passive if isinstance(passive, str) else str(bool(passive)).lower(),
        "viewonly": each.viewonly,
    }


def class_values(mapper, unconfigured, problems):
    name = f"{mapper.class_.__module__}.{mapper.class_.__name__}"
    values = {
        "module": mapper.class_.__module__,
        "name": mapper.class_.__name__,
        "table": getattr(mapper.local_table, "fullname", None),
        "attributes": [],
        "relationships": [],
    }
    properties = mapper._props if problems else {each.key: each for each in mapper.attrs}
    for key, each in properties.items():
        kind = type(each).__name__
        if "Column" in kind and isinstance(getattr(each, "columns", [None])[0], schema.Column):
            column = each.columns[0]
            values["attributes"].append({"name": key, "table": column.table.fullname, "column": column.name})
        elif "Relationship" in kind:
            try:
                values["relationships"].append(relationship_values(each))
            except Exception as error:
                unconfigured.append([name, key])
                problems.append(f"{name}.{key}: {type(error).__name__}: {error}"[:300])
    return values


def mappers_of(classes, problems):
    found = []
    for module, name in classes:
        cls = getattr(sys.modules.get(module), name, None)
        mapper = getattr(cls, "__mapper__", None)
        if isinstance(cls, type) and mapper is not None and cls is mapper.class_:
            found.append(mapper)
        else:
            problems.append(f"{module}.{name} is not mapped")
    registries = {mapper.registry for mapper in found}
    managers = [manager for registry in registries for manager in registry._managers]
    everything = [manager.mapper for manager in managers if manager.is_mapped]
    return sorted(everything, key=lambda mapper: (mapper.class_.__module__, mapper.class_.__name__))


def configure(mappers, problems):
    """All at once, else one relationship after the other: one may lead to a class that cannot be loaded."""
    try:
        configure_mappers()
        return
    except Exception as error:
        problems.append(f"{type(error).__name__}: {error}"[:300])
    for mapper in mappers:
        mapper.__dict__.pop("_configure_failed", None)
        mapper.registry._new_mappers = False
    for each in relationships_of(mappers):
        try:
            if "direction" not in each.__dict__:
                each.init()
        except Exception:
            pass  # told where it is read
    for each in relationships_of(mappers):  # those that a backref has made
        try:
            if "direction" not in each.__dict__:
                each.init()
        except Exception:
            pass


def relationships_of(mappers):
    return [each for mapper in mappers for each in list(mapper._props.values()) if "Relationship" in type(each).__name__]


class StandIn:
    """For what is not installed: a decorator that does nothing, a base that is left out."""

    def __mro_entries__(self, _):
        return ()

    def __call__(self, *given, **_):
        alone = len(given) == 1 and (callable(given[0]) or isinstance(given[0], (classmethod, staticmethod, property)))
        return given[0] if alone and not isinstance(given[0], StandIn) else self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _):
        return self

    def __or__(self, _):
        return self

    __ror__ = __or__

    def __iter__(self):
        return iter(())

    def __bool__(self):
        return True


def stand_in_of(_, name):
    if name.startswith("__"):
        raise AttributeError(name)
    return StandIn()


def main():
    sys.dont_write_bytecode = True
    warnings.simplefilter("ignore")
    answers, sys.stdout = sys.stdout, sys.stderr
    wanted = json.load(sys.stdin)
    absent.AbsentModule.__getattr__ = stand_in_of
    absent.provide_stand_ins()
    sys.meta_path.insert(0, application.Application(sys.argv[1], sys.argv[2]))
    problems, unconfigured = [], []
    for module in wanted["modules"]:
        try:
            importlib.import_module(module)
        except BaseException as error:
            problems.append(f"{module}: {type(error).__name__}: {error}"[:300])
    mappers = mappers_of(wanted["classes"], problems)
    failures = []
    configure(mappers, failures)
    classes = []
    for mapper in mappers:
        try:
            classes.append(class_values(mapper, unconfigured, failures))
        except Exception as error:
            problems.append(f"{mapper}: {type(error).__name__}: {error}"[:300])
    metadata = {mapper.local_table.metadata for mapper in mappers if hasattr(mapper.local_table, "metadata")}
    for module in wanted["modules"]:
        values = vars(sys.modules.get(module, object)).values()
        metadata.update(value.metadata for value in values if isinstance(value, schema.Table))
    tables = []
    for each in metadata:
        for table in each.tables.values():
            try:
                tables.append(table_values(table))
            except Exception as error:
                problems.append(f"{table}: {type(error).__name__}: {error}"[:300])
    json.dump({"tables": tables, "classes": classes, "unconfigured": unconfigured, "problems": failures + problems}, answers, default=str)


if __name__ == "__main__":
    main()
