#include "sample_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(history_of_a_project)

BOOST_AUTO_TEST_CASE(the_graph_shows_branches_merges_and_dependencies) {
    sample_project const project{branched_history()};
    auto const seen = project.run({"history", "--graph"});
    BOOST_TEST(seen.exit_status == 0, seen.error_output);
    BOOST_TEST("\n" + seen.output == R"(
*      d2 (head)  größer
*      d1 [side]  apart
: *    f1 (head)  needs e1
: |~.
: | *  e1 (effective head)  needed by f1
: |-'
: *    m1  both, with a comma
: |-.
: | *  c2  padded
: | *  c1 [right]
|-' |
*   |  b1 [left]  left
|---'
*      a2  second line of two
*      a1  first
)");
}

BOOST_AUTO_TEST_CASE(the_graph_uses_box_characters_where_the_terminal_shows_them) {
    sample_project const project{branched_history()};
    auto const seen = project.run({"--color=always", "history", "--graph"}, {{"LANG", "C.UTF-8"}});
    BOOST_TEST(seen.output.find("├") != std::string::npos);
    BOOST_TEST(seen.output.find("\x1b[") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_missing_parent_is_a_ghost_and_stops_nothing) {
    sample_project const project{{{.id = "b", .down_revision = "'gone'", .doc = "second"}}};
    for (auto const& question : {std::vector<std::string>{"history"}, {"heads"}, {"show", "b"}, {"history", "--graph"}})
        BOOST_TEST_CONTEXT(question.front()) {
            auto const seen = project.run(question);
            BOOST_TEST(seen.exit_status == 0, seen.error_output);
            BOOST_TEST(seen.error_output.find("gone") != std::string::npos);
        }
    BOOST_TEST(project.run({"history", "--graph"}).output.find("?  gone") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_broken_file_is_said_with_its_place_and_stops_nothing) {
    sample_project const project{two_tables()};
    project.write("migrations/versions/broken.py", "revision = 'x'\ndown_revision = (\n");
    auto const seen = project.run({"history"});
    BOOST_TEST(seen.exit_status == 0);
    BOOST_TEST(seen.output.find("t1 -> t2 (head), another\n") != std::string::npos);
    BOOST_TEST(seen.error_output.find("broken.py") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(json_says_everything_about_each_revision) {
    sample_project const project{two_tables()};
    auto const document = boost::json::parse(project.run({"--json", "history"}).output);
    auto const& newest = document.at("revisions").at(0);
    BOOST_TEST(newest.at("id").as_string() == "t2");
    BOOST_TEST(newest.at("down_revisions").at(0).as_string() == "t1");
    BOOST_TEST(newest.at("head").as_bool());
    BOOST_TEST(newest.at("message").as_string() == "another");
    BOOST_TEST(document.at("current").is_null());
    BOOST_TEST(document.at("diagnostics").as_array().empty());
}

BOOST_AUTO_TEST_CASE(quiet_prints_no_text_and_json_is_not_text) {
    sample_project const project{two_tables()};
    BOOST_TEST(project.run({"-q", "history"}).output == "");
    BOOST_TEST(project.run({"-q", "--json", "heads"}).output != "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
