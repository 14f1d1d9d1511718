# What SQLAlchemy's mapper says of classes and tables, as the values of alembicore/models.hpp: one member here for each
# member there. Read by read_models.py in the project's own Python, and by tools/models-conformance. SQLAlchemy 1.4 and 2.
import linecache
import os
import sys

from sqlalchemy import ARRAY, create_mock_engine, event, schema, types
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import ColumnProperty, Mapper, RelationshipProperty, configure_mappers
from sqlalchemy.schema import CreateIndex

DIALECT = postgresql.dialect(paramstyle="named")  # `%` is one `%`
DIRECTIONS = {"ONETOMANY": "one_to_many", "MANYTOONE": "many_to_one", "MANYTOMANY": "many_to_many"}
LAZY = {None: "noload", True: "select", False: "joined"}
PACKAGES = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)


class Watch:
    """Notes tables and mappers as they come about, in order, and from which line of the project."""

    def __init__(self, folders):
        self._folders = [os.path.realpath(folder) + os.sep for folder in folders]
        self.tables = []
        self.mappers = []
        self._places = {}
        event.listen(schema.Table, "after_parent_attach", self._take_table)
        event.listen(Mapper, "instrument_class", self._take_mapper)

    def place_of(self, value):
        return self._places.get(id(value), {"file": "", "line": 0, "column": 0, "excerpt": ""})

    def _take_table(self, table, _):
        self.tables.append(table)
        self._places[id(table)] = self._here()

    def _take_mapper(self, mapper, _):
        self.mappers.append(mapper)
        self._places[id(mapper)] = self._here()

    def _here(self):
        frame = sys._getframe(2)
        while frame is not None:
            name = frame.f_code.co_filename
            path = os.path.realpath(name)
            if self._is_of_project(name, path):
                excerpt = linecache.getline(name, frame.f_lineno).rstrip("\r\n")
                return {"file": path, "line": frame.f_lineno, "column": 0, "excerpt": excerpt}
            frame = frame.f_back
        return {"file": "", "line": 0, "column": 0, "excerpt": ""}

    def _is_of_project(self, name, path):
        if name.startswith("<") or any(each in path for each in PACKAGES):
            return False  # code that was made of a text, or is installed
        return any(path.startswith(folder) for folder in self._folders)


def optional_text(value):
    return None if value is None else str(value)


def reason_of(failure):
    return "%s: %s" % (type(failure).__name__, failure)


def unknown(attribute, failure):
    return {"attribute": attribute, "reason": reason_of(failure), "place": None}


def table_name(table):
    return {"schema": str(table.schema or ""), "name": str(table.name)}


def name_of(constraint):
    if constraint.name is None:
        return None
    return optional_text(DIALECT.identifier_preparer.format_constraint(constraint, _alembic_quote=False))


def in_one_line(text):
    return " ".join(str(text).split())


def expression_text(expression):
    """With names of columns that say no table."""
    compiler = DIALECT.statement_compiler(DIALECT, None)
    return in_one_line(compiler.process(expression, include_table=False, literal_binds=True))


def type_text(column):
    """Empty where it has none that PostgreSQL knows."""
    try:
        return str(column.type.compile(dialect=DIALECT))
    except Exception:
        return ""


def type_class(column):
    return "" if isinstance(column.type, types.NullType) else type(column.type).__name__


def labels_of(kind):
    while True:
        if isinstance(kind, types.TypeDecorator):
            kind = kind.load_dialect_impl(DIALECT)
        elif isinstance(kind, ARRAY):
            kind = kind.item_type
        else:
            return [str(label) for label in kind.enums] if isinstance(kind, types.Enum) else []


def server_default_of(column):
    default = column.server_default
    if default is None or isinstance(default, (schema.Computed, schema.Identity)) or not hasattr(default, "arg"):
        return None
    return DIALECT.ddl_compiler(DIALECT, None).get_column_default_string(column)


def client_default_of(column):
    default = column.default
    if default is None:
        return None
    if default.is_sequence:
        return "nextval(%s)" % default.name
    if default.is_clause_element:
        return expression_text(default.arg)
    if default.is_callable:
        return "%s()" % getattr(default.arg, "__name__", type(default.arg).__name__)
    return repr(default.arg)


def is_serial(column):
    """PostgreSQL's own rule is in what SQLAlchemy writes into CREATE TABLE."""
    if not column.primary_key or column.table._autoincrement_column is not column:
        return False
    written = DIALECT.ddl_compiler(DIALECT, None).get_column_specification(column)
    words = written[len(DIALECT.identifier_preparer.format_column(column)):].split()
    return bool(words) and words[0] in ("SERIAL", "BIGSERIAL", "SMALLSERIAL")


def column_values(column, unknowns):
    identity = column.identity
    values = {
        "name": str(column.name),
        "type": type_text(column),
        "type_class": type_class(column),
        "nullable": bool(column.nullable),
        "primary_key": bool(column.primary_key),
        "serial": False,
        "identity": "" if identity is None else "always" if identity.always else "by default",
        "server_default": None,
        "computed": None,
        "client_default": None,
        "enumeration": [],
        "comment": optional_text(column.comment),
    }
    if not values["type"]:
        unknowns.append({"attribute": values["name"], "reason": "PostgreSQL has no such type", "place": None})
    readers = {
        "serial": lambda: bool(values["type"]) and is_serial(column),
        "server_default": lambda: optional_text(server_default_of(column)),
        "computed": lambda: None if column.computed is None else expression_text(column.computed.sqltext),
        "client_default": lambda: client_default_of(column),
        "enumeration": lambda: labels_of(column.type),
    }
    for name, read in readers.items():
        try:
            values[name] = read()
        except Exception as failure:
            unknowns.append(unknown(values["name"], failure))
    return values


def foreign_key_values(constraint):
    table, _, _ = constraint.elements[0].target_fullname.rpartition(".")
    referred_schema, _, name = table.rpartition(".")
    return {
        "name": name_of(constraint),
        "columns": [str(each.parent.name) for each in constraint.elements],
        "referred": {"schema": referred_schema, "name": name},
        "referred_columns": [each.target_fullname.rpartition(".")[2] for each in constraint.elements],
        "on_delete": str(constraint.ondelete or ""),
        "on_update": str(constraint.onupdate or ""),
    }


def condition_values(constraint):
    text = DIALECT.ddl_compiler(DIALECT, None).process(constraint)
    _, found, definition = text.partition("CHECK")
    if not found:
        _, found, definition = text.partition("EXCLUDE")
    return {"name": name_of(constraint), "definition": found + definition}


def element_text(expression):
    return str(expression.name) if isinstance(expression, schema.Column) else expression_text(expression)


def index_values(index):
    return {
        "name": name_of(index) or "",
        "elements": [element_text(each) for each in index.expressions],
        "unique": bool(index.unique),
        "definition": in_one_line(CreateIndex(index).compile(dialect=DIALECT)),
    }


def is_made(constraint):
    """Not one that a type makes for other databases only."""
    rule = getattr(constraint, "_create_rule", None)
    return rule is None or rule(DIALECT.ddl_compiler(DIALECT, None))


def key_values(constraint):
    return {"name": name_of(constraint), "columns": [str(column.name) for column in constraint.columns]}


def table_values(table, place):
    unknowns = []
    values = {"name": table_name(table), "place": place, "classes": []}
    values["columns"] = [column_values(column, unknowns) for column in table.columns]
    values["primary_key"] = key_values(table.primary_key) if len(table.primary_key.columns) else None
    values.update(foreign_keys=[], unique=[], conditions=[], indexes=[])
    readers = (
        (schema.ForeignKeyConstraint, "foreign_keys", foreign_key_values),
        (schema.UniqueConstraint, "unique", key_values),
        ((schema.CheckConstraint, postgresql.ExcludeConstraint), "conditions", condition_values),
    )

    def add(member, read, part):
        try:
            values[member].append(read(part))
        except Exception as failure:
            unknowns.append(unknown(str(part.name or ""), failure))

    for each in table._sorted_constraints:
        for kind, member, read in readers:
            if isinstance(each, kind) and is_made(each):
                add(member, read, each)
    for each in sorted(table.indexes, key=lambda index: str(index.name)):
        add("indexes", index_values, each)
    values["comment"] = optional_text(table.comment)
    values["unknowns"] = unknowns
    return values


def foreign_columns(relationship):
    """Those that it goes along."""
    pairs = list(relationship.synchronize_pairs) + list(relationship.secondary_synchronize_pairs or ())
    columns = list(dict.fromkeys(column for _, column in pairs))
    if relationship.secondary is not None:  # both sides in one order
        columns.sort(key=list(relationship.secondary.columns).index)
    return columns or sorted(relationship._calculated_foreign_keys, key=str)


def on_delete_of(column):
    for each in column.table._sorted_constraints:
        if isinstance(each, schema.ForeignKeyConstraint) and column.name in each.column_keys + [
            element.parent.name for element in each.elements
        ]:
            return str(each.ondelete or "")
    return ""


def backref_name(relationship):
    backref = relationship.backref
    return backref[0] if isinstance(backref, tuple) else backref


def is_backref(relationship):
    """Made by backref= of the other side."""
    return any(backref_name(each) == relationship.key for each in relationship._reverse_property)


def is_configured(relationship):
    return getattr(relationship, "direction", None) is not None


def relationship_values(mapper, each):
    if not is_configured(each):
        each.init()  # says once more why it failed
    passive = each.passive_deletes
    foreign = foreign_columns(each)
    return {
        "name": str(each.key),
        "target": each.mapper.class_.__name__,
        "direction": DIRECTIONS[each.direction.name],
        "uselist": bool(each.uselist),
        # back_populates= names the other side; with backref= it is on both.
        "back_populates": str(each.back_populates or backref_name(each) or ""),
        "backref": is_backref(each),
        "secondary": None if each.secondary is None else table_name(each.secondary),
        "cascade": sorted(each.cascade),
        "passive_deletes": passive if isinstance(passive, str) else str(bool(passive)).lower(),
        "viewonly": bool(each.viewonly),
        "lazy": str(LAZY.get(each.lazy, each.lazy)),
        "foreign_keys": ["%s.%s" % (column.table.fullname, column.name) for column in foreign],
        "on_delete": [on_delete_of(column) for column in foreign],
        "declared_by": "" if each.parent is mapper else each.parent.class_.__name__,
    }


def inheritance_of(mapper):
    if mapper.inherits is None:
        return "none"
    return "concrete" if mapper.concrete else "single" if mapper.single else "joined"


def class_values(mapper, place):
    made = mapper.class_
    is_table = isinstance(mapper.local_table, schema.Table)
    values = {
        "name": made.__name__,
        "module": made.__module__,
        "place": place,
        "table": table_name(mapper.local_table) if is_table else None,
        "inheritance": inheritance_of(mapper),
        "parent": mapper.inherits.class_.__name__ if mapper.inherits is not None else "",
        "attributes": [],
        "relationships": [],
        "unknowns": [],
    }
    if not is_table:
        values["unknowns"].append({"attribute": "", "reason": "it is mapped to no table", "place": None})
    for key, each in list(mapper._props.items()):
        if isinstance(each, ColumnProperty):
            column = each.columns[0]
            if isinstance(column, schema.Column) and isinstance(column.table, schema.Table):
                attribute = {"name": str(key), "table": table_name(column.table), "column": str(column.name)}
                values["attributes"].append(attribute)
        elif isinstance(each, RelationshipProperty):
            try:
                values["relationships"].append(relationship_values(mapper, each))
            except Exception as failure:
                values["unknowns"].append(unknown(str(key), failure))
    return values


def configure(mappers):
    """All at once, else one relationship after the other: one may lead to a class that is not there."""
    try:
        configure_mappers()
        return None
    except Exception as failure:
        first = failure
    for mapper in mappers:
        mapper.__dict__.pop("_configure_failed", None)
        mapper.registry._new_mappers = False
    for _ in range(2):  # the second time those that a backref has made
        for each in relationships_of(mappers):
            try:
                if not is_configured(each):
                    each.init()
            except Exception:
                pass  # told where it is read
    return first


def relationships_of(mappers):
    everything = [each for mapper in mappers for each in list(mapper._props.values())]
    return [each for each in everything if isinstance(each, RelationshipProperty)]


def scratch_schemas(metadata, default_schema):
    """Where the tables of each schema are made for a comparison; None stands for what the models leave out."""
    first = "alembicore_models_0"
    names = {None: first, default_schema: first}
    for each in metadata:
        types_used = [column.type for table in each.tables.values() for column in table.columns]
        for item in [*each.tables.values(), *each._sequences.values(), *types_used]:
            name = getattr(item, "schema", None)
            if name is not None and name not in names:
                names[str(name)] = "alembicore_models_%d" % (len(names) - 1)
    return names


def owner_of(element):
    subject = getattr(element, "element", None)
    for each in (getattr(subject, "table", None), subject):
        if getattr(each, "name", None) is not None:
            return str(each.name)
    return ""


def definitions(metadata, default_schema):
    """The statements with which SQLAlchemy would make everything, in schemas made for that."""
    names = scratch_schemas(metadata, default_schema)
    statements, unknowns = [], []

    def note(element, *_, **__):
        compiled = element.compile(dialect=DIALECT, schema_translate_map=dict(names), render_schema_translate=True)
        statements.append({"table": owner_of(element), "sql": str(compiled).strip()})

    for each in metadata:
        try:
            each.create_all(create_mock_engine("postgresql://", note), checkfirst=False)
        except Exception as failure:
            unknowns.append(unknown("", failure))
    named = [
        name
        for each in metadata
        for table in each.tables.values()
        for name in map(name_of, table._sorted_constraints)
        if name
    ]
    schemas = [{"models": each or "", "scratch": scratch} for each, scratch in names.items()]
    return {"schemas": schemas, "statements": statements, "named": named, "unknowns": unknowns}
