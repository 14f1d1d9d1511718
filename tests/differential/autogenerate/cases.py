"""Models before and after a change, and what env.py says of them."""
from dataclasses import dataclass

HEAD = """\
import enum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import declarative_base, relationship

"""
PLAIN = HEAD + "metadata = sa.MetaData()\n"


@dataclass(frozen=True)
class Case:
    name: str
    before: str  # modules of models, which `metadata` is taken from
    after: str
    options: str = ""  # of context.configure
    one_way: bool = False  # downgrade() of Alembic fails: it drops a constraint without a name
    unordered: bool = False  # the order hangs on the hashes of Python
    since: tuple = (1, 8)  # the release of Alembic that does this
    until: tuple = (99, 0)  # and the first that does something else
    setup: str = ""  # SQL that runs before the models are made
    functions: str = ""  # of env.py
    engine: str = "native"  # with another one Alembic compares, and the texts are the same


def table(name, *items, keywords=""):
    lines = "".join("    %s,\n" % item for item in items)
    return "sa.Table(\n    %r, metadata,\n%s%s)\n" % (name, lines, keywords)


KEY = "sa.Column('id', sa.Integer, primary_key=True)"
USERS = table("users", KEY, "sa.Column('name', sa.String(50))")

CASES = [
    Case("nothing_to_do", PLAIN + USERS, PLAIN + USERS),
    Case(
        "added_table",
        PLAIN,
        PLAIN
        + table(
            "users",
            KEY,
            "sa.Column('name', sa.String(50), nullable=False, index=True)",
            "sa.Column('email', sa.Text, unique=True)",
            "sa.Column('active', sa.Boolean, server_default=sa.text('true'), nullable=False)",
            "sa.Column('role', sa.String, server_default='user')",
            "sa.Column('made', sa.DateTime(timezone=True), server_default=sa.func.now(), comment='when')",
            "sa.CheckConstraint('length(name) > 2', name='long_enough')",
            keywords="    comment='who',\n",
        ),
    ),
    Case(
        "removed_table",
        PLAIN
        + USERS
        + table(
            "notes",
            "sa.Column('id', sa.BigInteger, primary_key=True)",
            "sa.Column('owner', sa.ForeignKey('users.id', ondelete='CASCADE'), nullable=False)",
            "sa.Column('text', sa.Text, server_default='', comment='all of it')",
            "sa.Column('price', sa.Numeric(10, 2))",
            "sa.Column('at', sa.DateTime(timezone=True))",
            "sa.Column('tags', postgresql.ARRAY(sa.String))",
            "sa.Column('more', postgresql.JSONB)",
            "sa.UniqueConstraint('owner', 'text', name='once')",
            "sa.CheckConstraint('id > owner', name='not_the_first')",
            "sa.Index('by_price', 'price')",
            keywords="    comment='of users',\n",
        ),
        PLAIN + USERS,
    ),
    Case(
        "tables_that_need_each_other",
        PLAIN,
        PLAIN
        + table("zebra", KEY)
        + table("apple", KEY, "sa.Column('zebra_id', sa.ForeignKey('zebra.id'))")
        + table("apples_of_boxes", "sa.Column('apple_id', sa.ForeignKey('apple.id'), primary_key=True)",
                "sa.Column('box_id', sa.ForeignKey('box.id', onupdate='CASCADE'), primary_key=True)")
        + table("box", KEY, "sa.Column('parent_id', sa.ForeignKey('box.id', name='nested'))"),
    ),
    Case(
        "added_columns",
        PLAIN + USERS,
        PLAIN
        + table(
            "users",
            KEY,
            "sa.Column('age', sa.SmallInteger)",
            "sa.Column('name', sa.String(50))",
            "sa.Column('score', sa.Float, nullable=False, server_default='0')",
            "sa.Column('born', sa.Date, comment=\"it's a day\")",
        ),
    ),
    Case(
        "removed_columns",
        PLAIN + table("users", KEY, "sa.Column('name', sa.String(50), server_default='x', nullable=False, comment='n')"),
        PLAIN + table("users", KEY),
    ),
    Case("nullable", PLAIN + USERS, PLAIN + table("users", KEY, "sa.Column('name', sa.String(50), nullable=False)")),
    Case(
        "types",
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String(50))",
            "sa.Column('b', sa.Integer, server_default='4')",
            "sa.Column('c', sa.Numeric(10, 2))",
            "sa.Column('d', sa.DateTime)",
            "sa.Column('e', sa.String)",
            "sa.Column('f', sa.Text, nullable=False, comment='f')",
        ),
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String(80))",
            "sa.Column('b', sa.BigInteger, server_default='4')",
            "sa.Column('c', sa.Numeric(12, 4))",
            "sa.Column('d', sa.DateTime(timezone=True))",
            "sa.Column('e', sa.Text)",
            "sa.Column('f', sa.String(20), nullable=False, comment='f')",
        ),
        options="compare_type=True",
    ),
    Case(
        "types_that_are_no_difference",
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String)",
            "sa.Column('b', sa.Float)",
            "sa.Column('c', sa.Numeric)",
            "sa.Column('d', postgresql.ARRAY(sa.Integer))",
            "sa.Column('e', sa.LargeBinary)",
        ),
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String(50))",
            "sa.Column('b', postgresql.DOUBLE_PRECISION)",
            "sa.Column('c', sa.DECIMAL(5, 2))",
            "sa.Column('d', postgresql.ARRAY(sa.Integer))",
            "sa.Column('e', postgresql.BYTEA)",
        ),
        options="compare_type=True",
    ),
    Case(
        "comments",
        PLAIN
        + table("a", KEY, "sa.Column('x', sa.Integer, comment='old')", keywords="    comment='of a',\n")
        + table("b", KEY, keywords="    comment='of b',\n")
        + table("c", KEY),
        PLAIN
        + table("a", KEY, "sa.Column('x', sa.Integer)", keywords="    comment=\"it's a\",\n")
        + table("b", KEY)
        + table("c", KEY, keywords="    comment='new',\n"),
    ),
    Case(
        "server_defaults",
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String, server_default='x')",
            "sa.Column('b', sa.Integer, server_default='1')",
            "sa.Column('c', sa.Boolean, server_default=sa.text('false'))",
            "sa.Column('d', sa.DateTime, server_default=sa.func.now())",
            "sa.Column('e', sa.String)",
        ),
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String, server_default='y')",
            "sa.Column('b', sa.Integer, server_default='1')",
            "sa.Column('c', sa.Boolean)",
            "sa.Column('d', sa.DateTime, server_default=sa.func.now())",
            "sa.Column('e', sa.String, server_default=sa.text(\"'it'\"))",
        ),
        options="compare_server_default=True",
    ),
    Case(
        "server_defaults_are_not_asked_for",
        PLAIN + table("things", KEY, "sa.Column('a', sa.String, server_default='x')"),
        PLAIN + table("things", KEY, "sa.Column('a', sa.String, server_default='y')"),
    ),
    Case(
        "indexes",
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String)",
            "sa.Column('b', sa.Integer)",
            "sa.Index('gone', 'a')",
            "sa.Index('other_columns', 'a')",
            "sa.Index('other_uniqueness', 'b')",
            "sa.Index('same', 'a', 'b', unique=True)",
        ),
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String)",
            "sa.Column('b', sa.Integer, index=True)",
            "sa.Index('new', 'a', postgresql_using='hash')",
            "sa.Index('part', 'a', postgresql_where=sa.text('b > 0'))",
            "sa.Index('other_columns', 'a', 'b')",
            "sa.Index('other_uniqueness', 'b', unique=True)",
            "sa.Index('same', 'a', 'b', unique=True)",
        ),
    ),
    Case(
        "a_partial_index_goes",  # releases before do not read its condition
        PLAIN + table("things", KEY, "sa.Index('gone', 'id', postgresql_where=sa.text('id > 0'))"),
        PLAIN + table("things", KEY),
        since=(1, 12),
    ),
    Case(
        "indexes_of_expressions",
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String)",
            "sa.Index('same', sa.text('lower(a)'))",
            "sa.Index('other', sa.text('lower(a)'))",
            "sa.Index('down', sa.text('a DESC'))",
        ),
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String)",
            "sa.Index('same', sa.text('lower(a)'))",
            "sa.Index('other', sa.text('upper(a)'))",
            "sa.Index('down', sa.text('a DESC'))",
            "sa.Index('new', sa.text('length(a)'))",
        ),
        since=(1, 12),
    ),
    Case(
        "unique_constraints",
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String)",
            "sa.Column('b', sa.Integer)",
            "sa.Column('c', sa.Integer, unique=True)",
            "sa.UniqueConstraint('a', name='gone')",
            "sa.UniqueConstraint('a', 'b', name='changed')",
        ),
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.String)",
            "sa.Column('b', sa.Integer)",
            "sa.Column('c', sa.Integer, unique=True)",
            "sa.UniqueConstraint('b', name='new')",
            "sa.UniqueConstraint('a', 'c', name='changed')",
        ),
    ),
    Case(
        "unique_constraint_without_a_name",
        PLAIN + USERS,
        PLAIN + table("users", KEY, "sa.Column('name', sa.String(50), unique=True)"),
        one_way=True,
    ),
    Case(
        "foreign_keys",
        PLAIN
        + USERS
        + table(
            "notes",
            KEY,
            "sa.Column('owner', sa.Integer, sa.ForeignKey('users.id', name='gone'))",
            "sa.Column('other', sa.Integer)",
            "sa.Column('same', sa.Integer, sa.ForeignKey('users.id', ondelete='NO ACTION'))",
        ),
        PLAIN
        + USERS
        + table(
            "notes",
            KEY,
            "sa.Column('owner', sa.Integer)",
            "sa.Column('other', sa.Integer, sa.ForeignKey('users.id', name='new', ondelete='SET NULL'))",
            "sa.Column('same', sa.Integer, sa.ForeignKey('users.id'))",
        ),
    ),
    Case(
        "foreign_key_with_another_action",
        PLAIN + USERS + table("notes", KEY, "sa.Column('owner', sa.ForeignKey('users.id', name='owner_key'))"),
        PLAIN
        + USERS
        + table(
            "notes",
            KEY,
            "sa.Column('owner', sa.ForeignKey('users.id', name='owner_key', ondelete='CASCADE',"
            " deferrable=True, initially='DEFERRED'))",
        ),
    ),
    Case(
        "checks",
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.Integer)",
            "sa.CheckConstraint('a > 0', name='gone')",
            "sa.CheckConstraint('a > 1', name='same')",
        ),
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.Integer)",
            "sa.CheckConstraint('a > 2', name='new')",
            "sa.CheckConstraint('a > 3', name='same')",
        ),
        since=(1, 19),
    ),
    Case(
        "checks_without_a_name",
        PLAIN + table("things", KEY, "sa.Column('a', sa.Integer)", "sa.CheckConstraint('a > 0')"),
        PLAIN + table("things", KEY, "sa.Column('a', sa.Integer)", "sa.CheckConstraint('a > 0')"),
        since=(1, 19),
    ),
    Case(
        "checks_of_types",
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.Enum('x', 'y', name='kind', native_enum=False, create_constraint=True))",
        ),
        PLAIN
        + table(
            "things",
            KEY,
            "sa.Column('a', sa.Enum('x', 'y', name='kind', native_enum=False, create_constraint=True))",
            "sa.Column('b', sa.Enum('x', 'y', name='other', native_enum=False))",
        ),
        until=(1, 19),  # which drops the check that the type has made
    ),
    Case(
        "enums",
        HEAD
        + "metadata = sa.MetaData()\n"
        + table("a", KEY, "sa.Column('mood', sa.Enum('sad', 'ok', name='mood'))", "sa.Column('x', sa.String)"),
        HEAD
        + "class Size(enum.Enum):\n    small = 's'\n    large = 'l'\n\nmetadata = sa.MetaData()\n"
        + table(
            "a", KEY, "sa.Column('mood', sa.Enum('sad', 'ok', 'happy', name='mood'))", "sa.Column('x', sa.String)"
        )
        + table(
            "b",
            KEY,
            "sa.Column('size', sa.Enum(Size, name='size'), nullable=False)",
            "sa.Column('kind', postgresql.ENUM('x', 'y', name='kind'))",
        ),
        one_way=True,  # the types of the table that was made stay behind, and are made again
    ),
    Case(
        "every_type",
        PLAIN,
        PLAIN
        + table(
            "things",
            "sa.Column('id', sa.BigInteger, primary_key=True)",
            *(
                "sa.Column('c%d', %s)" % (number, kind)
                for number, kind in enumerate(
                    """\
sa.Unicode(5)
sa.UnicodeText()
sa.CHAR(3)
sa.Numeric()
sa.Numeric(5)
sa.Float(24)
sa.Time()
sa.Time(timezone=True)
sa.TIMESTAMP(timezone=True)
sa.Interval()
sa.LargeBinary()
sa.ARRAY(sa.Integer)
sa.JSON()
postgresql.JSON()
postgresql.JSONB()
postgresql.UUID()
postgresql.INET()
postgresql.CIDR()
postgresql.MACADDR()
postgresql.TSVECTOR()
postgresql.ARRAY(sa.String(7), dimensions=2)
postgresql.TIMESTAMP(precision=3)
postgresql.INTERVAL()
postgresql.BIT(4)
postgresql.BIT(varying=True)
postgresql.INT4RANGE()
postgresql.TSTZRANGE()
postgresql.MONEY()
postgresql.OID()
sa.PickleType()
sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
sa.String(8, collation='C')""".splitlines()
                )
            ),
        ),
    ),
    Case(
        "every_type_goes_and_stays",
        PLAIN
        + "".join(
            table(
                name,
                KEY,
                "sa.Column('a', sa.Unicode(5))",
                "sa.Column('b', sa.Float)",
                "sa.Column('c', sa.Time(timezone=True))",
                "sa.Column('d', sa.Interval)",
                "sa.Column('e', postgresql.UUID)",
                "sa.Column('f', postgresql.INET)",
                "sa.Column('g', sa.LargeBinary)",
                "sa.Column('h', sa.Boolean)",
                "sa.Column('i', sa.CHAR(4))",
                "sa.Column('j', postgresql.TSVECTOR)",
                "sa.Column('k', sa.Date)",
                "sa.Column('l', postgresql.TIMESTAMP(precision=3))",
            )
            for name in ("stays", "goes")
        ),
        PLAIN
        + table(
            "stays",
            KEY,
            "sa.Column('a', sa.Unicode(5))",
            "sa.Column('b', sa.Float)",
            "sa.Column('c', sa.Time(timezone=True))",
            "sa.Column('d', sa.Interval)",
            "sa.Column('e', postgresql.UUID)",
            "sa.Column('f', postgresql.INET)",
            "sa.Column('g', sa.LargeBinary)",
            "sa.Column('h', sa.Boolean)",
            "sa.Column('i', sa.CHAR(4))",
            "sa.Column('j', postgresql.TSVECTOR)",
            "sa.Column('k', sa.Date)",
            "sa.Column('l', postgresql.TIMESTAMP(precision=3))",
        ),
        options="compare_type=True",
    ),
    Case(
        "schemas",
        PLAIN
        + table("here", KEY)
        + table("there", KEY, "sa.Column('a', sa.Integer)", keywords="    schema='other',\n")
        + table("gone", KEY, keywords="    schema='other',\n"),
        PLAIN
        + table("here", KEY, "sa.Column('there', sa.ForeignKey('other.there.id', name='there_key'))")
        + table(
            "there",
            KEY,
            "sa.Column('a', sa.Integer, index=True, nullable=False)",
            "sa.UniqueConstraint('a', name='once')",
            keywords="    schema='other',\n    comment='new',\n",
        )
        + table("new", KEY, "sa.Column('x', sa.Integer, index=True)", keywords="    schema='other',\n"),
        options="include_schemas=True, include_name=include_name",
        functions="""\
def include_name(name, type_, parent_names):
    if type_ == "schema":
        return name in [None, "other"]
    return True
""",
        setup="CREATE SCHEMA other",
    ),
    Case(
        "naming_convention",
        HEAD
        + """\
metadata = sa.MetaData(naming_convention={
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
})
"""
        + USERS
        + table("old", KEY, "sa.Column('x', sa.Integer, unique=True)"),
        HEAD
        + """\
metadata = sa.MetaData(naming_convention={
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
})
"""
        + table("users", KEY, "sa.Column('name', sa.String(50), unique=True)", "sa.Column('a', sa.Integer, index=True)")
        + table(
            "notes",
            KEY,
            "sa.Column('owner', sa.ForeignKey('users.id'), index=True)",
            "sa.Column('title', sa.String, unique=True)",
            "sa.CheckConstraint('length(title) > 0', name='titled')",
        ),
        unordered=True,
    ),
    Case(
        "identity_and_generated",
        PLAIN,
        PLAIN
        + table(
            "things",
            "sa.Column('id', sa.Integer, sa.Identity(always=True), primary_key=True)",
            "sa.Column('a', sa.Integer, nullable=False)",
            "sa.Column('twice', sa.Integer, sa.Computed('a * 2', persisted=True))",
        ),
    ),
    Case(
        "identity_and_generated_go",
        PLAIN
        + table(
            "things",
            "sa.Column('id', sa.Integer, sa.Identity(always=True), primary_key=True)",
            "sa.Column('a', sa.Integer, nullable=False)",
            "sa.Column('twice', sa.Integer, sa.Computed('a * 2', persisted=True))",
        ),
        PLAIN,
    ),
    Case(
        "numbers_of_identities",
        PLAIN
        + table(
            "things",
            "sa.Column('id', sa.BigInteger, sa.Identity(start=1000, cache=5), primary_key=True)",
            "sa.Column('same', sa.Integer, sa.Identity(increment=2))",
            "sa.Column('left_out', sa.Integer, sa.Identity(start=7, cycle=True))",
            "sa.Column('always', sa.Integer, sa.Identity(always=True, minvalue=3, maxvalue=900))",
        ),
        PLAIN
        + table(
            "things",
            "sa.Column('id', sa.BigInteger, sa.Identity(start=2000, cache=100), primary_key=True)",
            "sa.Column('same', sa.Integer, sa.Identity(increment=2, cycle=False))",
            "sa.Column('left_out', sa.Integer, sa.Identity())",
            "sa.Column('always', sa.Integer, sa.Identity(minvalue=3, maxvalue=800))",
        ),
        options="compare_server_default=True",
    ),
    Case(
        "an_identity_that_only_some_releases_compare",
        PLAIN + table("things", "sa.Column('id', sa.Integer, sa.Identity(cache=5), primary_key=True)"),
        PLAIN + table("things", "sa.Column('id', sa.Integer, sa.Identity(cache=9), primary_key=True)"),
        engine="auto",
    ),
    Case(
        "keys_that_are_no_serial",
        PLAIN + table("pair", "sa.Column('a', sa.Integer, primary_key=True)", "sa.Column('b', sa.Integer, primary_key=True)"),
        PLAIN
        + table(
            "pair",
            "sa.Column('a', sa.Integer, primary_key=True)",
            "sa.Column('b', sa.Integer, primary_key=True)",
            "sa.Column('c', sa.Integer)",
        )
        + table("single", "sa.Column('id', sa.Integer, primary_key=True, autoincrement=False)"),
    ),
    Case(
        "batches",
        PLAIN + USERS,
        PLAIN
        + table(
            "users",
            KEY,
            "sa.Column('name', sa.String(80), nullable=False, index=True)",
            "sa.Column('age', sa.Integer)",
            "sa.UniqueConstraint('age', name='one_of_each_age')",
        )
        + table("notes", KEY, "sa.Column('owner', sa.ForeignKey('users.id'), index=True)"),
        options="render_as_batch=True, compare_type=True",
    ),
    Case(
        "objects_that_env_py_leaves_out",
        PLAIN
        + USERS
        + table("legacy", KEY)
        + table("kept", KEY, "sa.Column('a', sa.Integer)", "sa.Column('b', sa.Float)", "sa.Column('c', sa.Integer)"),
        PLAIN
        + table("users", KEY)
        + table("kept", KEY, "sa.Column('b', sa.Integer)", "sa.Column('c', sa.BigInteger)")
        + table("fresh", KEY)
        + table("tmp_fresh", KEY),
        options="include_object=include_object, compare_type=True",
        functions="""\
from sqlalchemy import Numeric

LEFT_OUT = {"legacy"}


def include_object(object, name, type_, reflected, compare_to):
    if type_ == "table":
        return name not in LEFT_OUT and not name.startswith("tmp_")
    if type_ == "column" and reflected and compare_to is None:
        return not (name == "a" and object.table.name == "kept")
    return not (type_ == "column" and hasattr(compare_to, "type") and isinstance(compare_to.type, Numeric))
""",
    ),
    Case(
        "declarative",
        HEAD + "Base = declarative_base()\nmetadata = Base.metadata\n",
        HEAD
        + """\
Base = declarative_base()
metadata = Base.metadata


class Author(Base):
    __tablename__ = "authors"
    __table_args__ = (sa.UniqueConstraint("name", "born", name="one_of_a_name"), {"comment": "who writes"})
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(100), nullable=False)
    born = sa.Column(sa.Date)
    made = sa.Column(sa.DateTime, server_default=sa.func.now(), nullable=False)
    books = relationship("Book", back_populates="author")


class Book(Base):
    __tablename__ = "books"
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column(sa.String, index=True)
    author_id = sa.Column(sa.Integer, sa.ForeignKey("authors.id"), nullable=False)
    author = relationship("Author", back_populates="books")
""",
    ),
    Case(
        "alembic_compares",
        PLAIN + USERS,
        PLAIN + table("users", KEY, "sa.Column('tags', postgresql.ARRAY(sa.String))") + table("notes", KEY),
        engine="python",
    ),
    Case(
        "env_py_takes_part",
        PLAIN + USERS,
        PLAIN + table("users", KEY, "sa.Column('age', sa.Integer)"),
        options="process_revision_directives=take_part, render_item=None",
        functions="""\
def take_part(context, revision, directives):
    directives[0].upgrade_ops.ops = directives[0].upgrade_ops.ops[:1]
    del directives[0].upgrade_ops.ops[0].ops[1:]
    directives[0].downgrade_ops.ops = []
""",
        engine="auto",
        one_way=True,
    ),
    Case(
        "strange_names",
        PLAIN + table("My Table", KEY),
        PLAIN
        + table(
            "My Table",
            KEY,
            "sa.Column('a:b', sa.String(5), server_default=sa.text(\"'x:y'\"))",
            "sa.Column(\"it's\", sa.Integer, comment='100 %')",
            "sa.CheckConstraint('\"a:b\" <> \\'::\\'', name='Odd One')",
            "sa.Index('By \"Name\"', 'a:b')",
        )
        + table("select", KEY, "sa.Column('from', sa.Integer)"),
        since=(1, 19),
    ),
]
