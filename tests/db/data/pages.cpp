#include "tables.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <thread>

namespace alembicore::data {

using test::column_of;
using test::filled_database;
using test::table;

namespace {

/// All rows from the first page on, by way of the cursors; then back again, which must give the same.
std::string walk(access& rows, page_request wanted) {
    std::string there;
    page seen = rows.read(wanted);
    for (;;) {
        there += '[' + column_of(seen) + ']';
        if (seen.after.empty())
            break;
        wanted.position = page_position::after_cursor;
        wanted.cursor = seen.after;
        seen = rows.read(wanted);
    }
    std::string back = '[' + column_of(seen) + ']';
    while (!seen.before.empty()) {
        wanted.position = page_position::before_cursor;
        wanted.cursor = seen.before;
        seen = rows.read(wanted);
        back.insert(0, '[' + column_of(seen) + ']');
    }
    BOOST_TEST(back == there);
    return there;
}

} // namespace

BOOST_AUTO_TEST_SUITE(pages)

BOOST_AUTO_TEST_CASE(rows_come_in_the_order_of_the_key) {
    filled_database made{
        "CREATE TABLE t (id int PRIMARY KEY, x text); INSERT INTO t SELECT n, 'r' || n FROM generate_series(1, 7) n"};
    auto const first = made.rows().read({.table = table("t"), .size = 3});
    BOOST_TEST(column_of(first) == "1,2,3");
    BOOST_TEST(first.before.empty());
    BOOST_TEST(!first.by_offset);
    BOOST_TEST(first.columns.at(0).key);
    BOOST_TEST(first.columns.at(1).type == "text");
    BOOST_TEST(!first.rows.at(0).version.empty());
    BOOST_TEST(walk(made.rows(), {.table = table("t"), .size = 3}) == "[1,2,3][4,5,6][7]");
    auto const last = made.rows().read({.table = table("t"), .position = page_position::last, .size = 3});
    BOOST_TEST(column_of(last) == "5,6,7");
    BOOST_TEST(last.after.empty());
    BOOST_TEST(!last.before.empty());
}

BOOST_AUTO_TEST_CASE(nulls_lie_where_they_are_asked_for) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY, x int); INSERT INTO t VALUES (1, 2), (2, NULL), (3, 1), "
                         "(4, NULL), (5, 2)"};
    auto const walked = [&](bool descending, std::optional<bool> nulls_first) {
        return walk(made.rows(), {.table = table("t"), .sort = {{"x", descending, nulls_first}}, .size = 2});
    };
    BOOST_TEST(walked(false, {}) == "[3,1][5,2][4]");
    BOOST_TEST(walked(false, true) == "[2,4][3,1][5]");
    BOOST_TEST(walked(true, {}) == "[4,2][5,1][3]");
    BOOST_TEST(walked(true, false) == "[5,1][3,4][2]");
}

BOOST_AUTO_TEST_CASE(every_order_is_the_servers_order) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int NOT NULL);"
                         "INSERT INTO t SELECT n, nullif(n * 7 % 4, 0), nullif(chr(97 + n * 5 % 3), 'a'), n * 3 % 5 "
                         "FROM generate_series(1, 40) n"};
    auto const seed = std::random_device{}();
    std::mt19937 random{seed};
    for (int round = 0; round < 60; ++round) {
        page_request wanted{.table = table("t"), .size = 1 + random() % 9};
        std::string order;
        for (auto const* column : {"a", "b", "c"}) {
            if (random() % 3 == 0)
                continue;
            sort_key key{column, random() % 2 == 0, std::nullopt};
            order += (order.empty() ? "" : ", ") + key.column + (key.descending ? " DESC" : "");
            if (random() % 2 == 0) {
                key.nulls_first = random() % 2 == 0;
                order += *key.nulls_first ? " NULLS FIRST" : " NULLS LAST";
            }
            wanted.sort.push_back(key);
        }
        bool const descending = !wanted.sort.empty() && wanted.sort.back().descending;
        order += (order.empty() ? "id" : ", id") + std::string{descending ? " DESC" : ""};
        auto walked = walk(made.rows(), wanted);
        std::erase(walked, '[');
        for (auto at = walked.find(']'); at != std::string::npos; at = walked.find(']'))
            walked.replace(at, 1, at + 1 == walked.size() ? "" : ",");
        BOOST_TEST(walked == made.ask("SELECT id FROM t ORDER BY " + order), "seed " << seed << ": " << order);
    }
}

BOOST_AUTO_TEST_CASE(rows_that_come_between_move_nothing) {
    filled_database made{
        "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT n * 10 FROM generate_series(1, 6) n"};
    auto const first = made.rows().read({.table = table("t"), .size = 2});
    made.run("INSERT INTO t VALUES (5), (15), (25); DELETE FROM t WHERE id = 20");
    auto const second = made.rows().read(
        {.table = table("t"), .position = page_position::after_cursor, .cursor = first.after, .size = 2}
    );
    BOOST_TEST(column_of(second) == "25,30");
}

BOOST_AUTO_TEST_CASE(without_a_key_pages_are_counted) {
    filled_database made{"CREATE TABLE t (x int); INSERT INTO t SELECT generate_series(1, 5); CREATE VIEW v AS SELECT "
                         "x * 2 AS y FROM t"};
    page_request wanted{.table = table("v"), .sort = {{"y", true, {}}}, .size = 2};
    BOOST_TEST(made.rows().read(wanted).by_offset);
    BOOST_TEST(walk(made.rows(), wanted) == "[10,8][6,4][2]");
    wanted.position = page_position::last;
    BOOST_TEST(column_of(made.rows().read(wanted)) == "4,2");
}

BOOST_AUTO_TEST_CASE(filters_choose_rows) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY, name text, born date, tags text[], doc jsonb);"
                         "INSERT INTO t VALUES (1, 'Ann_a', '2000-01-01', '{x,y}', '{\"a\": 1}'), (2, 'anna', NULL, "
                         "'{}', '{\"a\": [1, 2]}'),"
                         "(3, '100%', '1990-05-05', '{y}', NULL), (4, NULL, '1990-05-06', NULL, '{\"b\": \"it''s\"}')"};
    using enum comparison;

    struct {
        condition wanted;
        std::string expected;
    } const cases[] = {
        {{"id", equals, {"3"}}, "3"},
        {{"id", not_equals, {"3"}}, "1,2,4"},
        {{"born", less, {"1990-05-06"}}, "3"},
        {{"born", at_most, {"1990-05-06"}}, "3,4"},
        {{"born", greater, {"1990-05-06"}}, "1"},
        {{"born", at_least, {"1990-05-06"}}, "1,4"},
        {{"id", one_of, {"4", "1"}}, "1,4"},
        {{"name", one_of, {"a,b", "anna", "x\"y\\"}}, "2"},
        {{"id", one_of, {}}, ""},
        {{"name", contains, {"ANN"}}, "1,2"},
        {{"name", contains, {"_"}}, "1"},
        {{"name", contains, {"%"}}, "3"},
        {{"name", starts_with, {"Ann"}}, "1"},
        {{"name", ends_with, {"a"}}, "1,2"},
        {{"id", contains, {"3"}}, "3"},
        {{"born", is_null, {}}, "2"},
        {{"born", is_not_null, {}}, "1,3,4"},
        {{"tags", has_element, {"y"}}, "1,3"},
        {{"doc", has_element, {"{\"b\": \"it's\"}"}}, "4"},
        {{"doc", matches_path, {"$.a[*] ? (@ > 1)"}}, "2"},
    };

    for (auto const& [wanted, expected] : cases)
        BOOST_TEST_CONTEXT(wanted.column << " " << static_cast<int>(wanted.how)) {
            filter const where{.conditions = {wanted}};
            BOOST_TEST(column_of(made.rows().read({.table = table("t"), .where = where})) == expected);
        }
    filter const either{
        .how = joined::any,
        .conditions = {{"id", equals, {"1"}}},
        .groups = {{.conditions = {{"name", is_null, {}}, {"id", greater, {"3"}}}}}};
    BOOST_TEST(column_of(made.rows().read({.table = table("t"), .where = either})) == "1,4");
    BOOST_TEST(made.rows().count(table("t"), either) == 2);
    BOOST_TEST(walk(made.rows(), {.table = table("t"), .where = either, .size = 1}) == "[1][4]");
}

BOOST_AUTO_TEST_CASE(long_values_are_clipped_and_fetched_whole) {
    filled_database made{
        "CREATE TABLE t (id int PRIMARY KEY, x text); INSERT INTO t VALUES (1, repeat('ä', 1000)), (2, 'short')"};
    auto const seen = made.rows().read({.table = table("t"), .clip = 10});
    BOOST_TEST(seen.rows.at(0).cells.at(1).text->size() == 20U);
    BOOST_TEST(seen.rows.at(0).cells.at(1).length == 1000U);
    BOOST_TEST(seen.rows.at(1).cells.at(1).length == 0U);
    BOOST_TEST(made.rows().read_value(table("t"), {{"id", "1"}}, "x")->size() == 2000U);
    test::require_error(errc::bad_usage, [&] { return made.rows().read_value(table("t"), {{"id", "9"}}, "x"); });
}

BOOST_AUTO_TEST_CASE(counts_are_estimated_and_exact) {
    filled_database made{
        "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 5000); ANALYZE t"};
    BOOST_TEST(made.rows().estimate(table("t")) == 5000);
    BOOST_TEST(made.rows().count(table("t")) == 5000);
    BOOST_TEST(made.rows().count(table("t"), {.conditions = {{"id", comparison::at_most, {"7"}}}}) == 7);
}

BOOST_AUTO_TEST_CASE(cursors_fit_only_what_they_were_made_for) {
    filled_database made{
        "CREATE TABLE t (id int PRIMARY KEY, x int); INSERT INTO t SELECT n, n FROM generate_series(1, 5) n"};
    auto const cursor = made.rows().read({.table = table("t"), .size = 2}).after;
    auto const refused = [&](page_request wanted) {
        wanted.position = page_position::after_cursor;
        test::require_error(errc::bad_usage, [&] { return made.rows().read(wanted); });
    };
    refused({.table = table("t"), .cursor = "nonsense"});
    refused({.table = table("t"), .cursor = ""});
    refused({.table = table("t"), .cursor = cursor.substr(0, cursor.size() - 2) + "00"});
    refused({.table = table("t"), .sort = {{"x", false, {}}}, .cursor = cursor});
    refused({.table = table("t"), .where = {.conditions = {{"x", comparison::equals, {"1"}}}}, .cursor = cursor});
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_told) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY)"};
    test::require_error(errc::bad_usage, [&] { return made.rows().read({.table = table("nothing")}); });
    test::require_error(errc::bad_usage, [&] {
        return made.rows().read({.table = table("t"), .sort = {{"y", false, {}}}});
    });
    test::require_error(errc::bad_usage, [&] { return made.rows().read({.table = table("t"), .size = 0}); });
    test::require_error(errc::bad_usage, [&] {
        return made.rows().count(table("t"), {.conditions = {{"id", comparison::equals, {}}}});
    });
    test::require_error(errc::statement_failed, [&] {
        return made.rows().count(table("t"), {.conditions = {{"id", comparison::equals, {"x"}}}});
    });
    BOOST_TEST(made.rows().count(table("t")) == 0); // the connection is fit for use
}

BOOST_AUTO_TEST_CASE(a_call_takes_no_longer_than_it_may) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1);"
                         "CREATE VIEW slow AS SELECT id FROM t, pg_sleep(20)"};
    auto target = database::connect(made.url());
    access hurried{target, {.time_limit = std::chrono::milliseconds{50}, .cursor_secret = {}}};
    auto const stopped = test::require_error(errc::cancelled, [&] { return hurried.read({.table = table("slow")}); });
    BOOST_TEST(stopped.server->sqlstate == "57014");
    std::stop_source stop;
    stop.request_stop();
    test::require_error(errc::cancelled, [&] { return made.rows().read({.table = table("slow")}, stop.get_token()); });
}

BOOST_AUTO_TEST_CASE(a_condition_in_sql_chooses_rows) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY, x text); INSERT INTO t SELECT n, 'r' || n FROM "
                         "generate_series(1, 9) n; CREATE TABLE u (id int); INSERT INTO u VALUES (7)"};
    filter where{.conditions = {{"id", comparison::greater, {"2"}}}, .sql = "id % 2 = 1 -- odd"};
    BOOST_TEST(walk(made.rows(), {.table = table("t"), .where = where, .size = 2}) == "[3,5][7,9]");
    BOOST_TEST(made.rows().count(table("t"), where) == 4);
    BOOST_TEST(made.rows().count(table("t"), {.sql = "id IN (SELECT id FROM u) OR x LIKE '%(9'';--' /* ; */"}) == 1);
    BOOST_TEST(made.rows().count(table("t"), {.sql = "x = 'a;b' OR x = $$r1$$ OR x ~ '^r2$'"}) == 2);
    where.how = joined::any;
    BOOST_TEST(made.rows().count(table("t"), where) == 8);
    BOOST_TEST(made.rows().estimate(table("t"), where) > 0);
    auto const refused = test::require_error(errc::statement_failed, [&] {
        return made.rows().count(table("t"), {.sql = "x =\n = 1"});
    });
    BOOST_TEST(refused.place->line == 2U);
    BOOST_TEST(refused.place->column == 2U);
}

BOOST_AUTO_TEST_CASE(a_condition_in_sql_is_one_expression_that_reads) {
    filled_database made{
        "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1), (2); CREATE TABLE kept (x int);"
        "CREATE FUNCTION sly() RETURNS boolean LANGUAGE sql AS 'DELETE FROM t RETURNING true'"};
    std::string deep;
    for (int i = 0; i < 4900; ++i)
        deep += "NOT ";
    for (std::string const text :
         {"true; DROP TABLE kept",
          "true;",
          ";",
          "true) OR (true",
          "true) UNION SELECT 1 FROM t WHERE (true",
          "true UNION SELECT 1",
          "true GROUP BY id",
          "true ORDER BY id",
          "true LIMIT 1",
          "true FOR UPDATE",
          "true HAVING true",
          "true /*",
          "true */",
          "true '",
          "true AS x",
          "id = $1",
          "id IN (SELECT id FROM t FOR UPDATE)",
          "EXISTS (WITH d AS (DELETE FROM t RETURNING 1) SELECT FROM d)",
          "EXISTS (WITH d AS (INSERT INTO kept VALUES (1) RETURNING 1) SELECT FROM d)",
          "(SELECT true INTO u)",
          "DELETE FROM t",
          "'a\\' OR true); DROP TABLE kept; --' = ''",
          "id",
          "sly()",
          "set_config('transaction_read_only', 'off', true) = 'off' AND sly()"})
        BOOST_CHECK_THROW(static_cast<void>(made.rows().count(table("t"), {.sql = text})), error);
    BOOST_CHECK_THROW(static_cast<void>(made.rows().count(table("t"), {.sql = deep + "true"})), error);
    std::string sum = "0 = 1";
    while (sum.size() < 19'000)
        sum += "-1";
    BOOST_CHECK_THROW(static_cast<void>(made.rows().count(table("t"), {.sql = sum})), error);
    BOOST_CHECK_THROW(
        static_cast<void>(made.rows().count(table("t"), {.sql = std::string("true\0; DROP TABLE kept", 22)})), error
    );
    BOOST_TEST(made.ask("SELECT count(*) FROM t") == "2");
    BOOST_TEST(made.ask("SELECT count(*) FROM kept") == "0");
}

BOOST_AUTO_TEST_CASE(what_is_remembered_of_a_table_is_looked_up_anew_where_it_does_not_fit) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY, a int, b int); INSERT INTO t VALUES (1, 2, 3)"};
    auto target = database::connect(made.url());
    auto const known = std::make_shared<data::known_tables>(std::chrono::hours{1});
    data::access rows{target, {.known = known}};
    BOOST_TEST(rows.read({.table = table("t")}).columns.size() == 3U);
    made.run("ALTER TABLE t ADD COLUMN c int");
    BOOST_TEST(rows.read({.table = table("t")}).columns.size() == 3U); // remembered
    made.run("ALTER TABLE t DROP COLUMN a");
    auto const read = rows.read({.table = table("t")});
    BOOST_TEST(read.columns.size() == 3U);
    BOOST_TEST(read.columns.back().name == "c");
    test::require_error(errc::bad_usage, [&] {
        static_cast<void>(rows.read({.table = table("t"), .sort = {{.column = "a"}}}));
    });
    made.run("DROP TABLE t");
    test::require_error(errc::bad_usage, [&] { static_cast<void>(rows.read({.table = table("t")})); });
}

BOOST_AUTO_TEST_CASE(what_is_remembered_is_forgotten_after_a_while) {
    filled_database made{"CREATE TABLE t (id int PRIMARY KEY)"};
    auto target = database::connect(made.url());
    data::access rows{target, {.known = std::make_shared<data::known_tables>(std::chrono::milliseconds{0})}};
    BOOST_TEST(rows.read({.table = table("t")}).columns.size() == 1U);
    made.run("ALTER TABLE t ADD COLUMN c int");
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
    BOOST_TEST(rows.read({.table = table("t")}).columns.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
