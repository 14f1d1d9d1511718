#include "browser.hpp"
#include "running_server.hpp"

#include <alembicore/database.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

/// Its backups lie in its own folder.
struct served_project {
    migrated_project project{two_tables()};
    running_server server{project};
    browser page{server.port()};

    served_project() {
        static_cast<void>(page.run("/api/alembic/migrations/upgrade", "{}"));
        static_cast<void>(project.ask("INSERT INTO one SELECT generate_series(1, 5)"));
    }

    [[nodiscard]] std::string rows() const { return project.ask("SELECT count(*) FROM one"); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(server_backups)

BOOST_AUTO_TEST_CASE(a_backup_is_made_looked_over_and_restored) {
    served_project made;
    auto const created = made.page.run("/api/backups", R"({"reason": "a test"})");
    BOOST_TEST(created.at("kind").as_string() == "backup");
    BOOST_REQUIRE(created.at("state").as_string() == "done");
    std::string const id{created.at("report").at("id").as_string()};

    auto const listed = made.page.get("/api/backups").json();
    BOOST_TEST(listed.at("backups").at(0).at("id").as_string() == id);
    BOOST_TEST(listed.at("directory").as_string().starts_with(made.project.files().path().string()));
    BOOST_TEST(made.page.get("/api/backups/latest").json().at("reason").as_string() == "a test");

    auto const looked = made.page.run("/api/backups/" + id + "/verify", R"({"restore": true})");
    BOOST_TEST(looked.at("report").at("restored").as_bool());
    BOOST_TEST(looked.at("report").at("problems").as_array().empty());

    static_cast<void>(made.project.ask("DELETE FROM one"));
    static_cast<void>(made.page.get("/api/tables")); // this server has sessions of its own
    auto const restored = made.page.run("/api/backups/" + id + "/restore", "{}");
    BOOST_TEST(restored.at("state").as_string() == "done", boost::json::serialize(restored));
    BOOST_TEST(made.rows() == "5");
    BOOST_TEST(made.page.get("/api/tables/one/count?exact=1").json().at("rows").as_int64() == 5);

    std::string const kept{restored.at("report").at("kept_as").as_string()};
    BOOST_TEST(made.page.get("/api/backups/replaced").json().at("databases").at(0).as_string() == kept);
    auto const dropped = made.page.post("/api/backups/drop-old", R"({"name": ")" + kept + "\"}");
    BOOST_TEST(dropped.json().at("dropped").as_string() == kept);
    BOOST_TEST(made.page.get("/api/backups/replaced").json().at("databases").as_array().empty());
}

BOOST_AUTO_TEST_CASE(without_an_address_those_of_all_databases_are_listed) {
    migrated_project const project{two_tables()};
    auto const made = project.run({"backup", "create", "--directory", project.files().path() / "alembicore/backups"});
    BOOST_REQUIRE_MESSAGE(made.exit_status == 0, made.error_output);
    project.files().write("migrations/env.py", ""); // which names one
    running_server const server{project, ""};
    browser page{server.port()};
    BOOST_TEST(page.get("/api/backups").json().at("backups").as_array().size() == 1U);
}

BOOST_AUTO_TEST_CASE(sessions_of_others_are_in_the_way_of_a_restoration) {
    served_project made;
    auto const id = made.page.run("/api/backups", "{}").at("report").at("id").as_string();
    database other = database::connect(parse_database_url(made.project.address(), "a test"));
    auto const refused = made.page.run("/api/backups/latest/restore", "{}");
    BOOST_TEST(refused.at("state").as_string() == "failed");
    BOOST_TEST(refused.at("error").at("code").as_string() == "database_in_use");
    BOOST_TEST(refused.at("targets").at(0).as_string() == id);
    auto const done = made.page.run("/api/backups/latest/restore", R"({"terminate": true, "drop_old": true})");
    BOOST_TEST(done.at("state").as_string() == "done", boost::json::serialize(done));
    BOOST_TEST(done.at("report").at("kept_as").as_string() == "");
}

BOOST_AUTO_TEST_CASE(a_run_makes_the_backup_that_it_is_told_to) {
    served_project made;
    auto const run = made.page.run("/api/alembic/migrations/downgrade", R"({"target": "-1", "backup": "full"})");
    BOOST_TEST(run.at("state").as_string() == "done");
    BOOST_TEST(
        made.page.get("/api/backups").json().at("backups").at(0).at("id").as_string() == run.at("backup").as_string()
    );
    auto const without = made.page.run("/api/migrations/downgrade", R"({"target": "base", "backup": "none"})");
    BOOST_TEST(without.at("backup").as_string() == "");
    BOOST_TEST(made.page.post("/api/migrations/downgrade", R"({"target": "base", "backup": "some"})").status == 400U);
}

BOOST_AUTO_TEST_CASE(old_ones_are_removed_and_unknown_ones_are_told) {
    served_project made;
    for (int i = 0; i < 2; ++i)
        BOOST_TEST(made.page.run("/api/backups", R"({"policy": "schema"})").at("state").as_string() == "done");
    BOOST_TEST(made.page.post("/api/backups/prune", "{}").status == 400U);
    auto const shown = made.page.post("/api/backups/prune", R"({"keep": 1, "dry_run": true})").json();
    BOOST_TEST(shown.at("removed").as_array().size() == 1U);
    auto const removed = made.page.post("/api/backups/prune", R"({"keep": 1})").json();
    BOOST_TEST(removed == shown);
    BOOST_TEST(made.page.get("/api/backups").json().at("backups").as_array().size() == 1U);
    for (char const* const id : {"nosuch", "..%2F..%2Fetc", "%2e%2e"})
        BOOST_TEST(made.page.get(std::string{"/api/backups/"} + id).status == 404U, id);
    BOOST_TEST(made.page.post("/api/backups", R"({"policy": "affected"})").status == 400U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
