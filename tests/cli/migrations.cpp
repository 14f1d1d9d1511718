// What is decided and rendered without a database.
#include "sample_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(without_a_database)

BOOST_AUTO_TEST_CASE(a_plan_from_a_given_start_has_the_documented_shape) {
    sample_project const project{two_tables()};
    auto const seen = project.run({"--json", "plan", "upgrade", "head", "--from", "t1"});
    BOOST_TEST(
        seen.output == R"({"direction":"upgrade","from":["t1"],"target":"head","steps":[{"revision":"t2",)"
                       R"("kind":"upgrade","path":")" +
                           project.file_of("t2").string() +
                           R"(","doc":"another","version_rows":[{"kind":"update","from":"t1","to":"t2"}]}],)"
                           R"("heads_after":["t2"],"warnings":[]})"
                           "\n"
    );
}

BOOST_AUTO_TEST_CASE(a_plan_reads_like_the_log_of_its_run) {
    sample_project const project{two_tables()};

    struct {
        std::vector<std::string> line;
        char const* text;
    } const cases[] = {
        {{"plan", "upgrade", "head", "--from", "base"},
         "1. upgrade  -> t1, one table  (t1.py)\n2. upgrade t1 -> t2, another  (t2.py)\nthen the database is at t2\n"},
        {{"plan", "downgrade", "-1", "--from", "head"},
         "1. downgrade t2 -> t1, another  (t2.py)\nthen the database is at t1\n"},
        {{"plan", "upgrade", "head", "--from", "t2"}, "nothing to do: the database is at t2\n"},
        {{"plan", "downgrade", "base", "--from", "t1"},
         "1. downgrade t1 -> , one table  (t1.py)\nthen the database is at base\n"},
    };

    for (auto const& [line, text] : cases)
        BOOST_TEST(project.run(line).output == text);
}

BOOST_AUTO_TEST_CASE(a_script_in_json_comes_with_its_plan) {
    sample_project const project{two_tables()};
    auto const document = boost::json::parse(project.run({"--json", "upgrade", "t1:t2", "--sql"}).output);
    BOOST_TEST(document.at("plan").at("steps").as_array().size() == 1);
    BOOST_TEST(document.at("sql").as_string().starts_with("BEGIN;\n\n"));
}

// Alembic up to 1.18 follows the table with its DROP, which the newest does not.
BOOST_AUTO_TEST_CASE(ensure_version_as_a_script_is_the_version_table) {
    sample_project const project{two_tables()};
    auto const seen = project.run({"ensure_version", "--sql"});
    BOOST_TEST(
        seen.output == "BEGIN;\n\nCREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n"
                       "    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n);\n\nCOMMIT;\n\n"
    );
}

BOOST_AUTO_TEST_CASE(render_gives_every_revision_both_ways_and_hides_none) {
    sample_project const project{two_tables()};
    project.write(
        "migrations/versions/t3.py",
        "revision = 't3'\ndown_revision = 't2'\n\n\ndef upgrade():\n    open('/etc/passwd')\n\n\n"
        "def downgrade():\n    pass\n"
    );
    for (auto const& line :
         {std::vector<std::string>{"render", "--all"},
          {"--json", "render", "--all", "--versions", "migrations/versions"}}) {
        auto const seen = project.run(line);
        BOOST_TEST(seen.exit_status == 0, seen.error_output);
        auto const document = boost::json::parse(seen.output);
        BOOST_TEST(document.as_object().size() == 3);
        BOOST_TEST(document.at("t1").at("file").as_string() == "t1.py");
        BOOST_TEST(document.at("t1").at("up").as_string() == "CREATE TABLE one (\n    id INTEGER NOT NULL\n);\n\n");
        BOOST_TEST(document.at("t1").at("up_error").is_null());
        BOOST_TEST(document.at("t1").at("down").as_string() == "DROP TABLE one;\n\n");
        BOOST_TEST(document.at("t3").at("up").is_null());
        std::string const refusal{document.at("t3").at("up_error").as_string()};
        BOOST_TEST(refusal.starts_with("t3.py:6:"), refusal);
        BOOST_TEST(refusal.find('\n') == std::string::npos);
        BOOST_TEST(document.at("t3").at("down").as_string() == "");
    }
}

BOOST_AUTO_TEST_CASE(inspect_shows_a_revision_or_a_file) {
    sample_project const project{two_tables()};
    for (auto const& word : {std::string{"t2"}, std::string{"migrations/versions/t2.py"}}) {
        auto const document = boost::json::parse(project.run({"--json", "inspect", word}).output);
        BOOST_TEST(document.at("revision").as_string() == "t2");
        BOOST_TEST(document.at("upgrade").at("operations").at(0).at("op").as_string() == "create_table");
        BOOST_TEST(document.at("downgrade").at("sql").at(0).as_string() == "DROP TABLE two");
        auto const text = project.run({"inspect", word}).output;
        BOOST_TEST(text.find("DROP TABLE two;\n") != std::string::npos, text);
        BOOST_TEST(text.find("  create_table two  (line ") != std::string::npos, text);
        BOOST_TEST(text.find("  drop_table two  (line ") != std::string::npos, text);
        BOOST_TEST(text.find('{') == std::string::npos, text);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
