// What runs leave in the journal, and the command that shows it.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace alembicore::test {

namespace {

boost::json::value json_of(base::process_result const& ran) {
    return boost::json::parse(ran.output);
}

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string text_of(boost::json::value const& value) {
    return std::string{value.as_string()};
}

bool is_repository(sample_project const& project) {
    auto const git = [&](words line) {
        line.insert(
            line.begin(),
            {"git", "-c", "user.name=Anna", "-c", "user.email=anna@example.org", "-c", "init.defaultBranch=main"}
        );
        return project.run_program(std::move(line)).exit_status == 0;
    };
    return git({"init", "-q"}) && git({"add", "."}) && git({"commit", "-q", "-m", "Begin"}) &&
           git({"rm", "-q", project.file_of("t2").string()}) && git({"commit", "-q", "-m", "Drop the second table"});
}

} // namespace

BOOST_AUTO_TEST_SUITE(journal_command)

BOOST_AUTO_TEST_CASE(runs_are_listed_and_shown) {
    migrated_project const project{two_tables()};
    BOOST_TEST(project.run({"journal", "list"}).output == "nothing is recorded in this database\n");
    auto const report = json_of(project.run({"upgrade", "head", "--json"}));
    BOOST_TEST(report.at("journal_run").as_int64() == 1);
    BOOST_TEST(report.at("findings").as_array().empty());
    BOOST_REQUIRE(project.run({"downgrade", "-1"}).exit_status == 0);
    auto const listed = json_of(project.run({"journal", "list", "--json"}));
    auto const& runs = listed.at("runs").as_array();
    BOOST_REQUIRE(runs.size() == 2U);
    BOOST_TEST(text_of(runs.at(0).at("direction")) == "downgrade");
    BOOST_TEST(text_of(runs.at(1).at("target")) == "head");
    auto const text = project.run({"journal", "list"}).output;
    BOOST_TEST(contains(text, "upgrade base -> t2  done  2 steps"), text);
    auto const shown = json_of(project.run({"journal", "show", "1", "--json"}));
    auto const& steps = shown.at("steps").as_array();
    BOOST_REQUIRE(steps.size() == 2U);
    BOOST_TEST(text_of(steps.at(0).at("revision")) == "t1");
    BOOST_TEST(text_of(steps.at(0).at("file_sha256")).size() == 64U);
    BOOST_TEST(contains(project.run({"journal", "show", "1"}).output, "done:       CREATE TABLE one"));
    BOOST_TEST(project.run({"journal", "show", "99"}).exit_status == 2);
}

BOOST_AUTO_TEST_CASE(the_record_and_the_files_are_verified) {
    migrated_project const project{two_tables()};
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 0);
    auto const whole = project.run({"journal", "verify"});
    BOOST_TEST(whole.exit_status == 0, whole.error_output);
    BOOST_TEST(contains(whole.output, "4 entries, as they were written"), whole.output);
    auto const document = json_of(project.run({"journal", "verify", "--json"}));
    BOOST_TEST(document.at("edited").as_array().empty());
    auto const hash = text_of(document.at("last_hash"));
    project.files().write(
        std::filesystem::relative(project.files().file_of("t1"), project.files().path()),
        "revision = 't1'\ndown_revision = None\n"
    );
    auto const edited = project.run({"journal", "verify", "--expect", hash});
    BOOST_TEST(edited.exit_status == 0, edited.error_output);
    BOOST_TEST(contains(edited.output, "revision t1 was edited after it was applied"), edited.output);
    static_cast<void>(project.ask("DELETE FROM alembicore.entry WHERE number = 4 RETURNING number"));
    auto const cut = project.run({"journal", "verify", "--expect", hash});
    BOOST_TEST(cut.exit_status == 1);
    static_cast<void>(project.ask("UPDATE alembicore.entry SET kind = 'x' WHERE number = 2 RETURNING number"));
    auto const altered = project.run({"journal", "verify", "--json"});
    BOOST_TEST(altered.exit_status == 1);
    BOOST_TEST(contains(altered.output, "journal_altered"), altered.output);
}

BOOST_AUTO_TEST_CASE(without_a_journal_nothing_is_written) {
    migrated_project const project{two_tables()};
    auto const report = json_of(project.run({"upgrade", "head", "--no-journal", "--json"}));
    BOOST_TEST(report.at("journal_run").is_null());
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'alembicore'") == "0");
}

BOOST_AUTO_TEST_CASE(the_journal_is_no_part_of_the_schema) {
    migrated_project const project{two_tables()};
    BOOST_REQUIRE(project.run({"upgrade", "head", "--no-journal"}).exit_status == 0);
    auto const before = text_of(json_of(project.run({"schema", "--json"})).at("fingerprint"));
    BOOST_REQUIRE(project.run({"downgrade", "-1"}).exit_status == 0);
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 0);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'alembicore'") == "1");
    BOOST_TEST(text_of(json_of(project.run({"schema", "--json"})).at("fingerprint")) == before);
}

BOOST_AUTO_TEST_CASE(limits_of_a_revision_stand_in_its_file) {
    auto revisions = two_tables();
    revisions[1].upgrade = "op.execute(\"CREATE TABLE seen AS SELECT current_setting('lock_timeout')\")\n"
                           "    # alembicore: lock_timeout=3s";
    migrated_project const project{revisions};
    auto const ran = project.run({"upgrade", "head", "--lock-timeout", "7s"});
    BOOST_TEST(ran.exit_status == 0, ran.error_output);
    BOOST_TEST(project.ask("SELECT * FROM seen") == "3s");
    BOOST_TEST(project.run({"downgrade", "base", "--lock-timeout", "7"}).exit_status == 2);
    BOOST_TEST(project.run({"downgrade", "base", "--on-blocked", "shout"}).exit_status == 2);
}

BOOST_AUTO_TEST_CASE(git_tells_who_deleted_a_revision_that_the_database_has) {
    migrated_project const project{two_tables()};
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 0);
    BOOST_REQUIRE(is_repository(project.files()));
    for (auto const& line : {words{"upgrade", "head"}, words{"current"}}) {
        auto const ran = project.run(line);
        BOOST_TEST(ran.exit_status == 1);
        BOOST_TEST(contains(ran.error_output, "its file was deleted in commit "), ran.error_output);
        BOOST_TEST(contains(ran.error_output, " of Anna, "), ran.error_output);
        BOOST_TEST(contains(ran.error_output, "(Drop the second table)"), ran.error_output);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
