// Operations as directives: what they are written as makes the same operations again.
#include "authoring/directive.hpp"

#include "support/revision_statements.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::authoring {

namespace {

std::vector<operation::any_operation> operations_of(std::string const& source) {
    return sqlalchemy::evaluate_revision(source, "a.py", sqlalchemy::revision_function::upgrade);
}

std::string const head =
    "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n";

revision_body rewritten(std::string const& body) {
    return written(operations_of(head + "def upgrade():\n    " + body + "\n"), {});
}

std::vector<std::string> sql_of(std::vector<operation::any_operation> const& operations) {
    sql::compiler run{sql::audience::server()};
    std::vector<std::string> all;
    for (auto const& each : operations)
        for (auto& statement : run.render(each))
            all.push_back(std::move(statement.text));
    return all;
}

/// The SQL of a body, and of what it is written as.
void check_same(std::string const& body) {
    BOOST_TEST_CONTEXT(body) {
        auto const first = operations_of(head + "def upgrade():\n    " + body + "\n");
        auto const made = written(first, {});
        auto const again = "from alembic import op\nimport sqlalchemy as sa\n" + made.imports +
                           "\ndef upgrade():\n    " + (made.upgrade.empty() ? "pass" : made.upgrade) + "\n";
        BOOST_TEST_CONTEXT(again)
        BOOST_TEST(sql_of(operations_of(again)) == sql_of(first), boost::test_tools::per_element());
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(writing_directives)

BOOST_AUTO_TEST_CASE(a_table_is_written_as_alembic_writes_it) {
    auto const made = rewritten(
        "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(40), "
        "nullable=False), sa.UniqueConstraint('name', name='uq'), schema='app', comment='people')"
    );
    BOOST_TEST(made.imports == "");
    BOOST_TEST(made.upgrade == R"(op.create_table(
        "users",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq"),
        schema="app",
        comment="people",
    ))");
}

BOOST_AUTO_TEST_CASE(modules_are_imported_where_they_are_needed) {
    auto const made = rewritten("op.add_column('t', sa.Column('x', postgresql.JSONB))");
    BOOST_TEST(made.imports == "from sqlalchemy.dialects import postgresql");
    BOOST_TEST(made.upgrade == R"(op.add_column("t", sa.Column("x", postgresql.JSONB(), nullable=True)))");
}

BOOST_AUTO_TEST_CASE(blocks_are_indented) {
    auto const made = rewritten("with op.get_context().autocommit_block():\n        op.execute('VACUUM')");
    BOOST_TEST(made.upgrade == "with op.get_context().autocommit_block():\n        op.execute(\"VACUUM\")");
}

BOOST_AUTO_TEST_CASE(what_is_written_makes_the_same_sql) {
    for (auto const* body :
         {"op.create_table('t', sa.Column('a', sa.Integer, sa.Identity(always=True, start=5), primary_key=True), "
          "sa.Column('b', sa.Numeric(10, 2), server_default=sa.text('1.5')), sa.Column('c', sa.Text, "
          "server_default=\"it's :x\"), sa.Column('d', sa.Text, sa.Computed(\"c || ' \\\\:y'\", persisted=True)))",
          "op.create_table('t', sa.Column('a', sa.Integer, primary_key=True, autoincrement=False))",
          "op.create_table('t', sa.Column('a', sa.Integer), sa.Column('b', sa.DateTime(timezone=True)), "
          "sa.ForeignKeyConstraint(['a'], ['s.o.id'], name=op.f('fk'), ondelete='CASCADE', initially='DEFERRED', "
          "deferrable=True), sa.CheckConstraint('a > 0', name='ck'))",
          "op.create_table('t', sa.Column('a', postgresql.ENUM('x', 'y', name='e')), sa.Column('b', "
          "postgresql.ARRAY(sa.String(5))), prefixes=['UNLOGGED'], postgresql_partition_by='LIST (a)', "
          "postgresql_inherits='p', postgresql_tablespace='ts')",
          "op.create_index('ix', 't', ['a', sa.text('lower(b)')], unique=True, postgresql_using='gin', "
          "postgresql_ops={'a': 'gin_trgm_ops'}, postgresql_where=sa.text(\"a <> '\\\\:b'\"), postgresql_include=['c'], "
          "postgresql_with={'fillfactor': 50})",
          "op.drop_index('ix', 't', schema='s')",
          "op.alter_column('t', 'a', type_=sa.BigInteger(), postgresql_using='a::bigint', nullable=False, "
          "server_default=sa.text('5'), comment='c', new_column_name='b', schema='s')",
          "op.alter_column('t', 'a', server_default=None, nullable=True)",
          "op.alter_column('t', 'a', server_default=sa.Identity(), existing_server_default=None)",
          "op.create_unique_constraint('uq', 't', ['a'], deferrable=True)",
          "op.create_primary_key('pk', 't', ['a', 'b'])",
          "op.create_check_constraint('ck', 't', 'a > 0')",
          "op.create_foreign_key('fk', 't', 'o', ['a'], ['id'], source_schema='s', referent_schema='r', match='FULL')",
          "op.create_exclude_constraint('ex', 't', (sa.column('a'), '='), where=sa.text('a > 0'), using='gist')",
          "op.drop_constraint('ck', 't', schema='s')",
          "op.create_table_comment('t', 'it is', schema='s')",
          "op.drop_table_comment('t')",
          "op.rename_table('t', 'u', schema='s')",
          "op.drop_column('t', 'a')",
          "op.add_column('t', sa.Column('a', sa.Integer, sa.ForeignKey('o.id', name='fk'), index=True, unique=True))",
          "postgresql.ENUM('x', name='e', schema='s').create(op.get_bind(), checkfirst=False)",
          "postgresql.ENUM(name='e').drop(op.get_bind())",
          "op.execute(sa.schema.CreateSequence(sa.Sequence('s', start=5)))",
          "op.execute(sa.schema.DropSequence(sa.Sequence('s')))",
          "op.execute(sa.schema.CreateSchema('s'))",
          "op.bulk_insert(sa.table('t', sa.column('a', sa.String)), [{'a': \"it's :x\"}, {'a': None}])"})
        check_same(body);
}

BOOST_AUTO_TEST_CASE(types_are_written_as_they_were) {
    for (auto const* type :
         {"sa.SmallInteger()",
          "sa.Boolean()",
          "sa.LargeBinary()",
          "sa.REAL()",
          "postgresql.DOUBLE_PRECISION()",
          "sa.CHAR(3)",
          "sa.String(collation='C')",
          "sa.Time()",
          "sa.Time(timezone=True)",
          "sa.DateTime()",
          "postgresql.TIMESTAMP(timezone=True, precision=3)",
          "postgresql.TIME(precision=0)",
          "sa.Interval()",
          "postgresql.INTERVAL(fields='DAY TO SECOND', precision=3)",
          "postgresql.BIT(5)",
          "postgresql.BIT(5, varying=True)",
          "sa.Uuid()",
          "sa.JSON()",
          "postgresql.INET()",
          "postgresql.TSTZRANGE()",
          "postgresql.ARRAY(sa.Integer(), dimensions=2)",
          "sa.Float()",
          "sa.Float(53)",
          "postgresql.CITEXT()",
          "postgresql.TSQUERY()",
          "sa.Numeric()",
          "sa.Numeric(10)"})
        check_same("op.add_column('t', sa.Column('x', " + std::string{type} + "))");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::authoring
