// Python expressions as text.
#include "authoring/term.hpp"
#include "authoring/sql_argument.hpp"

#include "support/revision_statements.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::authoring {

BOOST_AUTO_TEST_SUITE(terms)

BOOST_AUTO_TEST_CASE(what_fits_stands_on_one_line) {
    auto const value = call("op.drop_table", {literal("users"), named("schema", literal("app"))});
    BOOST_TEST(laid_out(value, 4) == R"(op.drop_table("users", schema="app"))");
}

BOOST_AUTO_TEST_CASE(arguments_go_to_a_line_of_their_own_and_then_to_one_each) {
    auto const name = literal(std::string(60, 'x'));
    auto const column = call("sa.Column", {literal("id"), call("sa.Integer", {})});
    BOOST_TEST(
        laid_out(call("op.add_column", {name, column}), 4) ==
        "op.add_column(\n        " + name.head + ",\n        sa.Column(\"id\", sa.Integer()),\n    )"
    );
    BOOST_TEST(
        laid_out(call("op.drop_index", {literal(std::string(68, 'x'))}), 4) ==
        "op.drop_index(\n        \"" + std::string(68, 'x') + "\"\n    )"
    );
}

BOOST_AUTO_TEST_CASE(literals_are_escaped) {
    BOOST_TEST(literal("it's").head == R"("it's")");
    BOOST_TEST(literal(R"(say "x")").head == R"('say "x"')");
    BOOST_TEST(literal("a\\b\r\x01").head == R"("a\\b\r\x01")");
    BOOST_TEST(literal("a\n\"\"\"b\"").head == "\"\"\"a\n\"\"\\\"b\\\"\"\"\"");
}

/// What a revision that executes this literal sends.
std::string sent(std::string const& sql) {
    auto const all = test::statements_of("op.execute(" + laid_out(sql_literal(sql), 4) + ")");
    return all.size() == 1 ? all.front() : std::to_string(all.size()) + " statements";
}

BOOST_AUTO_TEST_CASE(sql_comes_back_as_it_was) {
    for (std::string const sql :
         {"SELECT ':name', now()::text, a[1:2], x:y",
          "SELECT ' :name'",
          R"(SELECT E'\:name', '\\:b', '\: c')",
          "SELECT '{\"a\":1}'::jsonb",
          ":begin",
          "SELECT 'a:' || ':b' || '::c' || ' :d:'",
          "SELECT '100%' LIKE '%:x'",
          "DO $$\nBEGIN\n\tx := 1; -- \"\"\" \\\nEND\n$$",
          "SELECT 'ä :ö \"'"})
        BOOST_TEST(sent(sql) == sql);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::authoring
