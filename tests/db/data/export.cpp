#include "tables.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::data {

using test::filled_database;
using test::table;

namespace {

std::string written(filled_database& made, export_format format, filter const& where = {}) {
    std::string text;
    made.rows().write_out(
        {.table = table("t"), .sort = {}, .where = where, .format = format},
        [&](std::string_view piece) { text += piece; }
    );
    return text;
}

constexpr char const* schema =
    "CREATE TABLE t (id int PRIMARY KEY, \"a,b\" text, n numeric, twice int GENERATED ALWAYS AS (id * 2) STORED);"
    "INSERT INTO t VALUES (1, 'it''s \"x\", y', 1.50), (2, NULL, NULL), (3, '', 'NaN'), (4, E'line\\nline', 0)";

} // namespace

BOOST_AUTO_TEST_SUITE(exports)

BOOST_AUTO_TEST_CASE(csv_tells_null_from_empty) {
    filled_database made{schema};
    BOOST_TEST(
        written(made, export_format::csv) == "id,\"a,b\",n,twice\r\n"
                                             "1,\"it's \"\"x\"\", y\",1.50,2\r\n"
                                             "2,,,4\r\n"
                                             "3,\"\",NaN,6\r\n"
                                             "4,\"line\nline\",0,8\r\n"
    );
}

BOOST_AUTO_TEST_CASE(json_is_json) {
    filled_database made{schema};
    auto const document = boost::json::parse(written(made, export_format::json));
    BOOST_TEST(document.as_array().size() == 4U);
    BOOST_TEST(std::string{document.at(0).at("a,b").as_string()} == "it's \"x\", y");
    BOOST_TEST(document.at(1).at("a,b").is_null());
    BOOST_TEST(
        written(made, export_format::json_lines, {.conditions = {{"id", comparison::equals, {"4"}}}}) ==
        "{\"id\":4,\"a,b\":\"line\\nline\",\"n\":0,\"twice\":8}\n"
    );
    BOOST_TEST(written(made, export_format::json, {.conditions = {{"id", comparison::equals, {"9"}}}}) == "[]\n");
}

BOOST_AUTO_TEST_CASE(sql_makes_the_same_rows) {
    filled_database made{schema};
    auto const statements = written(made, export_format::sql);
    auto const before = made.ask("SELECT t::text FROM t ORDER BY id");
    made.run("DELETE FROM t");
    made.run(statements);
    BOOST_TEST(made.ask("SELECT t::text FROM t ORDER BY id") == before);
}

BOOST_AUTO_TEST_CASE(many_rows_come_in_pieces) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 4001)"};
    auto const text = written(made, export_format::csv);
    BOOST_TEST(std::ranges::count(text, '\n') == 4002);
    BOOST_TEST(text.ends_with("\r\n4001\r\n"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
