#include "tables.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::data {

using test::filled_database;
using test::table;

namespace {

constexpr char const* schema = R"(
CREATE TABLE person (id int PRIMARY KEY, note text, name text, email text UNIQUE);
CREATE TABLE task (id int PRIMARY KEY, owner int CONSTRAINT task_owner REFERENCES person, helper int CONSTRAINT task_helper
    REFERENCES person, boss int CONSTRAINT task_boss REFERENCES task);
INSERT INTO person SELECT n, 'x', CASE WHEN n % 2 = 0 THEN 'Even ' ELSE 'Odd 100% ' END || n, 'p' || n FROM
    generate_series(1, 25) n;
INSERT INTO person VALUES (99, NULL, NULL, NULL);
INSERT INTO task VALUES (1, 1, 2, NULL), (2, 1, 1, 1), (3, 2, NULL, 1);
)";

std::string labels(candidate_page const& read) {
    std::string text;
    for (auto const& each : read.candidates)
        text += (text.empty() ? "" : ",") + each.key.front().second.value() + ':' + each.label.value_or("NULL");
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(references)

BOOST_AUTO_TEST_CASE(a_row_is_known_by_its_label) {
    filled_database made{schema};
    made.run("CREATE TABLE a (id int PRIMARY KEY, title int, text text, isbn varchar(9) UNIQUE);"
             "CREATE TABLE b (id text PRIMARY KEY, n int); CREATE TABLE c (id int, first_name text);"
             "CREATE TABLE d (id int, remark text); CREATE TABLE \"E'\" (email text, \"name\" int)");
    BOOST_TEST(made.rows().label_column(table("person")) == "name");
    BOOST_TEST(made.rows().label_column(table("a")) == "isbn");
    BOOST_TEST(made.rows().label_column(table("b")) == "id");
    BOOST_TEST(made.rows().label_column(table("c")) == "first_name");
    BOOST_TEST(made.rows().label_column(table("d")) == "");
    BOOST_TEST(made.rows().label_column(table("E'")) == "email");
}

BOOST_AUTO_TEST_CASE(candidates_are_found_by_label_and_key) {
    filled_database made{schema};
    candidate_request wanted{.table = table("task"), .foreign_key = "task_owner", .search = "even", .size = 5};
    auto const first = made.rows().candidates(wanted);
    BOOST_TEST(first.from.object == "person");
    BOOST_TEST(first.label_column == "name");
    BOOST_TEST(labels(first) == "10:Even 10,12:Even 12,14:Even 14,16:Even 16,18:Even 18");
    BOOST_TEST(first.candidates.at(0).key.at(0).first == "owner");
    wanted.cursor = first.after;
    BOOST_TEST(labels(made.rows().candidates(wanted)).starts_with("2:Even 2,20:"));
    wanted.search = "100% 1";
    test::require_error(errc::bad_usage, [&] { return made.rows().candidates(wanted); });
    wanted.cursor.clear();
    BOOST_TEST(labels(made.rows().candidates(wanted)).starts_with("1:Odd 100% 1,11:"));
    wanted.search = "99";
    BOOST_TEST(labels(made.rows().candidates(wanted)) == "99:NULL");
    wanted.search = "'; DROP TABLE person; --";
    BOOST_TEST(made.rows().candidates(wanted).candidates.empty());
    wanted.foreign_key = "task_boss";
    wanted.search = "";
    auto const bosses = made.rows().candidates(wanted);
    BOOST_TEST(bosses.label_column == "");
    BOOST_TEST(labels(bosses) == "1:1,2:2,3:3");
    wanted.foreign_key = "absent'";
    test::require_error(errc::bad_usage, [&] { return made.rows().candidates(wanted); });
}

BOOST_AUTO_TEST_CASE(what_points_to_a_row_is_counted) {
    filled_database made{schema};
    auto const report = made.rows().references_to(table("person"), {{"id", "1"}});
    BOOST_TEST(report.complete);
    BOOST_REQUIRE(report.keys.size() == 2U);
    BOOST_TEST(report.keys[0].name == "task_helper");
    BOOST_TEST(report.keys[0].rows == 1);
    BOOST_TEST(report.keys[1].rows == 2);
    BOOST_TEST(report.keys[1].from.object == "task");
    BOOST_TEST(report.keys[1].values.at(0).first == "owner");
    BOOST_TEST(report.keys[1].values.at(0).second.value() == "1");
    BOOST_TEST(made.rows().references_to(table("task"), {{"id", "1"}}).keys.at(0).rows == 2);
    test::require_error(errc::bad_usage, [&] { return made.rows().references_to(table("person"), {{"id", "1000"}}); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
