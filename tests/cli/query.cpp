// `alembicore query` on a real server.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(query)

BOOST_AUTO_TEST_CASE(shows_rows_and_says_when_there_are_more) {
    migrated_project const project{two_tables()};
    auto const seen = project.run({"query", "SELECT n, 'r' || n AS x FROM generate_series(1, 3) n"});
    BOOST_TEST(seen.output == "n  x\n1  r1\n2  r2\n3  r3\n");
    BOOST_TEST(seen.error_output == "SELECT 3\n");
    auto const cut = project.run({"query", "-l", "1", "SELECT generate_series(1, 3) AS n"});
    BOOST_TEST(cut.output == "n\n1\n");
    BOOST_TEST(cut.error_output.find("--limit") != std::string::npos);
    BOOST_TEST(
        project.run({"query", "--csv", "SELECT 1 AS a, NULL AS b, '' AS c, 'x,y' AS d"}).output ==
        "a,b,c,d\r\n1,,\"\",\"x,y\"\r\n"
    );
    auto const document = boost::json::parse(project.run({"--json", "query", "SELECT 1 AS a; SELECT 2 AS b"}).output);
    BOOST_TEST(document.at(1).at("columns").at(0).at("type").as_string() == "integer");
    BOOST_TEST(document.at(1).at("rows").at(0).at(0).as_string() == "2");
}

BOOST_AUTO_TEST_CASE(changes_nothing_unless_told) {
    migrated_project const project{two_tables()};
    auto const refused = project.run({"query", "CREATE TABLE t (x int)"});
    BOOST_TEST(refused.exit_status == 1);
    BOOST_TEST(refused.error_output.find("--write") != std::string::npos);
    auto const file = project.files().path() / "two.sql";
    BOOST_TEST(project.run({"query", "--write", "CREATE TABLE t (x int); INSERT INTO t VALUES (1)"}).exit_status == 0);
    BOOST_TEST(project.ask("SELECT x FROM t") == "1");
    BOOST_TEST(project.run({"query"}).exit_status == 2);
    BOOST_TEST(project.run({"query", "-f", file.string()}).exit_status == 1);
    BOOST_TEST(project.run({"query", "SELECT\n nothing"}).error_output.find("query:2:2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(explains_and_measures) {
    migrated_project const project{two_tables()};
    static_cast<void>(project.ask("CREATE TABLE t AS SELECT 1 AS x"));
    BOOST_TEST(project.run({"query", "--explain", "SELECT * FROM t"}).output.starts_with("Seq Scan on t  cost "));
    auto const run = project.run({"query", "--analyze", "DELETE FROM t"});
    BOOST_TEST(run.output.find("ran in ") != std::string::npos);
    BOOST_TEST(run.error_output.find("rolled back") != std::string::npos);
    BOOST_TEST(project.ask("SELECT count(*) FROM t") == "1");
    auto const plan = boost::json::parse(project.run({"--json", "query", "--analyze", "DELETE FROM t"}).output);
    BOOST_TEST(plan.at("rolled_back").as_bool());
    BOOST_TEST(plan.at("root").at("inputs").at(0).at("kind").as_string() == "Seq Scan");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
