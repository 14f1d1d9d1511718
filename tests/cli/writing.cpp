// Commands that write files.
#include "sample_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(writing)

BOOST_AUTO_TEST_CASE(a_new_revision_follows_the_head) {
    sample_project const project{two_tables()};
    auto const seen = project.run({"revision", "-m", "add a third", "--rev-id", "t3"});
    auto const file = project.path() / "migrations/versions/t3_add_a_third.py";
    BOOST_TEST(seen.exit_status == 0, seen.error_output);
    BOOST_TEST(seen.output == "Generating " + file.string() + " ...  done\n");
    BOOST_TEST(project.run({"heads"}).output == "t3 (head)\n");
}

BOOST_AUTO_TEST_CASE(a_new_revision_in_json_is_a_path_and_a_revision) {
    sample_project const project{two_tables()};
    auto const document = boost::json::parse(project.run({"--json", "revision", "-m", "x", "--rev-id", "t3"}).output);
    BOOST_TEST(document.at("path").as_string().ends_with("t3_x.py"));
    BOOST_TEST(document.at("revision").at("id").as_string() == "t3");
    BOOST_TEST(document.at("revision").at("head").as_bool());
}

BOOST_AUTO_TEST_CASE(an_id_that_exists_is_refused_before_anything_is_written) {
    sample_project const project{two_tables()};
    BOOST_TEST(project.run({"revision", "-m", "again", "--rev-id", "t1"}).exit_status == 1);
    BOOST_TEST(!std::filesystem::exists(project.path() / "migrations/versions/t1_again.py"));
}

BOOST_AUTO_TEST_CASE(merge_joins_all_heads) {
    sample_project const project{
        {{.id = "a", .doc = ""},
         {.id = "b", .down_revision = "'a'", .doc = ""},
         {.id = "c", .down_revision = "'a'", .doc = ""}}};
    auto const seen = project.run({"merge", "heads", "-m", "join", "--rev-id", "m"});
    BOOST_TEST(seen.exit_status == 0, seen.error_output);
    BOOST_TEST(project.run({"heads"}).output == "m (head)\n");
}

BOOST_AUTO_TEST_CASE(init_starts_a_project_that_the_other_commands_take) {
    sample_project const elsewhere{{}};
    auto const run_in_new = [&](std::string const& arguments) {
        return elsewhere.run_program(
            {"/bin/sh", "-c", "mkdir -p new && cd new && exec \"$1\" " + arguments, "sh", ALEMBICORE_PROGRAM}
        );
    };
    auto const seen = run_in_new("init migrations");
    BOOST_TEST(seen.exit_status == 0, seen.error_output);
    BOOST_TEST(seen.output.find("alembic.ini ...  done\n") != std::string::npos, seen.output);
    BOOST_TEST(seen.output.find("Please edit configuration") != std::string::npos);
    BOOST_TEST(run_in_new("revision -m first").exit_status == 0);
    BOOST_TEST(run_in_new("heads").output.ends_with(" (head)\n"));
    BOOST_TEST(run_in_new("init migrations").exit_status == 1);
}

BOOST_AUTO_TEST_CASE(templates_are_listed_as_alembic_lists_them) {
    sample_project const project{{}};
    auto const seen = project.run({"list_templates"});
    BOOST_TEST(seen.output.starts_with("Available templates:\n\n"));
    BOOST_TEST(seen.output.find("\ngeneric - ") != std::string::npos);
    BOOST_TEST(seen.output.ends_with("\n\n  alembicore init --template generic ./scripts\n"));
}

BOOST_AUTO_TEST_CASE(edit_opens_the_file_in_the_editor) {
    sample_project const project{two_tables()};
    auto const editor = project.write("editor", "#!/bin/sh\necho \"$1\" > \"$HOME/opened\"\n");
    std::filesystem::permissions(editor, std::filesystem::perms::owner_all);
    BOOST_TEST(project.run({"edit", "head"}, {{"EDITOR", editor.string()}}).exit_status == 0);
    auto const opened = project.run_program({"/bin/cat", (project.path() / "opened").string()});
    BOOST_TEST(opened.output == project.file_of("t2").string() + "\n");
    BOOST_TEST(project.run({"edit", "head"}, {{"EDITOR", "/bin/false"}}).exit_status == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
