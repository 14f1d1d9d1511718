#include "tables.hpp"

#include "support/error_checks.hpp"

#include <alembicore/import.hpp>

#include <boost/test/unit_test.hpp>

namespace alembicore::data {

using test::filled_database;
using test::table;

namespace {

import_report import_text(filled_database& made, std::string const& text, import_request wanted = {}) {
    auto target = database::connect(made.url());
    if (wanted.table.object.empty())
        wanted.table = table("t");
    wanted.source = "t.csv";
    std::size_t at = 0;
    return import_rows(target, wanted, [&]() -> std::string_view {
        auto const piece = std::string_view{text}.substr(std::min(at, text.size()), 7); // pieces end anywhere
        at += 7;
        return piece;
    });
}

error_info refused(filled_database& made, errc code, std::string const& text, import_request const& wanted = {}) {
    return test::require_error(code, [&] { return import_text(made, text, wanted); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(imports)

BOOST_AUTO_TEST_CASE(columns_that_are_not_given_have_their_defaults) {
    filled_database made{
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text, y int DEFAULT 7, twice "
        "int GENERATED ALWAYS AS (y * 2) STORED)"};
    auto const report = import_text(made, "x,y\na,1\n\"b \"\"q\"\", c\nd\",\n,2\r\n\"\",3\n\n");
    BOOST_TEST(report.rows == 4U);
    BOOST_TEST(report.columns.size() == 2U);
    BOOST_TEST(
        made.ask("SELECT concat_ws('|', id, coalesce(x, 'NULL'), coalesce(y, -1), twice) FROM t ORDER BY id") ==
        "1|a|1|2,2|b \"q\", c\nd|-1,3|NULL|2|4,4||3|6"
    );
    BOOST_TEST(import_text(made, "\xEF\xBB\xBFx\nonly\n").rows == 1U);
    BOOST_TEST(made.ask("SELECT y FROM t WHERE x = 'only'") == "7");
    auto const given = import_text(made, "id,x,y,twice\n100,z,1,999\n");
    BOOST_TEST(given.computed.at(0) == "twice");
    BOOST_TEST(made.ask("SELECT id + twice FROM t WHERE x = 'z'") == "102");
}

BOOST_AUTO_TEST_CASE(headings_delimiters_and_null_can_be_chosen) {
    filled_database made{"CREATE TABLE t (a text, b text)"};
    import_text(made, "1;NULL\n\"NULL\";2\n", {.heading = import_heading::none, .delimiter = ';', .null_text = "NULL"});
    BOOST_TEST(made.ask("SELECT coalesce(a, '-') || coalesce(b, '-') FROM t ORDER BY a") == "1-,NULL2");
    import_text(made, "x,y\n3,4\n", {.heading = import_heading::ignored, .columns = {"b", "a"}});
    BOOST_TEST(made.ask("SELECT a FROM t WHERE b = '3'") == "4");
    BOOST_TEST(import_text(made, "a,b\r5,6\r7,8").rows == 2U);
    BOOST_TEST(refused(made, errc::bad_usage, "a,b\r5,6\r7").place->line == 3U);
}

BOOST_AUTO_TEST_CASE(a_dry_run_changes_nothing) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY)"};
    auto const report = import_text(made, "id\n1\n2\n", {.mode = import_mode::dry_run});
    BOOST_TEST(report.rows == 2U);
    BOOST_TEST(report.dry_run);
    BOOST_TEST(made.ask("SELECT count(*) FROM t") == "0");
    BOOST_TEST(refused(made, errc::statement_failed, "id\n1\n1\n", {.mode = import_mode::dry_run}).place->line == 3U);
}

BOOST_AUTO_TEST_CASE(the_first_row_that_does_not_fit_is_told_and_nothing_is_changed) {
    filled_database made{
        "CREATE TABLE r (id int PRIMARY KEY); INSERT INTO r VALUES (1); CREATE DOMAIN small AS int CHECK (VALUE < 10);"
        "CREATE TABLE t (id int PRIMARY KEY, n numeric(4, 1), x varchar(3) NOT NULL, r int CONSTRAINT to_r REFERENCES "
        "r, "
        "boss int CONSTRAINT to_boss REFERENCES t, s small, b bit(3), CONSTRAINT even CHECK (n <> 7));"
        "INSERT INTO t VALUES (1000, 1, 'a')"};

    struct {
        std::string line;
        std::string column;
        std::string constraint;
        std::string reason;
    } const cases[] = {
        {"abc,1,a,1,,,", "id", "", "'abc'"},
        {"50,12345,a,1,,,", "n", "", "'12345'"},
        {"50,1,abcd,1,,,", "x", "", "'abcd'"},
        {"50,1,,1,,,", "x", "", "NULL"},
        {"50,1,a,2,,,", "", "to_r", ""},
        {"50,1,a,1,51,,", "", "to_boss", ""},
        {"50,7,a,1,,,", "", "even", ""},
        {"1000,1,a,1,,,", "", "t_pkey", ""},
        {"3,1,a,1,,,", "", "t_pkey", ""},
        {"50,1,a,1,,11,", "s", "small_check", "'11'"},
        {"50,1,a,1,,,1011", "b", "", "'1011'"},
    };

    std::string head = "id,n,x,r,boss,s,b\n";
    for (int id = 1; id < 20; ++id) // a boss who comes later, and one line of two
        head += std::to_string(id) + ",1,\"" + (id == 4 ? "\n" : "a") + "\",1," +
                (id < 19 ? std::to_string(id + 1) : "") + ",1,101\n";
    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.line) {
            auto const told = refused(made, errc::statement_failed, head + each.line + "\n60,1,a,1,,,\n");
            BOOST_TEST(told.place->line == 22U);
            BOOST_TEST(told.place->file == "t.csv");
            BOOST_TEST(told.server->column == each.column);
            BOOST_TEST(told.server->constraint == each.constraint);
            BOOST_TEST(told.reason.find(each.reason) != std::string::npos, told.reason);
            BOOST_TEST(made.ask("SELECT count(*) FROM t") == "1");
        }
    BOOST_TEST(import_text(made, head).rows == 19U);
}

BOOST_AUTO_TEST_CASE(what_is_no_csv_is_told_with_its_line) {
    filled_database made{"CREATE TABLE t (a text, b text)"};
    using namespace std::string_literals;
    for (auto const& [text, line] :
         {std::pair{"a,b\n1,2\n1\n"s, 3U},
          {"a,b\n1,2,3\n", 2U},
          {"a,b\n1,2\n\"1,2\n3,4\n", 3U},
          {"a,b\n1,x\"y\"\n", 2U},
          {"a,b\n1,\"x\"y\n", 2U},
          {"a,b\n1,\xff\n", 2U},
          {"a,b\n1,x\0y\n"s, 2U},
          {"a,\n1,2\n", 1U},
          {"", 1U}})
        BOOST_TEST(refused(made, errc::bad_usage, text).place->line == line, text);
    refused(made, errc::bad_usage, "a,nothing\n1,2\n");
    refused(made, errc::bad_usage, "a,a\n1,2\n");
    refused(made, errc::bad_usage, "a\"; DROP TABLE t; --\n1\n");
    BOOST_TEST(made.ask("SELECT count(*) FROM t") == "0");
}

BOOST_AUTO_TEST_CASE(odd_names_and_values_stay_what_they_are) {
    filled_database made{
        "CREATE TABLE \"t\"\"; DROP TABLE kept; --\" (\"a\"\"'; --\" text); CREATE TABLE kept (x int)"};
    std::string const odd = "'; DROP TABLE kept; --\\N\\.\t\\x41";
    auto const report =
        import_text(made, "\"a\"\"'; --\"\n\"" + odd + "\"\n\\.\n\\N\n", {.table = table("t\"; DROP TABLE kept; --")});
    BOOST_TEST(report.rows == 3U);
    BOOST_TEST(made.ask("SELECT * FROM \"t\"\"; DROP TABLE kept; --\"") == odd + ",\\.,\\N");
    BOOST_TEST(made.ask("SELECT count(*) FROM kept") == "0");
}

BOOST_AUTO_TEST_CASE(many_rows_and_a_source_that_fails) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY, x text)"};
    std::string text = "id,x\n";
    for (int id = 1; id <= 50000; ++id)
        text += std::to_string(id) + ",some text that is longer than nothing\n";
    BOOST_TEST(import_text(made, text, {.mode = import_mode::dry_run}).rows == 50000U);
    auto const told = refused(made, errc::statement_failed, text + "50000,again\n");
    BOOST_TEST(told.place->line == 50002U);
    auto target = database::connect(made.url());
    test::require_error(errc::file_unreadable, [&] {
        return import_rows(target, {.table = table("t")}, [sent = 0]() mutable -> std::string_view {
            if (++sent > 3)
                throw error{errc::file_unreadable, "gone"};
            return "id,x\n";
        });
    });
    std::stop_source stop;
    test::require_error(errc::cancelled, [&] {
        return import_rows(
            target,
            {.table = table("t")},
            [&, sent = 0]() mutable -> std::string_view {
                if (++sent == 100)
                    stop.request_stop();
                return sent == 1 ? "id,x\n" : "1,x\n";
            },
            stop.get_token()
        );
    });
    BOOST_TEST(made.ask("SELECT count(*) FROM t") == "0");
}

BOOST_AUTO_TEST_CASE(values_are_not_cut_to_the_length_of_their_column) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY, x varchar(3), n numeric(4, 1))"};
    auto const long_text = test::require_error(errc::statement_failed, [&] {
        return made.rows().apply({insertion{table("t"), {{"id", "1"}, {"x", "abcd"}}}});
    });
    BOOST_TEST(long_text.server->sqlstate == "22001");
    made.rows().apply({insertion{table("t"), {{"id", "1"}, {"x", "abc"}, {"n", "1.5"}}}});
    BOOST_TEST(made.rows().count(table("t"), {.conditions = {{"x", comparison::equals, {"abcd"}}}}) == 0);
    BOOST_TEST(made.rows().count(table("t"), {.conditions = {{"n", comparison::equals, {"1.54"}}}}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
