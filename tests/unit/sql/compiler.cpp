#include "sql/compiler.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::sql {

namespace {

using namespace alembicore::operation;

schema::column integer_column(std::string name) {
    schema::column column;
    column.name.text = std::move(name);
    column.type = {.keyword = "INTEGER", .family = schema::type_family::integer};
    return column;
}

schema::column_type mood() {
    schema::column_type type{.family = schema::type_family::enumeration};
    type.enumeration = std::make_shared<schema::enumeration>(schema::enumeration{
        .name = {.name = {"mood", {}}}, .labels = {"sad", "it's"}});
    return type;
}

std::vector<std::string> texts(any_operation const& wanted) {
    compiler compiled{audience::server()};
    std::vector<std::string> all;
    for (auto& made : compiled.render(wanted))
        all.push_back(std::move(made.text));
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(compiling)

BOOST_AUTO_TEST_CASE(lines_of_create_table_end_in_a_space) {
    create_table created;
    created.table.name.name.text = "t";
    auto id = integer_column("id");
    id.serial = true;
    id.nullable = false;
    auto n = integer_column("n");
    n.default_value = schema::string_literal("5");
    created.table.columns = {id, n};
    created.table.constraints = {schema::primary_key{.columns = {{"id", {}}}}};
    auto const all = texts(created);
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(
        all[0] == "CREATE TABLE t (\n    id SERIAL NOT NULL, \n    n INTEGER DEFAULT '5', \n    PRIMARY KEY (id)\n)"
    );
}

BOOST_AUTO_TEST_CASE(a_type_is_created_once_in_a_run_and_a_drop_does_not_change_that) {
    create_table created;
    created.table.name.name.text = "t";
    schema::column feeling = integer_column("feeling");
    feeling.type = mood();
    created.table.columns = {feeling};
    compiler run{audience::server()};
    auto const first = run.render(created);
    BOOST_REQUIRE(first.size() == 2U);
    BOOST_TEST(first[0].text == "CREATE TYPE mood AS ENUM ('sad', 'it''s')");
    BOOST_TEST(run.render(drop_type{{}, mood()}).at(0).text == "DROP TYPE mood");
    BOOST_TEST(run.render(created).size() == 1U);
    BOOST_TEST(compiler{audience::server()}.render(created).size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_type_created_with_a_check_asks_the_server_first) {
    create_type created;
    created.type = mood();
    compiler run{audience::server()};
    BOOST_TEST(run.render(created).at(0).only_if.empty());
    created.check_first = presence::optional;
    BOOST_TEST(run.render(created).at(0).only_if.starts_with("SELECT NOT EXISTS ("));
    BOOST_TEST(run.render(created).at(0).text == "CREATE TYPE mood AS ENUM ('sad', 'it''s')");
}

BOOST_AUTO_TEST_CASE(changes_of_a_column_come_in_one_order) {
    alter_column changed;
    changed.table = {.name = {"t", {}}, .schema = schema::identifier{"a.b", {}}};
    changed.column.text = "c";
    changed.new_name = schema::identifier{"d", {}};
    changed.comment = comment_change{"it's"};
    changed.default_value = drop_default{};
    changed.nullable = true;
    changed.type = type_change{.type = {.keyword = "BIGINT"}, .using_ = "c::bigint"};
    std::vector<std::string> const expected{
        "ALTER TABLE a.b.t ALTER COLUMN c TYPE BIGINT USING c::bigint",
        "ALTER TABLE a.b.t ALTER COLUMN c DROP NOT NULL",
        "ALTER TABLE a.b.t ALTER COLUMN c DROP DEFAULT",
        "COMMENT ON COLUMN a.b.t.c IS 'it''s'",
        "ALTER TABLE a.b.t RENAME c TO d",
    };
    auto const all = texts(changed);
    BOOST_TEST(all == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_error_has_the_place_of_its_operation) {
    add_constraint added;
    added.place.line = 7;
    added.constraint = schema::foreign_key{.on_delete = "EXPLODE"};
    auto const info = test::require_error(errc::python_exception, [&] { return texts(added); });
    BOOST_REQUIRE(info.place.has_value());
    BOOST_TEST(info.place->line == 7U);
}

BOOST_AUTO_TEST_CASE(phrases_of_foreign_keys_are_those_postgresql_knows) {
    for (auto const* phrase : {"CASCADE", "set null", "SET NULL (a, b)", "No Action"}) {
        add_constraint added;
        added.table.name.text = "t";
        added.constraint = schema::foreign_key{.columns = {{"a", {}}}, .on_delete = phrase};
        BOOST_TEST(texts(added).at(0).ends_with(std::string{" ON DELETE "} + phrase));
    }
}

BOOST_AUTO_TEST_CASE(backslashes_in_literals_follow_the_style) {
    set_table_comment commented;
    commented.table.name.text = "t";
    commented.comment = "a\\b";
    BOOST_TEST(compiler{audience::server()}.render(commented)[0].text == "COMMENT ON TABLE t IS 'a\\b'");
    BOOST_TEST(compiler{audience::script()}.render(commented)[0].text == "COMMENT ON TABLE t IS 'a\\\\b'");
}

BOOST_AUTO_TEST_CASE(autocommit_leaves_and_enters_the_transaction) {
    compiler run{audience::server()};
    BOOST_TEST((run.render(begin_autocommit{}).at(0).kind == statement_kind::leave_transaction));
    BOOST_TEST((run.render(end_autocommit{}).at(0).kind == statement_kind::enter_transaction));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sql
