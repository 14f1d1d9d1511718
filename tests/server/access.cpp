// Users, sessions and roles of a real server.
#include "browser.hpp"
#include "running_server.hpp"

#include "support/temporary_folder.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

namespace alembicore::test {

namespace {

constexpr char const* password = "right horse battery";

/// Adds users as a person does, with the password on standard input.
std::string users_file(temporary_folder const& in) {
    auto const file = (in.path() / "users").string();
    for (auto const* const user : {"viewer", "editor", "operator", "admin"}) {
        auto const line = std::string{"printf '%s\\n' '"} + password + "' | " + ALEMBICORE_SERVER + " user add " +
                          user + " --role " + user + " --users " + file + " >/dev/null";
        BOOST_REQUIRE(std::system(line.c_str()) == 0);
    }
    return file;
}

struct team_server {
    temporary_folder folder;
    migrated_project project{two_tables()};
    running_server server{project, project.address(), {"--users", users_file(folder)}};

    [[nodiscard]] browser as(std::string const& user) const {
        browser made{server.port()};
        BOOST_REQUIRE(made.log_in(user, password).status == 200U);
        return made;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(server_access)

BOOST_AUTO_TEST_CASE(nothing_but_the_page_is_shown_without_a_login) {
    team_server const made;
    browser stranger{made.server.port()};
    auto const refused = stranger.get("/api/alembic/migrations");
    BOOST_TEST(refused.status == 401U);
    BOOST_TEST(refused.fields.contains("www-authenticate"));
    BOOST_TEST(stranger.get("/healthz").status == 200U);
    BOOST_TEST(stranger.get("/api/session").json().at("login_needed").as_bool());
    BOOST_TEST(stranger.post("/api/alembic/migrations/upgrade", "{}").status == 401U);
    BOOST_TEST(stranger.log_in("admin", "wrong").status == 401U);
    BOOST_TEST(stranger.log_in("nobody", password).status == 401U);
    BOOST_TEST(
        stranger.get(
                    "/api/alembic/migrations", {{"Cookie", "alembicore_" + std::to_string(made.server.port())}}
        ).status == 401U
    );
}

BOOST_AUTO_TEST_CASE(nobody_fills_the_memory_with_a_body_that_is_refused) {
    team_server const made;
    auto const seen = exchange(
        made.server.port(),
        "POST /api/tables/one/import HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000000\r\n\r\nid\n"
    );
    BOOST_TEST(seen.starts_with("HTTP/1.1 401"));
}

BOOST_AUTO_TEST_CASE(a_run_is_recorded_under_who_asked_for_it) {
    team_server const made;
    BOOST_TEST(made.as("viewer").get("/api/alembic/migrations").status == 200U);
    for (auto const* const user : {"viewer", "editor"})
        BOOST_TEST(made.as(user).post("/api/alembic/migrations/upgrade", R"({"target": "head"})").status == 403U, user);
    auto operating = made.as("operator");
    auto const run = operating.run("/api/alembic/migrations/upgrade", R"({"target": "head"})");
    BOOST_TEST(run.at("state").as_string() == "done");
    BOOST_TEST(run.at("asked_by").as_string() == "operator");
    auto const listed = made.project.run({"journal", "list", "--json"});
    BOOST_TEST(listed.output.find(R"("authenticated_user":"operator")") != std::string::npos, listed.output);
}

BOOST_AUTO_TEST_CASE(sql_that_writes_needs_more_than_changing_rows) {
    team_server const made;
    auto const sql = [](char const* flag) {
        return std::string{"{\"sql\": \"CREATE TABLE stray ()\", \"write\": "} + flag + "}";
    };
    BOOST_TEST(made.as("editor").post("/api/database/query", sql("true")).status == 403U);
    BOOST_TEST(made.as("viewer").post("/api/database/query", sql("false")).status == 403U);
    BOOST_TEST(made.project.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'stray'") == "0");
    BOOST_TEST(made.as("operator").post("/api/database/query", sql("true")).status == 200U);
}

BOOST_AUTO_TEST_CASE(a_condition_in_sql_is_a_query) {
    team_server const made;
    BOOST_REQUIRE(made.project.run({"upgrade", "head"}).exit_status == 0);
    // {"sql": "true"}, alone and within a group
    for (char const* const filter :
         {"%7B%22sql%22%3A%22true%22%7D", "%7B%22groups%22%3A%5B%7B%22sql%22%3A%22true%22%7D%5D%7D"})
        for (char const* const what : {"data", "count", "export"}) {
            auto const target = std::string{"/api/tables/one/"} + what + "?filter=" + filter;
            BOOST_TEST(made.as("viewer").get(target).status == 403U, target);
            BOOST_TEST(made.as("editor").get(target).status == 200U, target);
        }
    BOOST_TEST(made.as("viewer").get("/api/tables/one/data").status == 200U);
}

BOOST_AUTO_TEST_CASE(a_cookie_alone_changes_nothing_and_ends_with_the_logout) {
    team_server const made;
    browser page{made.server.port()};
    auto const begun = page.log_in("admin", password);
    auto const& cookie = begun.fields.at("set-cookie");
    BOOST_TEST(cookie.find("; HttpOnly; SameSite=Strict") != std::string::npos);
    BOOST_TEST(begun.fields.at("cache-control") == "no-store");
    // As a form of another site would send it, without our field.
    BOOST_TEST(page.send("POST", "/api/alembic/migrations/upgrade", "{}").status == 403U);
    BOOST_TEST(page.get("/api/runs").status == 200U);
    BOOST_TEST(page.post("/api/logout", "").status == 200U);
    BOOST_TEST(page.get("/api/runs").status == 401U);
}

BOOST_AUTO_TEST_CASE(a_change_of_the_users_file_holds_at_once) {
    team_server const made;
    auto page = made.as("editor");
    BOOST_TEST(page.get("/api/runs").status == 200U);
    auto const file = (made.folder.path() / "users").string();
    auto const line = std::string{ALEMBICORE_SERVER} + " user remove editor --users " + file + " >/dev/null";
    BOOST_REQUIRE(std::system(line.c_str()) == 0);
    std::this_thread::sleep_for(std::chrono::milliseconds{1100});
    BOOST_TEST(page.get("/api/runs").status == 401U);
}

BOOST_AUTO_TEST_CASE(a_proxy_says_for_whom_it_asks) {
    temporary_folder const folder;
    auto const audit = (folder.path() / "audit.jsonl").string();
    migrated_project const project{two_tables()};
    running_server const server{
        project,
        project.address(),
        {"--users",
         users_file(folder),
         "--trusted-proxy",
         "127.0.0.1",
         "--audit-log",
         audit,
         "--host-name",
         "db.example"}};
    browser proxy{server.port()};
    header_fields const forwarded{
        {"X-Forwarded-For", "192.0.2.7"}, {"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "db.example"}};
    auto fields = forwarded;
    fields.emplace("X-Alembicore-Token", proxy.token());
    auto const begun =
        proxy.send("POST", "/api/login", R"({"user": "admin", "password": "right horse battery"})", fields);
    BOOST_REQUIRE(begun.status == 200U);
    auto const& cookie = begun.fields.at("set-cookie");
    BOOST_TEST(cookie.starts_with("__Host-alembicore="));
    BOOST_TEST(cookie.ends_with("; Secure"));
    fields = forwarded;
    fields.emplace("Cookie", cookie.substr(0, cookie.find(';')));
    fields.emplace("Origin", "https://db.example");
    auto const seen = proxy.get("/api/runs", fields);
    BOOST_TEST(seen.status == 200U);
    BOOST_TEST(seen.fields.contains("strict-transport-security"));
    fields["Origin"] = "https://evil.example";
    BOOST_TEST(proxy.get("/api/runs", fields).status == 403U);
    std::ifstream opened{audit};
    std::string const lines{std::istreambuf_iterator<char>{opened}, {}};
    BOOST_TEST(lines.find(R"("client":"192.0.2.7")") != std::string::npos, lines);
    BOOST_TEST(lines.find("login of admin") != std::string::npos, lines);
}

BOOST_AUTO_TEST_CASE(an_address_of_the_network_needs_a_login) {
    auto const line = std::string{ALEMBICORE_SERVER} + " --address 0.0.0.0 --port 0 >/dev/null 2>&1";
    BOOST_TEST(WEXITSTATUS(std::system(line.c_str())) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
