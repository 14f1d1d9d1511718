#include "live_project.hpp"
#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

constexpr auto tables = R"(op.execute("""
CREATE SCHEMA other;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE parent (a int, b varchar(40) NOT NULL DEFAULT 'x', CONSTRAINT parent_key PRIMARY KEY (b, a));
CREATE TABLE other.child (id bigint GENERATED ALWAYS AS IDENTITY, x int, y varchar(40), z int UNIQUE,
    CONSTRAINT child_parent FOREIGN KEY (y, x) REFERENCES parent ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT positive CHECK (z > 0));
CREATE TABLE kinds (id serial PRIMARY KEY, m mood, t timestamptz(3), n numeric(10, 2), d double precision, u uuid,
    j jsonb, l text[], e mood[], g int GENERATED ALWAYS AS (1 + 1) STORED);
COMMENT ON COLUMN kinds.n IS 'money';
COMMENT ON TABLE kinds IS 'of all kinds';
CREATE UNIQUE INDEX by_name ON kinds (lower(u::text), n DESC) WHERE n > 0;
CREATE INDEX by_list ON kinds USING gin (l);
CREATE VIEW seen_kinds AS SELECT 1 AS one;
""")
i = sa.inspect(bind)
)";

std::string inspected(std::vector<std::string> const& expressions) {
    std::string body{tables};
    for (auto const& expression : expressions)
        body += "seen.append(" + expression + ")\n";
    return live_project::seen_by(body);
}

void check(std::vector<std::pair<std::string, std::string>> const& cases) {
    std::vector<std::string> expressions;
    std::string expected;
    for (auto const& [expression, seen] : cases) {
        expressions.push_back(expression);
        expected += (expected.empty() ? "" : ",") + seen;
    }
    BOOST_TEST(inspected(expressions) == expected);
}

} // namespace

BOOST_AUTO_TEST_SUITE(live_inspector)

BOOST_AUTO_TEST_CASE(names_are_listed_and_looked_up) {
    check({
        {"sorted(i.get_table_names())", "['alembic_version', 'kinds', 'parent']"},
        {"i.get_table_names(schema='other')", "['child']"},
        {"i.get_view_names()", "['seen_kinds']"},
        {"i.get_sequence_names('other')", "['child_id_seq']"},
        {"[n for n in i.get_schema_names() if n != 'information_schema']", "['other', 'public']"},
        {"(i.has_table('kinds'), i.has_table('child'), i.has_table('child', schema='other'))", "(True, False, True)"},
        {"(i.has_table('seen_kinds'), i.has_schema('other'), i.has_sequence('kinds_id_seq'))", "(True, True, True)"},
        {"(i.has_index('kinds', 'by_list'), i.has_index('kinds', 'x'), i.has_index('none', 'x'))",
         "(True, False, False)"},
        {"bind.dialect.has_table(bind, 'parent')", "True"},
        {"i.default_schema_name", "public"},
        {"i.get_enums()", "[{'name': 'mood', 'schema': 'public', 'visible': True, 'labels': ['sad', 'ok']}]"},
        {"i.get_table_comment('kinds')", "{'text': 'of all kinds'}"},
    });
}

BOOST_AUTO_TEST_CASE(columns_have_types_that_tell_what_they_are) {
    check({
        {"[c['name'] for c in i.get_columns('parent')]", "['a', 'b']"},
        {"[(c['nullable'], c['default'], c['autoincrement']) for c in i.get_columns('parent')]",
         "[(False, None, False), (False, \"'x'::character varying\", False)]"},
        {"i.get_columns('parent')[1]['type'].length", "40"},
        {"i.get_columns('kinds')[0]['default']", "nextval('kinds_id_seq'::regclass)"},
        {"i.get_columns('kinds')[0]['autoincrement']", "True"},
        {"i.get_columns('kinds')[3]['comment']", "money"},
        {"i.get_columns('kinds')[-1]['computed']", "{'sqltext': '(1 + 1)', 'persisted': True}"},
        {"i.get_columns('child', 'other')[0]['identity']['always']", "True"},
    });
}

BOOST_AUTO_TEST_CASE(constraints_are_given_as_they_are) {
    check({
        {"i.get_pk_constraint('parent')['constrained_columns']", "['b', 'a']"},
        {"i.get_pk_constraint('parent')['name']", "parent_key"},
        {"i.get_pk_constraint('child', schema='other')['constrained_columns']", "[]"},
        {"i.get_unique_constraints('child', 'other')[0]['name']", "child_z_key"},
        {"i.get_check_constraints('child', 'other')[0]['sqltext']", "z > 0"},
        {"[(k['name'], k['constrained_columns'], k['referred_table'], k['referred_columns'], k['referred_schema']) "
         "for k in i.get_foreign_keys('child', 'other')]",
         "[('child_parent', ['y', 'x'], 'parent', ['b', 'a'], None)]"},
        {"i.get_foreign_keys('child', 'other')[0]['options']",
         "{'ondelete': 'CASCADE', 'initially': 'DEFERRED', 'deferrable': True}"},
        {"[x['name'] for x in i.get_indexes('kinds')]", "['by_list', 'by_name']"},
        {"i.get_indexes('kinds')[0]['dialect_options']", "{'postgresql_using': 'gin', 'postgresql_include': []}"},
        {"i.get_indexes('kinds')[1]['expressions']", "['lower(u::text)', 'n']"},
        {"i.get_indexes('kinds')[1]['column_names']", "[None, 'n']"},
        {"i.get_indexes('kinds')[1]['column_sorting']", "{'n': ('desc',)}"},
        {"i.get_indexes('kinds')[1]['unique']", "True"},
    });
}

BOOST_AUTO_TEST_CASE(answers_stay_as_first_given_until_the_cache_is_cleared) {
    BOOST_TEST(live_project::seen_by(R"(i = sa.inspect(bind)
seen.append(i.has_table('late'))
op.execute('CREATE TABLE late (x int)')
seen.append(i.has_table('late'))
seen.append(sa.inspect(bind).has_table('late'))
i.clear_cache()
seen.append(i.has_table('late')))") == "False,False,True,True");
}

BOOST_AUTO_TEST_CASE(a_table_that_is_not_there_is_an_exception) {
    auto const failed = require_error(errc::python_exception, [] { return inspected({"i.get_columns('none')"}); });
    BOOST_TEST(failed.message == "NoSuchTableError: none");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
