#include <alembicore/project.hpp>

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>

namespace alembicore {

namespace {

std::string revision_file(std::string const& id, std::string const& down, std::string const& upgrade) {
    return "\"\"\"" + id + "\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\nrevision = '" + id +
           "'\ndown_revision = " + down + "\n\ndef upgrade():\n    " + upgrade + "\n\ndef downgrade():\n    pass\n";
}

/// A project of two revisions with the stock layout.
struct sample {
    test::temporary_folder folder;

    sample() {
        folder.write("alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\n");
        folder.write("migrations/env.py", "");
        folder.write("migrations/versions/a.py", revision_file("a1", "None", "op.execute('CREATE TABLE t (x int)')"));
        folder.write("migrations/versions/b.py", revision_file("b2", "'a1'", "op.drop_column('t', 'x')"));
    }

    [[nodiscard]] project open() const { return project::open({.directory = folder.path()}); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(opening_a_project)

BOOST_AUTO_TEST_CASE(a_healthy_project_has_no_findings) {
    sample const made;
    auto const opened = made.open();
    BOOST_TEST(opened.diagnostics().empty());
    BOOST_TEST(opened.graph().heads() == std::vector<std::string>{"b2"});
}

BOOST_AUTO_TEST_CASE(a_folder_without_configuration_is_not_a_project) {
    test::temporary_folder const folder;
    test::require_error(errc::not_a_project, [&] { return project::open({.directory = folder.path()}); });
}

BOOST_AUTO_TEST_CASE(a_broken_file_is_a_finding_and_hides_nothing_else) {
    sample const made;
    made.folder.write("migrations/versions/c.py", "revision = 'c3'\ndown_revision = (\n");
    auto const opened = made.open();
    BOOST_TEST(opened.graph().find("b2") != nullptr);
    BOOST_REQUIRE(!opened.diagnostics().empty());
    BOOST_TEST(opened.diagnostics().front().place.value().file.ends_with("c.py"));
}

BOOST_AUTO_TEST_CASE(without_a_url_the_error_says_where_it_was_looked_for) {
    sample const made;
    auto const info = test::require_error(errc::no_database, [&] { return made.open().database_url(); });
    BOOST_TEST(!info.remedy.empty());
}

BOOST_AUTO_TEST_CASE(bare_folders_need_no_configuration) {
    sample const made;
    auto const opened = project::open_versions({made.folder.path() / "migrations/versions"});
    BOOST_TEST(opened.graph().revisions().size() == 2U);
    test::require_error(errc::file_unreadable, [&] { return project::open_versions({made.folder.path() / "none"}); });
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(looking_at_revisions)

BOOST_AUTO_TEST_CASE(both_directions_are_shown_as_operations_and_sql) {
    sample const made;
    auto const seen = made.open().inspect("b2");
    BOOST_TEST(!seen.upgrade.refusal.has_value());
    BOOST_TEST(seen.upgrade.sql == std::vector<std::string>{"ALTER TABLE t DROP COLUMN x"});
    BOOST_TEST(seen.upgrade.operations.at(0).at("op").as_string() == "drop_column");
    BOOST_TEST(seen.downgrade.sql.empty());
}

BOOST_AUTO_TEST_CASE(a_refusal_has_its_place_and_leaves_the_other_direction) {
    sample const made;
    made.folder.write("migrations/versions/c.py", revision_file("c3", "'b2'", "op.execute(somewhere.else_)"));
    auto const seen = made.open().inspect("c3");
    BOOST_REQUIRE(seen.upgrade.refusal.has_value());
    BOOST_TEST(seen.upgrade.refusal->place.value().line == 8U);
    BOOST_TEST(!seen.downgrade.refusal.has_value());
}

BOOST_AUTO_TEST_CASE(an_unknown_revision_is_an_error) {
    sample const made;
    test::require_error(errc::unknown_revision, [&] { return made.open().inspect("zz"); });
}

BOOST_AUTO_TEST_CASE(rendering_everything_gives_every_revision_once) {
    sample const made;
    auto const rendered = made.open().render_all();
    BOOST_REQUIRE(rendered.size() == 2U);
    BOOST_TEST(rendered[0].revision == "a1");
    BOOST_TEST(rendered[0].up.value() == "CREATE TABLE t (x int);\n\n");
    BOOST_TEST(rendered[0].down.value().empty());
}

BOOST_AUTO_TEST_CASE(a_listing_passes_over_a_function_that_is_not_there) {
    sample const made;
    made.folder.write(
        "migrations/versions/a1.py", "revision = 'a1'\ndown_revision = None\n\ndef upgrade():\n    pass\n"
    );
    auto const opened = made.open();
    BOOST_TEST(opened.render_all()[0].down.value().empty());
    BOOST_TEST(name_of(opened.inspect("a1").downgrade.refusal.value().code) == "python_exception");
}

BOOST_AUTO_TEST_CASE(a_script_is_not_made_with_a_version_table_that_only_env_py_knows) {
    sample const made;
    made.folder.write(
        "migrations/env.py",
        "from alembic import context\nfrom app import settings\n"
        "context.configure(url='postgresql://', version_table=settings.TABLE)\n"
    );
    auto const opened = made.open();
    std::ostringstream script;
    auto const info = test::require_error(errc::decided_at_run_time, [&] {
        opened.render_script(plan_upgrade(opened.graph(), "head", {}), script);
        return 0;
    });
    BOOST_TEST(info.message.find("version_table") != std::string::npos);
    BOOST_TEST(script.str().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
