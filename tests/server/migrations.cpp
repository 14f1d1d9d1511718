#include "browser.hpp"
#include "running_server.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <thread>

namespace alembicore::test {

namespace {

/// A server for two tables that are not applied yet.
struct served_project {
    migrated_project project{two_tables()};
    running_server server{project};
    browser page{server.port()};
};

boost::json::value find(boost::json::value const& list, std::string const& revision) {
    for (auto const& each : list.at("migrations").as_array())
        if (each.at("revision").as_string() == revision)
            return each;
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_migrations)

BOOST_AUTO_TEST_CASE(an_upgrade_shows_in_the_list) {
    served_project made;
    auto const before = made.page.get("/api/alembic/migrations").json();
    BOOST_TEST(before.at("migrations").as_array().size() == 2U);
    BOOST_TEST(find(before, "t2").at("is_head").as_bool());
    BOOST_TEST(find(before, "t2").at("down_revision").as_string() == "t1");
    BOOST_TEST(!find(before, "t1").at("is_applied").as_bool());

    auto const run = made.page.run("/api/alembic/migrations/upgrade", R"({"target": "t1"})");
    BOOST_TEST(run.at("state").as_string() == "done");
    BOOST_TEST(run.at("report").at("steps_done").as_int64() == 1);
    BOOST_TEST(made.project.ask("SELECT version_num FROM alembic_version") == "t1");

    auto const after = made.page.get("/api/migrations/history").json();
    BOOST_TEST(find(after, "t1").at("is_current").as_bool());
    BOOST_TEST(find(after, "t1").at("is_applied").as_bool());
    BOOST_TEST(!find(after, "t2").at("is_applied").as_bool());
}

BOOST_AUTO_TEST_CASE(a_plan_runs_nothing) {
    served_project made;
    auto const plan =
        made.page.post("/api/alembic/migrations/plan", R"({"direction": "upgrade", "targets": ["head"]})").json();
    BOOST_TEST(plan.at("steps").as_array().size() == 2U);
    BOOST_TEST(made.project.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0");
}

BOOST_AUTO_TEST_CASE(a_failing_migration_changes_nothing_and_says_why) {
    migrated_project const project{{
        {.id = "t1", .doc = "one", .upgrade = "op.execute('CREATE TABLE a (id int)')"},
        {.id = "t2", .down_revision = "'t1'", .doc = "two", .upgrade = "op.execute('SELECT 1/0')"},
    }};
    running_server const server{project};
    browser page{server.port()};
    auto const run = page.run("/api/alembic/migrations/upgrade", "{}");
    BOOST_TEST(run.at("state").as_string() == "failed");
    BOOST_TEST(run.at("error").at("revision").as_string() == "t2");
    BOOST_TEST(run.at("error").at("server").at("sqlstate").as_string() == "22012");
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'a'") == "0");
}

BOOST_AUTO_TEST_CASE(a_second_run_is_refused_while_one_goes_on_and_cancelling_rolls_back) {
    migrated_project const project{
        {{.id = "t1",
          .doc = "one",
          .upgrade = "op.execute('CREATE TABLE a (id int)')\n    op.execute('SELECT pg_sleep(60)')"}}};
    running_server const server{project};
    browser page{server.port()};
    auto const started = page.post("/api/alembic/migrations/upgrade", "{}").json();
    auto const second = page.post("/api/alembic/migrations/upgrade", "{}");
    BOOST_TEST(second.status == 409U);
    BOOST_TEST(second.json().at("why").as_string().find("runs upgrade since") != boost::json::string::npos);
    std::string const run = "/api/runs/" + std::string{started.at("id").as_string()};
    BOOST_TEST(page.post(run + "/cancel", "").status == 202U);
    static_cast<void>(page.get(run + "/events"));
    BOOST_TEST(page.get(run).json().at("state").as_string() == "cancelled");
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'a'") == "0");
}

BOOST_AUTO_TEST_CASE(events_go_on_behind_the_last_one_that_was_seen) {
    served_project made;
    auto const run = made.page.run("/api/alembic/migrations/upgrade", "{}");
    std::string const events = "/api/runs/" + std::string{run.at("id").as_string()} + "/events";
    auto const all = made.page.get(events).body;
    BOOST_TEST(all.starts_with("id: 1\ndata: {\"event\":"), all.substr(0, 200));
    BOOST_TEST(all.ends_with("event: end\ndata: {}\n\n"));
    for (auto const& rest :
         {made.page.get(events, {{"Last-Event-ID", "3"}}).body, made.page.get(events + "?after=3").body}) {
        BOOST_TEST(rest.starts_with("id: 4\n"));
        BOOST_TEST(all.ends_with(rest));
    }
}

BOOST_AUTO_TEST_CASE(changed_files_are_seen) {
    served_project made;
    BOOST_TEST(made.page.get("/api/alembic/migrations/heads").json().at("heads").at(0).as_string() == "t2");
    auto const created = made.page.post("/api/alembic/migrations/revision", R"({"message": "more", "id": "t3"})");
    BOOST_TEST(created.status == 201U);
    BOOST_TEST(made.page.get("/api/alembic/migrations/heads").json().at("heads").at(0).as_string() == "t3");
}

BOOST_AUTO_TEST_CASE(a_revision_has_its_source_and_its_sql) {
    served_project made;
    auto const seen = made.page.get("/api/alembic/migrations/t1").json();
    BOOST_TEST(seen.at("source").as_string().find("def upgrade") != boost::json::string::npos);
    BOOST_TEST(seen.at("upgrade").at("evaluation").as_string() == "native");
    BOOST_TEST(!seen.at("upgrade").at("sql").as_array().empty());
    auto const missing = made.page.get("/api/alembic/migrations/nosuch");
    BOOST_TEST(missing.status == 404U);
    BOOST_TEST(missing.fields.at("content-type") == "application/problem+json");
}

BOOST_AUTO_TEST_CASE(without_a_database_the_history_is_there_and_says_so) {
    migrated_project const project{two_tables()};
    running_server const server{project, "postgresql://nobody@127.0.0.1:1/x"};
    browser page{server.port()};
    auto const seen = page.get("/api/alembic/migrations").json();
    BOOST_TEST(seen.at("migrations").as_array().size() == 2U);
    BOOST_TEST(find(seen, "t1").at("is_applied").is_null());
    BOOST_TEST(seen.at("database_error").at("code").as_string() == "connection_failed");
    BOOST_TEST(page.get("/readyz").status == 503U);
    BOOST_TEST(page.get("/healthz").status == 200U);
}

BOOST_AUTO_TEST_CASE(a_signal_ends_the_server_and_rolls_back_its_run) {
    migrated_project const project{
        {{.id = "t1",
          .doc = "one",
          .upgrade = "op.execute('CREATE TABLE a (id int)')\n    op.execute('SELECT pg_sleep(60)')"}}};
    running_server server{project, project.address(), {"--shutdown-wait", "0"}};
    browser page{server.port()};
    static_cast<void>(page.post("/api/alembic/migrations/upgrade", "{}"));
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    BOOST_TEST(server.end(SIGTERM) == 0);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'a'") == "0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
