#include "tables.hpp"

#include "postgres/connection.hpp"
#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::data {

using test::filled_database;
using test::table;

namespace {

constexpr char const* schema = R"(
CREATE TABLE a (id int PRIMARY KEY, boss int CONSTRAINT boss REFERENCES a (id) ON DELETE CASCADE);
CREATE TABLE b (id int PRIMARY KEY, a int CONSTRAINT b_a REFERENCES a (id) ON DELETE CASCADE);
CREATE TABLE c (b int CONSTRAINT c_b REFERENCES b (id) ON DELETE SET NULL);
CREATE TABLE d (b int CONSTRAINT d_b REFERENCES b (id));
CREATE TABLE e (a int DEFAULT 1 CONSTRAINT e_a REFERENCES a (id) ON DELETE SET DEFAULT);
INSERT INTO a VALUES (1, NULL), (2, NULL), (3, 2);
INSERT INTO b VALUES (1, 1), (2, 2), (3, 2), (4, 3);
INSERT INTO c VALUES (2), (2), (3), (1);
INSERT INTO d VALUES (3), (1);
INSERT INTO e VALUES (2), (2);
)";

std::string told(impact_report const& report) {
    std::string text;
    for (auto const& each : report.impacts) {
        for (auto const& key : each.path)
            text += key + ' ';
        constexpr char const* effects[] = {"deleted", "set null", "set default", "blocked"};
        text += std::to_string(each.rows) + ' ' + effects[static_cast<int>(each.effect)] + " in " + each.table.object +
                '\n';
    }
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(impacts)

BOOST_AUTO_TEST_CASE(every_path_is_followed) {
    filled_database made{schema};
    auto const report = made.rows().impact_of_deleting(table("a"), {{{"id", "2"}}});
    BOOST_TEST(report.complete);
    BOOST_TEST(
        told(report) == "b_a 2 deleted in b\n"
                        "b_a c_b 3 set null in c\n"
                        "b_a d_b 1 blocked in d\n"
                        "boss 1 deleted in a\n"
                        "boss b_a 1 deleted in b\n"
                        "e_a 2 set default in e\n"
    );
    BOOST_TEST(made.ask("SELECT count(*) FROM a") == "3");
    BOOST_TEST(told(made.rows().impact_of_deleting(table("a"), {{{"id", "1"}}, {{"id", "3"}}})
    ).starts_with("b_a 2 deleted in b\n"));
    BOOST_TEST(made.rows().impact_of_deleting(table("c"), {{{"b", "1"}}}).impacts.empty());
}

BOOST_AUTO_TEST_CASE(when_the_time_is_over_it_says_at_least) {
    filled_database made{"CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int CONSTRAINT b_a REFERENCES a (id));"
                         "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)"};
    auto const report = made.rows().impact_of_deleting(table("a"), {{{"id", "1"}}}, std::chrono::seconds{20});
    BOOST_TEST(report.complete);
    auto blocker = database::connect(made.url());
    blocker.connection().execute("BEGIN; LOCK TABLE b IN ACCESS EXCLUSIVE MODE");
    auto const stopped = made.rows().impact_of_deleting(table("a"), {{{"id", "1"}}}, std::chrono::milliseconds{100});
    BOOST_TEST(!stopped.complete);
    test::require_error(errc::bad_usage, [&] { return made.rows().impact_of_deleting(table("a"), {}); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
