#include "sample_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

using words = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(failures)

BOOST_AUTO_TEST_CASE(exit_codes_tell_failure_from_bad_usage) {
    sample_project const project{two_tables()};

    struct {
        words line;
        int exit_status;
    } const cases[] = {
        {{"--version"}, 0},
        {{"--help"}, 0},
        {{"upgrade", "--help"}, 0},
        {{"heads"}, 0},
        {{}, 2},
        {{"frobnicate"}, 2},
        {{"heads", "--nonsense"}, 2},
        {{"upgrade"}, 2},
        {{"history", "-r", "t1"}, 1},
        {{"revision", "--autogenerate", "--sql", "-m", "x"}, 2},
        {{"stamp", "--sql", "--purge", "t1"}, 2},
        {{"downgrade", "t1", "--sql"}, 2},
        {{"render"}, 2},
        {{"show", "nothing"}, 1},
        {{"current"}, 1},
        {{"-c", "nowhere.ini", "heads"}, 1},
        {{"upgrade", "t1:t2:t1", "--sql"}, 1},
    };

    for (auto const& [line, exit_status] : cases)
        BOOST_TEST_CONTEXT("last word: " << (line.empty() ? std::string{} : line.back())) {
            auto const seen = project.run(line);
            BOOST_TEST(seen.exit_status == exit_status, seen.output << seen.error_output);
            if (exit_status != 0) {
                BOOST_TEST(seen.output == "");
                BOOST_TEST(seen.error_output.starts_with("error: "), seen.error_output);
                BOOST_TEST(seen.error_output.find("\n  fix: ") != std::string::npos, seen.error_output);
            }
        }
}

BOOST_AUTO_TEST_CASE(with_json_an_error_is_an_object_on_standard_output) {
    sample_project const project{two_tables()};
    project.write("migrations/env.py", "");

    struct {
        words line;
        char const* code;
    } const cases[] = {
        {{"--json", "show", "nothing"}, "unknown_revision"},
        {{"current", "--json"}, "no_database"},
        {{"--json", "frobnicate"}, "bad_usage"},
    };

    for (auto const& [line, code] : cases)
        BOOST_TEST_CONTEXT(code) {
            auto const seen = project.run(line);
            BOOST_TEST(boost::json::parse(seen.output).at("error").at("code").as_string() == code);
            BOOST_TEST(seen.error_output == "");
        }
}

BOOST_AUTO_TEST_CASE(a_folder_without_a_project_is_said_to_be_none) {
    temporary_folder const empty;
    sample_project const anywhere{{}};
    auto const seen =
        anywhere.run_program({"/bin/sh", "-c", "cd \"$1\" && exec \"$2\" heads", "sh", empty.path(), ALEMBICORE_PROGRAM}
        );
    BOOST_TEST(seen.exit_status == 1);
    BOOST_TEST(seen.error_output.find("alembic.ini") != std::string::npos, seen.error_output);
}

BOOST_AUTO_TEST_CASE(a_folder_that_was_deleted_is_told) {
    sample_project const anywhere{{}};
    auto const seen = anywhere.run_program(
        {"/bin/sh", "-c", "mkdir gone && cd gone && rmdir ../gone && exec \"$1\" heads", "sh", ALEMBICORE_PROGRAM}
    );
    BOOST_TEST(seen.exit_status == 1);
    BOOST_TEST(seen.error_output.find("defect") == std::string::npos, seen.error_output);
}

BOOST_AUTO_TEST_CASE(every_detail_is_shown_on_request) {
    sample_project const project{two_tables()};
    BOOST_TEST(project.run({"show", "nothing"}).error_output.find("unknown_revision") == std::string::npos);
    BOOST_TEST(
        project.run({"--raiseerr", "show", "nothing"}).error_output.find("unknown_revision") != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(output_that_cannot_be_written_is_a_failure) {
    sample_project const project{two_tables()};
    auto const seen = project.run_program({"/bin/sh", "-c", "\"$1\" history > /dev/full", "sh", ALEMBICORE_PROGRAM});
    BOOST_TEST(seen.exit_status == 1);
    BOOST_TEST(seen.error_output.find("standard output") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_password_is_shown_nowhere) {
    sample_project const project{two_tables()};
    auto const url = "postgresql://user:s3cret@127.0.0.1:1/none";
    for (auto const& line :
         {words{"current", "-v"}, words{"--json", "current"}, words{"--raiseerr", "upgrade", "head"}}) {
        auto const seen = project.run(line, {{"DATABASE_URL", url}});
        BOOST_TEST(seen.exit_status == 1);
        BOOST_TEST((seen.output + seen.error_output).find("s3cret") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
