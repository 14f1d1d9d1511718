// Several revisions as one.
#include "rehearsed_project.hpp"

#include "support/error_checks.hpp"

#include <alembicore/applied_files.hpp>
#include <alembicore/squash.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace alembicore::test {

namespace {

namespace fs = std::filesystem;

/// Five revisions, of which the third changes what the first has made.
struct long_project : rehearsed_project {
    long_project() {
        folder().write(
            "migrations/script.py.mako",
            "\"\"\"${message}\n\nRevises: ${down_revision | comma,n}\n\"\"\"\nfrom alembic import op\nimport "
            "sqlalchemy "
            "as sa\n${imports if imports else \"\"}\nrevision = ${repr(up_revision)}\ndown_revision = "
            "${repr(down_revision)}\nbranch_labels = ${repr(branch_labels)}\ndepends_on = ${repr(depends_on)}\n\n"
            "def upgrade():\n    ${upgrades if upgrades else \"pass\"}\n\ndef downgrade():\n    ${downgrades if "
            "downgrades else \"pass\"}\n"
        );
        revision(
            "a",
            "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(40)))",
            "op.drop_table('users')"
        );
        revision(
            "b",
            "op.create_table('teams', sa.Column('id', sa.Integer, primary_key=True), sa.Column('owner', sa.Integer, "
            "sa.ForeignKey('users.id')))",
            "op.drop_table('teams')"
        );
        revision(
            "c",
            "op.alter_column('users', 'name', type_=sa.Text(), nullable=False)\nop.create_index('ix', 'users', "
            "['name'])",
            "op.drop_index('ix')\nop.alter_column('users', 'name', type_=sa.String(40), nullable=True)"
        );
        revision("d", "op.execute('CREATE VIEW named AS SELECT name FROM users')", "op.execute('DROP VIEW named')");
        revision("e", "op.add_column('users', sa.Column('age', sa.Integer))", "op.drop_column('users', 'age')");
    }

    [[nodiscard]] squash::report squash(std::string const& range, squash::options const& how = {}) const {
        auto on = database::connect(base().url());
        return squash::make(open(), on, range, how);
    }

    [[nodiscard]] std::string fingerprint() const {
        auto on = database::connect(base().url());
        auto read = catalog::read(on, {.schemas = {"public"}, .names = {}});
        return catalog::fingerprint(read);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(squashing)

BOOST_AUTO_TEST_CASE(a_chain_from_the_beginning_becomes_one_revision) {
    long_project const project;
    project.upgrade("d");
    auto const made = project.squash("base:d");
    BOOST_TEST(made.differences.empty());
    BOOST_REQUIRE_MESSAGE(made.written, made.text);
    BOOST_TEST(made.revision == "d");
    BOOST_TEST(!made.down_revision);
    BOOST_TEST(made.replaced.size() == 4U);
    for (auto const* id : {"a", "b", "c", "d"})
        BOOST_TEST(fs::exists(project.folder().path() / "migrations/squashed/d" / (std::string{id} + ".py")));
    auto const opened = project.open();
    BOOST_TEST(opened.graph().revisions().size() == 2U);
    BOOST_TEST(opened.diagnostics().empty());
    BOOST_TEST(
        made.text.find("op.create_index(op.f(\"ix\"), \"users\", [\"name\"], unique=False)") != std::string::npos
    );

    project.upgrade(); // that is at the last one goes on
    auto const grown = project.fingerprint();
    long_project const other;
    static_cast<void>(other.squash("base:d"));
    other.upgrade();
    BOOST_TEST(other.fingerprint() == grown);
}

BOOST_AUTO_TEST_CASE(a_chain_in_the_middle_keeps_what_is_before_and_behind) {
    long_project const project;
    auto const made = project.squash("b:d", {.message = "b to d"});
    BOOST_REQUIRE_MESSAGE(made.written, made.text);
    BOOST_TEST(made.down_revision.value() == "a");
    BOOST_TEST(made.path.filename().string() == "d_b_to_d.py");
    BOOST_TEST(made.text.find("op.alter_column(\"users\", \"name\", type_=sa.Text()") != std::string::npos, made.text);
    project.upgrade();
    auto on = database::connect(project.base().url());
    migrator running{project.open(), on};
    BOOST_TEST(running.current() == std::vector<std::string>{"e"});
    running.downgrade("base");
    BOOST_TEST(running.current().empty());
}

BOOST_AUTO_TEST_CASE(a_trial_changes_nothing) {
    long_project const project;
    auto const made = project.squash("a:c", {.effect = squash::effect::none});
    BOOST_TEST(!made.written);
    BOOST_TEST(made.differences.empty());
    BOOST_TEST(project.open().graph().revisions().size() == 5U);
    BOOST_TEST(!fs::exists(made.folder));
    BOOST_TEST(!fs::exists(made.path));
}

BOOST_AUTO_TEST_CASE(a_database_within_is_told_where_its_revision_is) {
    long_project const project;
    project.upgrade("b");
    auto const refused = require_error(errc::bad_usage, [&] { return project.squash("a:d"); });
    BOOST_TEST(refused.message.find("at b") != std::string::npos);
    project.upgrade("d");
    static_cast<void>(project.squash("a:d"));
    project.run("UPDATE alembic_version SET version_num = 'b'");
    auto on = database::connect(project.base().url());
    auto const opened = project.open();
    auto const unknown = require_error(errc::unknown_database_revision, [&] {
        return migrator{opened, on}.upgrade("head");
    });
    auto const explained = opened.explained(unknown);
    BOOST_TEST(explained.reason.find("squashed/d/b.py") != std::string::npos, explained.reason);
    BOOST_TEST(explained.remedy.find("bring this database to d") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_squashed_revision_does_not_count_as_edited) {
    long_project const project;
    project.upgrade("d");
    static_cast<void>(project.squash("a:d"));
    auto on = database::connect(project.base().url());
    BOOST_TEST(edited_revisions(project.open(), on).empty());
}

BOOST_AUTO_TEST_CASE(rows_are_kept_left_out_or_refused) {
    long_project project;
    project.revision("f", "op.execute(\"INSERT INTO users (name) VALUES ('it''s \\\\:me')\")", "pass");
    project.revision("g", "op.execute(\"UPDATE users SET age = 5\")", "pass");
    auto const refused = require_error(errc::not_available, [&] { return project.squash("a:g"); });
    BOOST_TEST(refused.message.find("revision f does more") != std::string::npos, refused.message);
    BOOST_TEST(refused.place.value().line > 0U);

    auto const trial =
        project.squash("a:g", {.more_than_schema = squash::more_than_schema::left_out, .effect = squash::effect::none});
    BOOST_TEST(trial.more.size() == 2U);
    BOOST_TEST(trial.text.find("INSERT") == std::string::npos);

    auto const kept = project.squash("a:g", {.more_than_schema = squash::more_than_schema::kept});
    BOOST_REQUIRE(kept.written);
    project.upgrade();
    BOOST_TEST(project.ask("SELECT name || age FROM users") == "it's :me5");
}

BOOST_AUTO_TEST_CASE(rows_that_would_come_out_otherwise_are_not_written) {
    long_project project;
    project.revision("f", "op.execute(\"INSERT INTO users (name) VALUES ('a')\")", "pass");
    project.revision("g", "op.alter_column('users', 'age', server_default='7')", "pass");
    auto const made = project.squash("a:g", {.more_than_schema = squash::more_than_schema::kept});
    BOOST_TEST(!made.written);
    BOOST_TEST(made.other_rows == std::vector<std::string>{"public.users"});
    BOOST_TEST(project.open().graph().revisions().size() == 7U);
}

BOOST_AUTO_TEST_CASE(what_is_no_chain_is_refused) {
    long_project project;
    project.folder().write(
        "migrations/versions/x.py",
        "from alembic import op\nrevision = 'x'\ndown_revision = 'b'\ndepends_on = 'c'\ndef upgrade(): pass\n"
    );
    auto const message = [&](std::string const& range, errc code = errc::bad_target) {
        return require_error(code, [&] { return project.squash(range); }).message;
    };
    BOOST_TEST(message("a:c").find("a branch begins at revision b") != std::string::npos);
    BOOST_TEST(message("c:d").find("revision x depends on c") != std::string::npos);
    BOOST_TEST(message("b:x").find("revision x depends on c") != std::string::npos);
    BOOST_TEST(message("e:d", errc::bad_range).find("does not come before") != std::string::npos);
    BOOST_TEST(message("d:d", errc::bad_range).find("one revision") != std::string::npos);
    BOOST_TEST(message("d", errc::bad_range).find("no colon") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_asks_the_database_is_refused) {
    long_project project;
    project.revision("f", "for row in op.get_bind().execute(sa.text('SELECT 1')): op.execute('SELECT 2')", "pass");
    auto const refused = require_error(errc::not_available, [&] { return project.squash("d:f"); });
    BOOST_TEST(refused.message.find("revision f cannot be squashed") != std::string::npos, refused.message);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
