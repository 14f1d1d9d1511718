#include "parse/statements.hpp"

#include <alembicore/error.hpp>

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::parse {

namespace {

/// The statements' kinds and words with `|` between them.
std::string shown(std::string const& text) {
    std::string all;
    for (auto const& each : parse_statements(text))
        all += (all.empty() ? "" : "|") + each.kind + " " + std::string{text_of(each, text)};
    return all;
}

source_place place_of_failure(std::string const& text, text_origin const& origin) {
    try {
        static_cast<void>(parse_statements(text, origin));
    } catch (error const& failure) {
        BOOST_TEST((failure.code() == errc::statement_failed));
        BOOST_REQUIRE(failure.info().place.has_value());
        return *failure.info().place;
    }
    BOOST_FAIL("no error for: " << text);
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(statements)

BOOST_AUTO_TEST_CASE(a_text_is_cut_into_statements_of_a_kind) {
    BOOST_TEST(shown("SELECT 1; DROP TABLE t") == "SelectStmt SELECT 1|DropStmt DROP TABLE t");
    BOOST_TEST(shown("").empty());
    BOOST_TEST(shown(" -- nothing;\n/* ; */ ;").empty());
    BOOST_TEST(shown("DO $$ BEGIN NULL; END $$;") == "DoStmt DO $$ BEGIN NULL; END $$");
}

BOOST_AUTO_TEST_CASE(blanks_and_comments_around_a_statement_are_left_out) {
    BOOST_TEST(
        shown(" -- first\n /* a /* nested */ one */ SELECT 1 ;\n\n-- next\nSELECT 'ä' \n") ==
        "SelectStmt SELECT 1|SelectStmt SELECT 'ä'"
    );
    BOOST_TEST(parse_statements("SELECT 1;\n  SELECT 2").at(1).offset == 12U);
}

BOOST_AUTO_TEST_CASE(whether_a_semicolon_follows_is_known) {
    BOOST_TEST(parse_statements("SELECT 1;").at(0).terminated);
    BOOST_TEST(!parse_statements("SELECT 1").at(0).terminated);
}

BOOST_AUTO_TEST_CASE(the_tree_has_the_members_of_libpg_query) {
    auto const made = parse_statements("ALTER TABLE a.t ADD COLUMN c int");
    auto const& tree = made.at(0).tree;
    BOOST_TEST(tree.at("relation").at("relname").as_string() == "t");
    BOOST_TEST(tree.at("cmds").as_array().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_no_sql_has_a_place_without_our_prefix) {
    auto const plain = place_of_failure("SELECT 1;\nSELEKT 2", {});
    BOOST_TEST(plain.file == "SQL");
    BOOST_TEST(plain.line == 2U);
    BOOST_TEST(plain.column == 1U);
    auto const prefixed = place_of_failure("SELECT ä FROM )", {"condition", std::string_view{"SELECT "}.size()});
    BOOST_TEST(prefixed.file == "condition");
    BOOST_TEST(prefixed.column == 8U);
}

BOOST_AUTO_TEST_CASE(a_nul_character_is_no_sql) {
    BOOST_CHECK_THROW(static_cast<void>(parse_statements(std::string{"SELECT 1\0; DROP TABLE t", 23})), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::parse
