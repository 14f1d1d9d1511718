// What writes a history anew, and what ends a revision that was stopped half-way.
#include "browser.hpp"
#include "running_server.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

/// A project with revisions, or without any, and its server.
struct served_history {
    migrated_project project;
    running_server server{project};
    browser page{server.port()};

    explicit served_history(std::vector<sample_revision> const& revisions) : project(revisions) {
        project.files().write(
            "migrations/script.py.mako",
            "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\nbranch_labels = "
            "${repr(branch_labels)}\ndepends_on = ${repr(depends_on)}\nfrom alembic import op\nimport sqlalchemy as "
            "sa\n${imports if imports else \"\"}\ndef upgrade():\n    ${upgrades if upgrades else \"pass\"}\n"
            "def downgrade():\n    ${downgrades if downgrades else \"pass\"}\n"
        );
    }
};

std::vector<sample_revision> chain() {
    return {
        {.id = "t1",
         .doc = "one",
         .upgrade = "op.create_table('one', sa.Column('id', sa.Integer(), nullable=False))",
         .downgrade = "op.drop_table('one')"},
        {.id = "t2",
         .down_revision = "'t1'",
         .doc = "two",
         .upgrade = "op.add_column('one', sa.Column('name', sa.Text()))",
         .downgrade = "op.drop_column('one', 'name')"},
    };
}

/// An index that rows do not allow is made outside a transaction.
std::vector<sample_revision> stopped() {
    return {
        {.id = "t1",
         .doc = "a table",
         .upgrade = "op.execute('CREATE TABLE one (id int, code int)')\n"
                    "    op.execute('INSERT INTO one VALUES (1, 7), (2, 7)')",
         .downgrade = "op.drop_table('one')"},
        {.id = "t2",
         .down_revision = "'t1'",
         .doc = "indexes",
         .upgrade = "with op.get_context().autocommit_block():\n"
                    "        op.create_index('by_id', 'one', ['id'], postgresql_concurrently=True)\n"
                    "        op.create_index('by_code', 'one', ['code'], unique=True, postgresql_concurrently=True)",
         .downgrade = "op.drop_index('by_code', 'one')\n    op.drop_index('by_id', 'one')"},
    };
}

std::string at(migrated_project const& project) {
    return project.ask("SELECT version_num FROM alembic_version");
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_rewriting)

BOOST_AUTO_TEST_CASE(a_database_is_adopted) {
    served_history made{{}};
    static_cast<void>(made.project.ask("CREATE TABLE t (x integer NOT NULL)"));
    auto const shown = made.page.run("/api/alembic/migrations/baseline", R"({"no_dump": true, "dry_run": true})");
    BOOST_REQUIRE_MESSAGE(shown.at("state").as_string() == "done", boost::json::serialize(shown));
    BOOST_TEST(shown.at("kind").as_string() == "baseline");
    BOOST_TEST(shown.at("report").at("text").as_string().find("op.create_table(\"t\"") != boost::json::string::npos);
    BOOST_TEST(!shown.at("report").at("written").as_bool());
    BOOST_TEST(made.page.get("/api/alembic/migrations/heads").json().at("heads").as_array().empty());

    auto const written =
        made.page.run("/api/alembic/migrations/baseline", R"({"message": "first", "id": "a1", "no_dump": true})");
    BOOST_REQUIRE_MESSAGE(written.at("state").as_string() == "done", boost::json::serialize(written));
    BOOST_TEST(written.at("report").at("written").as_bool());
    BOOST_TEST(at(made.project) == "a1");
    BOOST_TEST(made.page.get("/api/alembic/migrations/heads").json().at("heads").at(0).as_string() == "a1");
    auto const again = made.page.run("/api/alembic/migrations/baseline", "{}");
    BOOST_TEST(again.at("state").as_string() == "failed");
    BOOST_TEST(again.at("error").at("code").as_string() == "bad_usage");
}

BOOST_AUTO_TEST_CASE(revisions_become_one) {
    served_history made{chain()};
    BOOST_TEST(made.page.post("/api/alembic/migrations/squash", "{}").status == 400U);
    auto const shown = made.page.run("/api/alembic/migrations/squash", R"({"range": "base:t2", "dry_run": true})");
    BOOST_REQUIRE_MESSAGE(shown.at("state").as_string() == "done", boost::json::serialize(shown));
    BOOST_TEST(!shown.at("report").at("written").as_bool());
    auto const written = made.page.run("/api/alembic/migrations/squash", R"({"range": "base:t2"})");
    BOOST_REQUIRE_MESSAGE(written.at("state").as_string() == "done", boost::json::serialize(written));
    BOOST_TEST(written.at("report").at("replaced").as_array().size() == 2U);
    auto const listed = made.page.get("/api/alembic/migrations").json();
    BOOST_REQUIRE(listed.at("migrations").as_array().size() == 1U);
    BOOST_TEST(listed.at("migrations").at(0).at("revision").as_string() == "t2");
}

BOOST_AUTO_TEST_CASE(a_revision_gets_another_parent) {
    auto revisions = chain();
    revisions.push_back({.id = "t3", .down_revision = "'t1'", .doc = "a branch"});
    served_history made{revisions};
    std::string const body = R"({"revision": "t3", "onto": "t2", "dry_run": )";
    auto const shown = made.page.post("/api/alembic/migrations/rebase", body + "true}");
    BOOST_TEST(shown.status == 200U);
    BOOST_TEST(!shown.json().at("written").as_bool());
    BOOST_TEST(std::string{shown.json().at("text").as_string()}.find("down_revision = 't2'") != std::string::npos);
    BOOST_TEST(made.page.get("/api/alembic/migrations/heads").json().at("heads").as_array().size() == 2U);
    auto const moved = made.page.post("/api/alembic/migrations/rebase", body + "false}").json();
    BOOST_TEST(moved.at("from").at(0).as_string() == "t1");
    BOOST_TEST(moved.at("to").as_string() == "t2");
    BOOST_TEST(made.page.get("/api/alembic/migrations/heads").json().at("heads").as_array().size() == 1U);
    BOOST_TEST(made.page.post("/api/alembic/migrations/rebase", R"({"revision": "x", "onto": "t2"})").status == 404U);
}

BOOST_AUTO_TEST_CASE(what_was_stopped_is_shown_and_finished) {
    served_history made{stopped()};
    std::string const half_done = "/api/alembic/half-done";
    BOOST_TEST(made.page.get(half_done).json().at("half_done").is_null());
    BOOST_TEST(made.page.post("/api/alembic/migrations/resume", R"({"how": "finish"})").status == 422U);
    BOOST_TEST(made.page.run("/api/alembic/migrations/upgrade", "{}").at("state").as_string() == "failed");
    auto const shown = made.page.get(half_done).json().at("half_done");
    BOOST_TEST(shown.at("revision").as_string() == "t2");
    BOOST_TEST(shown.at("done").as_array().size() == 1U);
    BOOST_TEST(made.page.post("/api/alembic/migrations/resume", R"({"how": "forget"})").status == 400U);
    BOOST_TEST(made.page.post("/api/alembic/migrations/resume", "{}").status == 400U);
    static_cast<void>(made.project.ask("UPDATE one SET code = id RETURNING id"));
    auto const finished = made.page.run("/api/alembic/migrations/resume", R"({"how": "finish"})");
    BOOST_TEST(finished.at("state").as_string() == "done", boost::json::serialize(finished));
    BOOST_TEST(finished.at("targets").at(0).as_string() == "t2");
    BOOST_TEST(at(made.project) == "t2");
    BOOST_TEST(made.page.get(half_done).json().at("half_done").is_null());
}

BOOST_AUTO_TEST_CASE(what_was_stopped_is_taken_back) {
    served_history made{stopped()};
    BOOST_TEST(made.page.run("/api/alembic/migrations/upgrade", "{}").at("state").as_string() == "failed");
    auto const undone = made.page.run("/api/alembic/migrations/resume", R"({"how": "undo"})");
    BOOST_TEST(undone.at("state").as_string() == "done", boost::json::serialize(undone));
    BOOST_TEST(at(made.project) == "t1");
    BOOST_TEST(made.project.ask("SELECT to_regclass('by_id') IS NULL AND to_regclass('by_code') IS NULL") == "t");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
