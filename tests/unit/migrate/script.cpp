#include "migrate/script.hpp"

#include "support/error_checks.hpp"
#include "support/plans.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace alembicore::migrate {

namespace {

constexpr char const* create_table = "CREATE TABLE alembic_version (\n"
                                     "    version_num VARCHAR(32) NOT NULL, \n"
                                     "    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n"
                                     ");\n\n";

std::string script_of(plan const& decided, test::revision_sql statements, script_style const& style = {}) {
    std::ostringstream out;
    write_script(decided, test::source_of(std::move(statements)), style, out);
    return out.str();
}

script_style style_of(transaction_mode mode) {
    script_style style;
    style.transactions = mode;
    return style;
}

} // namespace

BOOST_AUTO_TEST_SUITE(script)

BOOST_AUTO_TEST_CASE(one_transaction_holds_the_whole_run) {
    BOOST_TEST(
        script_of(
            test::linear_plan({}, {"a", "b"}), {{"a", {"CREATE TABLE t (\n\tx INTEGER\n)"}}, {"b", {"SELECT 1"}}}
        ) == std::string{"BEGIN;\n\n"} + create_table +
                 "-- Running upgrade  -> a\n\n"
                 "CREATE TABLE t (\n    x INTEGER\n);\n\n"
                 "INSERT INTO alembic_version (version_num) VALUES ('a') RETURNING alembic_version.version_num;\n\n"
                 "-- Running upgrade a -> b\n\n"
                 "SELECT 1;\n\n"
                 "UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';\n\n"
                 "COMMIT;\n\n"
    );
}

BOOST_AUTO_TEST_CASE(each_step_has_its_own_transaction_where_the_project_wants_that) {
    BOOST_TEST(
        script_of(test::linear_plan({"a"}, {"b", "c"}), {}, style_of(transaction_mode::per_migration)) ==
        "BEGIN;\n\n"
        "-- Running upgrade a -> b\n\n"
        "UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';\n\n"
        "COMMIT;\n\n"
        "BEGIN;\n\n"
        "-- Running upgrade b -> c\n\n"
        "UPDATE alembic_version SET version_num='c' WHERE alembic_version.version_num = 'b';\n\n"
        "COMMIT;\n\n"
    );
}

BOOST_AUTO_TEST_CASE(without_transactional_ddl_there_is_no_transaction_line) {
    BOOST_TEST(
        script_of(test::linear_plan({"a"}, {"b"}), {{"b", {"<", "SELECT 1", ">"}}}, style_of(transaction_mode::none)) ==
        "-- Running upgrade a -> b\n\n"
        "SELECT 1;\n\n"
        "UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';\n\n"
    );
}

BOOST_AUTO_TEST_CASE(an_autocommit_block_stands_between_two_transactions) {
    BOOST_TEST(
        script_of(test::linear_plan({"a"}, {"b"}), {{"b", {"SELECT 1", "<", "SELECT 2", ">", "SELECT 3"}}}) ==
        "BEGIN;\n\n"
        "-- Running upgrade a -> b\n\n"
        "SELECT 1;\n\n"
        "COMMIT;\n\n"
        "SELECT 2;\n\n"
        "BEGIN;\n\n"
        "SELECT 3;\n\n"
        "UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';\n\n"
        "COMMIT;\n\n"
    );
}

BOOST_AUTO_TEST_CASE(a_downgrade_to_base_keeps_the_version_table) {
    BOOST_TEST(
        script_of(test::linear_downgrade({"b", "a"}, {}), {}) ==
        "BEGIN;\n\n"
        "-- Running downgrade b -> a\n\n"
        "UPDATE alembic_version SET version_num='a' WHERE alembic_version.version_num = 'b';\n\n"
        "-- Running downgrade a -> \n\n"
        "DELETE FROM alembic_version WHERE alembic_version.version_num = 'a';\n\n"
        "COMMIT;\n\n"
    );
}

BOOST_AUTO_TEST_CASE(a_stamp_prints_rows_only_and_joins_several_ids) {
    plan decided;
    decided.from = {"a", "b"};
    step stamped;
    stamped.kind = direction::stamp;
    stamped.revision = "c";
    stamped.from = {"a", "b"};
    stamped.to = {"c"};
    stamped.version_rows = {{row_change_kind::delete_row, "a", ""}, {row_change_kind::update_row, "b", "c"}};
    decided.steps = {stamped};
    BOOST_TEST(
        script_of(decided, {{"c", {"SELECT 'not run'"}}}) ==
        "BEGIN;\n\n"
        "-- Running stamp_revision a, b -> c\n\n"
        "DELETE FROM alembic_version WHERE alembic_version.version_num = 'a';\n\n"
        "UPDATE alembic_version SET version_num='c' WHERE alembic_version.version_num = 'b';\n\n"
        "COMMIT;\n\n"
    );
}

BOOST_AUTO_TEST_CASE(the_table_is_created_again_whenever_a_step_starts_without_rows) {
    auto decided = test::linear_downgrade({"a"}, {});
    auto const again = test::linear_plan({}, {"a"});
    decided.steps.push_back(again.steps.front());
    auto const text = script_of(decided, {});
    BOOST_TEST(text.find(create_table) != std::string::npos);
    BOOST_TEST(text.find("DELETE FROM") < text.find(create_table));
}

BOOST_AUTO_TEST_CASE(percent_signs_are_doubled_where_env_py_sets_no_paramstyle) {
    script_style style;
    style.percent = sql::percent::doubled;
    auto const text = script_of(test::linear_plan({"a"}, {"b"}), {{"b", {"SELECT 'x%'"}}}, style);
    BOOST_TEST(text.find("SELECT 'x%%';\n\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_empty_plan_is_an_empty_transaction) {
    BOOST_TEST(script_of(test::linear_plan({"a"}, {}), {}) == "BEGIN;\n\nCOMMIT;\n\n");
    BOOST_TEST(script_of(test::linear_plan({"a"}, {}), {}, style_of(transaction_mode::per_migration)).empty());
}

BOOST_AUTO_TEST_CASE(ensure_version_is_the_table_alone) {
    std::ostringstream out;
    write_ensure_version({}, out);
    BOOST_TEST(out.str() == std::string{"BEGIN;\n\n"} + create_table + "COMMIT;\n\n");
    std::ostringstream bare;
    write_ensure_version(style_of(transaction_mode::per_migration), bare);
    BOOST_TEST(bare.str() == create_table);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_when_a_later_step_cannot_be_evaluated) {
    std::ostringstream out;
    auto const info = test::require_error(errc::not_evaluable, [&] {
        write_script(
            test::linear_plan({}, {"a", "b"}),
            [](step const& wanted) -> step_body {
                if (wanted.revision == "b")
                    throw error{errc::not_evaluable, "no"};
                return body_of({{sql::statement_kind::sql, "SELECT 1", {}, {}}});
            },
            {},
            out
        );
        return 0;
    });
    BOOST_TEST(info.revision == "b");
    BOOST_TEST(out.str().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::migrate
