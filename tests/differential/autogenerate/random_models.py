"""Models that chance makes, and what becomes of them. What a server refuses is left out: a change of type that needs a USING,
a table that is dropped while others refer to it."""
import random

from cases import KEY, PLAIN, Case, table

FAMILIES = [  # of types that the server turns into one another by itself
    ["sa.SmallInteger", "sa.Integer", "sa.BigInteger"],
    ["sa.String(%d)", "sa.String", "sa.Text", "sa.Unicode(%d)"],
    ["sa.Numeric", "sa.Numeric(12, %d)"],
    ["sa.REAL", "sa.Float", "postgresql.DOUBLE_PRECISION"],
    ["sa.DateTime", "sa.Date"],
    ["sa.DateTime(timezone=True)"],
    ["sa.Boolean"],
    ["sa.LargeBinary"],
    ["sa.Interval"],
    ["postgresql.UUID"],
    ["postgresql.JSONB"],
    ["postgresql.ARRAY(sa.Integer)", "postgresql.ARRAY(sa.BigInteger)"],
]
DEFAULTS = {
    "sa.Integer": ["'0'", "sa.text('1 + 1')"],
    "sa.Text": ["'x'", "''", "sa.text(\"'y'\")"],
    "sa.Boolean": ["sa.true()", "sa.text('false')"],
    "sa.DateTime": ["sa.func.now()", "sa.text('CURRENT_TIMESTAMP')"],
}
IMPORT = "from sqlalchemy.dialects import postgresql\n"


class Chance(random.Random):
    def likely(self, probability):
        return self.random() < probability

    def column(self, name, family):
        kind = self.choice(FAMILIES[family])
        kind = kind % self.choice([3, 5, 8]) if "%d" in kind else kind
        options = ["nullable=False"] if self.likely(0.3) else []
        if kind in DEFAULTS and self.likely(0.5):
            options.append("server_default=" + self.choice(DEFAULTS[kind]))
        if self.likely(0.1):
            options.append("comment='about %d'" % self.randrange(3))
        return "sa.Column(%s)" % ", ".join([repr(name), kind, *options])

    def some(self, columns):
        return ", ".join(repr(each) for each in self.sample(columns, min(len(columns), self.choice([1, 2]))))

    def keys(self, name, columns, version):
        # Before 1.9 the way back from a dropped table forgets that an index was unique.
        unique = ", unique=True" if version >= (1, 9) and self.likely(0.3) else ""
        rule = self.choice(["", ", ondelete='CASCADE'", ", deferrable=True, initially='DEFERRED'"])
        if columns and self.likely(0.4):
            yield "sa.Index('ix_%s_some', %s%s)" % (name, self.some(columns), unique)
        if columns and self.likely(0.3):
            yield "sa.UniqueConstraint(%s, name='uq_%s_some')" % (self.some(columns), name)
        if name != "first" and self.likely(0.4):
            yield "sa.ForeignKeyConstraint(['id'], ['first.id'], name='fk_%s'%s)" % (name, rule)


def tables(chance, families, version):
    """By name. Only the first, which is always there, is referred to."""
    made = {}
    for name in ["first"] + [each for each in ("second", "third") if chance.likely(0.8)]:
        columns = [each for each in families[name] if chance.likely(0.7)]
        parts = [chance.column(each, families[name][each]) for each in columns]
        made[name] = parts, list(chance.keys(name, columns, version))
    return made


def changed(chance, before, after):
    """Some of the tables, columns and keys of before, and some of after."""
    for name, (columns, keys) in before.items():
        if name in after and chance.likely(0.3):
            after[name] = columns, keys
    return after


def source(of):
    return PLAIN + IMPORT + "".join(table(name, KEY, *columns, *keys) for name, (columns, keys) in of.items())


def random_case(seed, version):
    chance = Chance(seed)
    families = {
        name: {"c%d" % number: chance.randrange(len(FAMILIES)) for number in range(5)} for name in ("first", "second", "third")
    }
    before = tables(chance, families, version)
    after = changed(chance, before, tables(chance, families, version))
    return Case(
        "random_%d" % seed,
        source(before),
        source(after),
        options="compare_type=True, compare_server_default=True",
        unordered=True,
    )
