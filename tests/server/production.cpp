// A database that is marked as one for production: who changes it types its name.
#include "browser.hpp"
#include "running_server.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

struct marked_server {
    migrated_project project{two_tables()};
    running_server server{project, project.address(), {"--production"}};
    browser page{server.port()};
    std::string const name = project.ask("SELECT current_database()");

    /// With the name of a database, beside what the request needs anyway.
    [[nodiscard]] static std::string body(std::string const& members, std::string const& confirmed) {
        return "{" + members + (members.empty() ? "" : ", ") + R"("confirm": ")" + confirmed + "\"}";
    }

    [[nodiscard]] std::string tables() const {
        return project.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(server_production)

BOOST_AUTO_TEST_CASE(changes_of_the_database_need_its_name) {
    marked_server made;
    for (auto const& [target, members] : std::initializer_list<std::pair<std::string, std::string>>{
             {"/api/alembic/migrations/upgrade", R"("target": "head")"},
             {"/api/migrations/upgrade", R"("target": "head")"},
             {"/api/alembic/migrations/downgrade", R"("target": "base")"},
             {"/api/migrations/downgrade", R"("target": "base")"},
             {"/api/alembic/migrations/stamp", R"("target": "head")"},
             {"/api/alembic/migrations/resume", R"("how": "finish")"},
             {"/api/alembic/migrations/baseline", ""}}) {
        auto const without = made.page.post(target, "{" + members + "}");
        BOOST_TEST(without.status == 428U, target);
        BOOST_TEST(without.json().at("why").as_string().find("'confirm' is missing") != boost::json::string::npos);
        BOOST_TEST(without.json().at("fix").as_string().find(made.name) != boost::json::string::npos);
        BOOST_TEST(made.page.post(target, made.body(members, "another")).status == 428U, target);
        BOOST_TEST(made.page.post(target, made.body(members, "")).status == 428U, target);
    }
    BOOST_TEST(made.page.get("/api/runs").json().at("runs").as_array().empty());
    BOOST_TEST(made.tables() == "0");

    auto const upgraded = made.page.run("/api/alembic/migrations/upgrade", made.body("", made.name));
    BOOST_TEST(upgraded.at("state").as_string() == "done", boost::json::serialize(upgraded));
    BOOST_TEST(made.tables() == "3");
    auto const undone = made.page.run("/api/alembic/migrations/downgrade", made.body(R"("target": "base")", made.name));
    BOOST_TEST(undone.at("state").as_string() == "done", boost::json::serialize(undone));
    auto const stamped = made.page.run("/api/alembic/migrations/stamp", made.body(R"("target": "t1")", made.name));
    BOOST_TEST(stamped.at("state").as_string() == "done", boost::json::serialize(stamped));
}

BOOST_AUTO_TEST_CASE(a_restore_needs_the_name_of_what_it_replaces) {
    marked_server made;
    auto const backup = made.page.run("/api/backups", "{}");
    BOOST_REQUIRE_MESSAGE(backup.at("state").as_string() == "done", boost::json::serialize(backup));
    BOOST_TEST(made.page.post("/api/backups/latest/restore", "{}").status == 428U);
    std::string const into = made.name + "_copy";
    std::string const elsewhere = R"("into": ")" + into + '"';
    BOOST_TEST(made.page.post("/api/backups/latest/restore", made.body(elsewhere, made.name)).status == 428U);
    auto const copied = made.page.run("/api/backups/latest/restore", made.body(elsewhere, into));
    BOOST_TEST(copied.at("state").as_string() == "done", boost::json::serialize(copied));
    auto const restored = made.page.run("/api/backups/latest/restore", made.body(R"("terminate": true)", made.name));
    BOOST_TEST(restored.at("state").as_string() == "done", boost::json::serialize(restored));
}

BOOST_AUTO_TEST_CASE(what_changes_nothing_needs_no_name) {
    marked_server made;
    auto const plan =
        made.page.post("/api/alembic/migrations/plan", R"({"direction": "upgrade", "targets": ["head"]})");
    BOOST_TEST(plan.status == 200U);
    auto const rehearsed = made.page.run("/api/alembic/rehearse", R"({"target": "head"})");
    BOOST_TEST(rehearsed.at("state").as_string() == "done", boost::json::serialize(rehearsed));
    BOOST_TEST(made.page.post("/api/alembic/migrations/baseline", R"({"dry_run": true})").status == 202U);
}

BOOST_AUTO_TEST_CASE(the_mark_is_told) {
    marked_server made;
    BOOST_TEST(made.page.get("/api/session").json().at("production").as_bool());
    BOOST_TEST(made.page.get("/api/database/connection").json().at("database").as_string() == made.name);
}

BOOST_AUTO_TEST_CASE(without_the_mark_a_name_is_not_looked_at) {
    migrated_project const project{two_tables()};
    running_server const server{project};
    browser page{server.port()};
    BOOST_TEST(!page.get("/api/session").json().at("production").as_bool());
    auto const run = page.run("/api/alembic/migrations/upgrade", R"({"target": "head", "confirm": "any"})");
    BOOST_TEST(run.at("state").as_string() == "done", boost::json::serialize(run));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
