// `alembicore baseline`.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

void run_sql(migrated_project const& project, std::string const& text) {
    project.files().write("made.sql", text);
    auto const ran = project.run({"sql", "apply", "made.sql", "-q", "--json"});
    BOOST_REQUIRE_MESSAGE(ran.exit_status == 0, ran.error_output);
}

} // namespace

BOOST_AUTO_TEST_SUITE(baselines)

BOOST_AUTO_TEST_CASE(a_database_is_adopted) {
    migrated_project const project{{}};
    project.files().write(
        "migrations/script.py.mako",
        "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\nbranch_labels = "
        "${repr(branch_labels)}\ndepends_on = ${repr(depends_on)}\nfrom alembic import op\nimport sqlalchemy as sa\n"
        "${imports if imports else \"\"}\ndef upgrade():\n    ${upgrades if upgrades else \"pass\"}\n"
        "def downgrade():\n    ${downgrades if downgrades else \"pass\"}\n"
    );
    run_sql(project, "CREATE TABLE t (x integer NOT NULL)");
    auto const seen = project.run({"baseline", "--dry-run"});
    BOOST_TEST(seen.exit_status == 0, seen.error_output);
    BOOST_TEST(seen.output.find("op.create_table(\"t\", sa.Column(\"x\"") != std::string::npos, seen.output);
    BOOST_TEST(project.run({"heads"}).output.empty());

    auto const made = project.run({"baseline", "-m", "first", "--rev-id", "a1"});
    BOOST_TEST(made.exit_status == 0, made.error_output);
    BOOST_TEST(made.output.find("a1_first.sql ...  done\n") != std::string::npos, made.output);
    BOOST_TEST(made.output.find("The database is at a1 now.\n") != std::string::npos, made.output);
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "a1");
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0);
    BOOST_TEST(project.run({"downgrade", "base", "--yes"}).exit_status >= 0);

    auto const again = project.run({"baseline"});
    BOOST_TEST(again.exit_status == 2);
    BOOST_TEST(again.error_output.find("has revisions already") != std::string::npos, again.error_output);
}

BOOST_AUTO_TEST_CASE(a_difference_is_shown_and_nothing_written) {
    migrated_project const project{{}};
    project.files().write(
        "migrations/script.py.mako",
        "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\nbranch_labels = "
        "${repr(branch_labels)}\ndepends_on = ${repr(depends_on)}\n"
    );
    run_sql(project, "CREATE TABLE t (x integer)");
    auto const seen = project.run({"baseline"});
    BOOST_TEST(seen.exit_status == 1);
    BOOST_TEST(
        seen.error_output.find("does not pass on what the revision does") != std::string::npos, seen.error_output
    );
    BOOST_TEST(project.run({"heads"}).output.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
