#include "backup/effects.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::backup {

namespace {

std::string shown(plan_effects const& found) {
    std::string text;
    for (auto const& each : found.destroyed)
        text += (text.empty() ? "" : " ") + (each.schema.empty() ? "" : each.schema + '.') +
                (each.object.empty() ? "*" : each.object);
    return found.unknown.empty() ? text : text + " ? " + found.unknown;
}

/// What is taken away by SQL as a revision wrote it.
std::string effects_of(std::string const& text) {
    effect_sink sink;
    sink.begin("r1");
    add_statements(sink, text);
    return shown(std::move(sink).take());
}

schema::qualified_name table(std::string name) {
    return {.name = {.text = std::move(name), .quote = {}}, .schema = {}};
}

std::string effects_of(std::vector<operation::any_operation> const& operations) {
    effect_collector collector{sql::audience::server()};
    collector.add("r1", operations);
    return (collector.may_destroy() ? "may: " : "cannot: ") + shown(collector.found());
}

} // namespace

BOOST_AUTO_TEST_SUITE(effects_of_plans)

BOOST_AUTO_TEST_CASE(statements_that_take_rows_or_columns_away) {
    struct {
        char const* sql;
        char const* destroyed;
    } const cases[] = {
        {"DROP TABLE a", "a"},
        {"DROP TABLE IF EXISTS s.a, b CASCADE", "s.a b"},
        {"DROP TABLE db.s.a", "s.a"},
        {"ALTER TABLE a DROP COLUMN x, ADD COLUMN y int", "a"},
        {"ALTER TABLE s.a ALTER COLUMN x TYPE int USING x::int", "s.a"},
        {"DELETE FROM a WHERE x = 1", "a"},
        {"UPDATE a SET x = lower(x)", "a"},
        {"TRUNCATE a, b", "a b"},
        {"INSERT INTO a VALUES (1) ON CONFLICT (x) DO UPDATE SET x = 2", "a"},
        {"WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone", "a"},
        {"MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE", "a"},
        {"DROP SCHEMA s CASCADE", "s.*"},
        {"UPDATE a SET x = 1; DELETE FROM b", "a b"},
        {"ALTER TABLE a RENAME TO old; CREATE TABLE a (x int); DROP TABLE old", "a"},
        {"ALTER TABLE a SET SCHEMA s; DROP TABLE s.a", "a"},
        {"CREATE TABLE b AS WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone", "a"},
    };

    for (auto const& [sql, destroyed] : cases)
        BOOST_TEST(effects_of(sql) == destroyed, sql << " gives " << effects_of(sql));
}

BOOST_AUTO_TEST_CASE(statements_that_take_nothing_away) {
    for (char const* sql :
         {"CREATE TABLE a (x int)",
          "INSERT INTO a SELECT count(*) FROM b",
          "ALTER TABLE a ADD COLUMN x int, ADD CONSTRAINT c CHECK (x > 0), ALTER COLUMN x SET NOT NULL",
          "CREATE INDEX CONCURRENTLY i ON a (x)",
          "DROP INDEX i",
          "DROP VIEW v CASCADE",
          "DROP SCHEMA s",
          "DROP TYPE t",
          "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'DELETE FROM a RETURNING 1'",
          "SELECT setval('s', (SELECT max(x) FROM a))",
          "COMMENT ON TABLE a IS 'x'",
          "GRANT SELECT ON a TO b",
          "SET LOCAL lock_timeout = '5s'",
          ""})
        BOOST_TEST(effects_of(sql) == "", sql << " gives " << effects_of(sql));
}

BOOST_AUTO_TEST_CASE(statements_of_which_nobody_can_tell) {
    for (char const* sql :
         {"DO $$ BEGIN DELETE FROM a; END $$",
          "CALL p()",
          "SELECT f()",
          "UPDATE a SET x = app.f(x)",
          "TRUNCATE a CASCADE",
          "DROP TYPE t CASCADE",
          "DROP EXTENSION e",
          "this is no SQL"})
        BOOST_TEST(effects_of(sql).find("? revision r1: ") != std::string::npos, sql << " gives " << effects_of(sql));
}

BOOST_AUTO_TEST_CASE(typed_operations) {
    using namespace operation;
    BOOST_TEST(
        effects_of({create_table{}, add_column{}, create_index{}, drop_index{}, drop_constraint{}}) == "cannot: "
    );
    BOOST_TEST(effects_of({drop_table{.table = table("a")}}) == "may: a");
    BOOST_TEST(effects_of({drop_column{.table = table("a")}, drop_column{.table = table("a")}}) == "may: a");
    BOOST_TEST(effects_of({alter_column{.table = table("a"), .nullable = true}}) == "cannot: ");
    BOOST_TEST(effects_of({alter_column{.table = table("a"), .type = type_change{}}}) == "may: a");
    BOOST_TEST(
        effects_of(
            {rename_table{.table = table("a"), .new_name = {.text = "b", .quote = {}}}, drop_table{.table = table("b")}}
        ) == "may: a"
    );
    BOOST_TEST(effects_of({drop_schema{.schema = {.text = "s", .quote = {}}, .cascade = true}}) == "may: s.*");
}

BOOST_AUTO_TEST_CASE(a_step_that_asks_the_database_may_do_anything) {
    effect_collector collector{sql::audience::server()};
    collector.add_unknown("r2", "it asks");
    BOOST_TEST(collector.may_destroy());
    BOOST_TEST(collector.found().unknown == "revision r2: it asks");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::backup
