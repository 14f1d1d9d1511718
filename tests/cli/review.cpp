// What upgrade and downgrade show and ask before they run, at a terminal and without one.
#include "migrated_project.hpp"
#include "terminal_session.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

boost::json::value json_of(base::process_result const& ran) {
    return boost::json::parse(ran.output);
}

/// A project at its head, with rows in both tables.
struct used_project : migrated_project {
    used_project() : migrated_project(two_tables()) {
        BOOST_REQUIRE(run({"upgrade", "head"}).exit_status == 0);
        static_cast<void>(ask("INSERT INTO one VALUES (1) RETURNING 1"));
        static_cast<void>(ask("INSERT INTO two VALUES (1) RETURNING 1"));
    }

    void configure(std::string const& line) const {
        files().write("alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\n[alembicore]\n" + line + "\n");
    }

    [[nodiscard]] std::string version() const { return ask("SELECT version_num FROM alembic_version"); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(review_before_a_run)

BOOST_AUTO_TEST_CASE(nothing_is_asked_where_nothing_can_be_lost) {
    migrated_project const project{two_tables()};
    for (auto const& line : {words{"upgrade", "head"}, words{"downgrade", "-1"}}) {
        auto const seen = run_at_terminal(project, line, "n");
        BOOST_TEST(seen.exit_status == 0, seen.shown);
        BOOST_TEST(!contains(seen.shown, "[y/N]"), seen.shown);
    }
}

BOOST_AUTO_TEST_CASE(a_person_is_asked_before_rows_are_lost) {
    used_project const project;
    auto const refused = run_at_terminal(project, {"downgrade", "-1"}, "n");
    BOOST_TEST(refused.exit_status == 1);
    BOOST_TEST(contains(refused.shown, "1. downgrade t2 -> t1, another"), refused.shown);
    BOOST_TEST(contains(refused.shown, "A09"), refused.shown);
    BOOST_TEST(contains(refused.shown, "Go on?"), refused.shown);
    BOOST_TEST(contains(refused.shown, "it was not agreed to"), refused.shown);
    BOOST_TEST(project.version() == "t2");
    auto const done = run_at_terminal(project, {"downgrade", "-1"}, "y");
    BOOST_TEST(done.exit_status == 0, done.shown);
    BOOST_TEST(project.version() == "t1");
    auto const agreed = run_at_terminal(project, {"downgrade", "base", "--yes"}, "n");
    BOOST_TEST(agreed.exit_status == 0, agreed.shown);
    BOOST_TEST(!contains(agreed.shown, "[y/N]"), agreed.shown);
}

BOOST_AUTO_TEST_CASE(a_program_is_told_and_goes_on) {
    used_project const project;
    auto const ran = project.run({"downgrade", "-1"});
    BOOST_TEST(ran.exit_status == 0, ran.error_output);
    BOOST_TEST(ran.output == "");
    BOOST_TEST(contains(ran.error_output, "WARNI [alembicore.lint] t2.py:"), ran.error_output);
    BOOST_TEST(contains(ran.error_output, "A09: going back deletes what was written to 'two' since"), ran.error_output);
    auto const back = json_of(project.run({"upgrade", "head", "--json"}));
    BOOST_TEST(back.at("steps_done").to_number<int>() == 1);
    BOOST_TEST(back.at("review").at("reasons").as_array().empty());
    auto const down = json_of(project.run({"downgrade", "base", "--json"}));
    BOOST_TEST(down.at("review").at("reasons").as_array().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_project_may_require_that_somebody_agrees) {
    used_project const project;
    project.configure("confirm = require");
    auto const stopped = project.run({"downgrade", "-1"});
    BOOST_TEST(stopped.exit_status == 1);
    BOOST_TEST(contains(stopped.error_output, "nobody agreed"), stopped.error_output);
    BOOST_TEST(contains(stopped.error_output, "--yes"), stopped.error_output);
    BOOST_TEST(project.version() == "t2");
    BOOST_TEST(project.run({"downgrade", "-1", "--yes"}).exit_status == 0);
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0); // takes nothing away
    project.configure("confirm = perhaps");
    BOOST_TEST(contains(project.run({"downgrade", "-1"}).error_output, "write ask, require or off"));
}

BOOST_AUTO_TEST_CASE(a_project_may_do_without) {
    used_project const project;
    project.configure("confirm = off");
    auto const seen = run_at_terminal(project, {"downgrade", "-1"}, "n");
    BOOST_TEST(seen.exit_status == 0, seen.shown);
    BOOST_TEST(!contains(seen.shown, "A09"), seen.shown);
    BOOST_TEST(json_of(project.run({"upgrade", "head", "--json"})).at("review").is_null());
}

BOOST_AUTO_TEST_CASE(a_rehearsal_that_fails_stops_the_run) {
    auto revisions = two_tables();
    revisions[1].upgrade = "op.create_index('by_id', 'one', ['id'])\n    op.drop_table('nothing')";
    migrated_project const project{revisions};
    BOOST_REQUIRE(project.run({"upgrade", "t1"}).exit_status == 0);
    auto const stopped = project.run({"upgrade", "head", "--rehearse"});
    BOOST_TEST(stopped.exit_status == 1);
    BOOST_TEST(contains(stopped.error_output, "the rehearsal failed: "), stopped.error_output);
    BOOST_TEST(contains(stopped.error_output, "\"nothing\" does not exist"), stopped.error_output);
    auto const document = json_of(project.run({"upgrade", "head", "--rehearse", "--json"}));
    BOOST_TEST(std::string{document.at("error").at("database_state").as_string()} == "nothing was changed");
    BOOST_TEST(document.at("review").at("rehearsal").at("failure").is_object());
    BOOST_TEST(project.ask("SELECT count(*) FROM alembicore.entry WHERE kind = 'run_started'") == "1");
}

BOOST_AUTO_TEST_CASE(what_was_rehearsed_is_part_of_the_report) {
    used_project const project;
    auto const told = project.run({"downgrade", "-1", "--rehearse"});
    BOOST_TEST(told.exit_status == 0, told.error_output);
    BOOST_TEST(contains(told.error_output, "[alembicore.rehearsal] rehearsed 1 statement in "), told.error_output);
    BOOST_TEST(contains(told.error_output, "the way back gives the same schema"), told.error_output);
    auto const document = json_of(project.run({"upgrade", "head", "--rehearse", "--json"}));
    auto const& review = document.at("review");
    BOOST_TEST(std::string{review.at("rehearsal").at("way_back").at("verdict").as_string()} == "returns");
    BOOST_TEST(project.version() == "t2");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(applying_sql)

BOOST_AUTO_TEST_CASE(a_file_is_recorded_and_backed_up) {
    used_project const project;
    project.files().write("fix.sql", "DELETE FROM two;\nCREATE INDEX CONCURRENTLY by_id ON one (id);\n");
    auto const document = json_of(project.run({"sql", "apply", "fix.sql", "--json"}));
    BOOST_TEST(!document.at("backup").as_string().empty());
    auto const run = std::to_string(document.at("journal_run").as_int64());
    auto const recorded = json_of(project.run({"journal", "show", run, "--json"}));
    BOOST_TEST(std::string{recorded.at("kind").as_string()} == "sql_file");
    BOOST_TEST(std::string{recorded.at("target").as_string()} == "fix.sql");
    BOOST_TEST(recorded.at("backup") == document.at("backup"));
    BOOST_TEST(recorded.at("steps").at(0).at("statements").as_array().size() == 2U);
    BOOST_TEST(contains(project.run({"journal", "list"}).output, "sql fix.sql at t2  done"));
    BOOST_TEST(project.run({"journal", "verify"}).exit_status == 0);
    // The file is no revision, and the way back from the head is still known.
    BOOST_TEST(project.run({"resume"}).output == "no revision is half done\n");
    BOOST_TEST(project.run({"sql", "apply", "fix.sql", "--no-journal", "--backup", "none"}).exit_status == 1);
}

BOOST_AUTO_TEST_CASE(a_person_is_asked_before_a_file_takes_rows_away) {
    used_project const project;
    project.files().write("fix.sql", "TRUNCATE two;\n");
    auto const refused = run_at_terminal(project, {"sql", "apply", "fix.sql"}, "");
    BOOST_TEST(refused.exit_status == 1, refused.shown);
    BOOST_TEST(project.ask("SELECT count(*) FROM two") == "1");
    auto const agreed = run_at_terminal(project, {"sql", "apply", "fix.sql", "-y"}, "");
    BOOST_TEST(agreed.exit_status == 0, agreed.shown);
    BOOST_TEST(project.ask("SELECT count(*) FROM two") == "0");
}

BOOST_AUTO_TEST_CASE(a_file_that_fails_is_recorded_as_that) {
    used_project const project;
    project.files().write("fix.sql", "DELETE FROM two;\nSELECT 1 / 0;\n");
    auto const failed = project.run({"sql", "apply", "fix.sql"});
    BOOST_TEST(failed.exit_status == 1);
    BOOST_TEST(contains(failed.error_output, "alembicore backup restore "), failed.error_output);
    BOOST_TEST(project.ask("SELECT count(*) FROM two") == "1");
    BOOST_TEST(contains(project.run({"journal", "list"}).output, "sql fix.sql at t2  FAILED"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
