// Calls that Alembic before 1.11 took: arguments that have become keywords, given by position.
#include "sql/compiler.hpp"
#include "sqlalchemy/evaluate.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::sqlalchemy {

namespace {

std::string statement(std::string const& call) {
    auto const made = evaluate_revision(
        "from alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n    " + call + "\n",
        "a.py",
        revision_function::upgrade
    );
    sql::compiler run{sql::audience::server()};
    return run.render(made.at(0)).at(0).text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(calls_of_earlier_releases)

BOOST_AUTO_TEST_CASE(schema_may_be_positional) {
    BOOST_TEST(
        statement("op.add_column('t', sa.Column('a', sa.Integer), 's')") == "ALTER TABLE s.t ADD COLUMN a INTEGER"
    );
    BOOST_TEST(statement("op.drop_column('t', 'a', 's')") == "ALTER TABLE s.t DROP COLUMN a");
    BOOST_TEST(statement("op.drop_table('t', 's')") == "DROP TABLE s.t");
    BOOST_TEST(statement("op.rename_table('t', 'u', 's')") == "ALTER TABLE s.t RENAME TO u");
    BOOST_TEST(statement("op.drop_index('i', 't', 's')") == "DROP INDEX s.i");
    BOOST_TEST(statement("op.drop_constraint('c', 't', 'unique', 's')") == "ALTER TABLE s.t DROP CONSTRAINT c");
    BOOST_TEST(statement("op.create_table_comment('t', 'c', None, 's')") == "COMMENT ON TABLE s.t IS 'c'");
    BOOST_TEST(
        statement("op.create_primary_key('p', 't', ['a'], 's')") == "ALTER TABLE s.t ADD CONSTRAINT p PRIMARY KEY (a)"
    );
    BOOST_TEST(
        statement("op.create_unique_constraint('u', 't', ['a'], 's')") == "ALTER TABLE s.t ADD CONSTRAINT u UNIQUE (a)"
    );
    BOOST_TEST(
        statement("op.create_check_constraint('c', 't', 'a > 1', 's')") ==
        "ALTER TABLE s.t ADD CONSTRAINT c CHECK (a > 1)"
    );
}

BOOST_AUTO_TEST_CASE(what_a_directive_does_may_be_positional) {
    BOOST_TEST(statement("op.create_index('i', 't', ['a'], 's', True)") == "CREATE UNIQUE INDEX i ON s.t (a)");
    BOOST_TEST(statement("op.alter_column('t', 'a', True)") == "ALTER TABLE t ALTER COLUMN a DROP NOT NULL");
    BOOST_TEST(
        statement("op.create_foreign_key('f', 't', 'u', ['a'], ['b'], None, 'CASCADE')") ==
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY(a) REFERENCES u (b) ON DELETE CASCADE"
    );
}

BOOST_AUTO_TEST_CASE(a_batch_takes_them_too) {
    auto const made =
        statement("with op.batch_alter_table('t') as b:\n        b.create_foreign_key('f', 'u', ['a'], ['b'], "
                  "None, 'CASCADE')");
    BOOST_TEST(made == "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY(a) REFERENCES u (b) ON UPDATE CASCADE");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sqlalchemy
