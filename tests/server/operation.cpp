#include "browser.hpp"
#include "running_server.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

namespace alembicore::test {

namespace {

using clock = std::chrono::steady_clock;

/// The lines of the log that tell of an event.
std::vector<boost::json::object> logged(migrated_project const& project, std::string_view event) {
    std::vector<boost::json::object> found;
    std::ifstream file{project.files().path() / "server.log"};
    for (std::string line; std::getline(file, line);) {
        auto const parsed = boost::json::parse(line);
        if (parsed.at("event").as_string() == event)
            found.push_back(parsed.as_object());
    }
    return found;
}

/// A table, and then a pause of so many seconds.
migrated_project slow_project(std::string const& seconds) {
    return migrated_project{
        {{.id = "t1",
          .doc = "one",
          .upgrade = "op.execute('CREATE TABLE a (id int)')\n    op.execute('SELECT pg_sleep(" + seconds + ")')"}}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_operation)

BOOST_AUTO_TEST_CASE(numbers_are_there_for_those_who_watch) {
    migrated_project const project{two_tables()};
    running_server const server{project};
    browser page{server.port()};
    static_cast<void>(page.run("/api/alembic/migrations/upgrade", R"({"target": "t1"})"));
    static_cast<void>(page.get("/api/drift"));
    static_cast<void>(page.get("/api/alembic/migrations/nosuch"));
    auto const seen = page.get("/metrics");
    BOOST_TEST(seen.fields.at("content-type").starts_with("text/plain; version=0.0.4"));
    for (char const* const line :
         {"alembicore_pending_revisions 1\n",
          "alembicore_revisions 2\n",
          "alembicore_database_up 1\n",
          "alembicore_lock_waits 0\n",
          "alembicore_drift_differences 0\n",
          "alembicore_pool_size 6\n",
          "alembicore_runs_total{kind=\"upgrade\",state=\"done\"} 1\n",
          "alembicore_run_duration_seconds_count{kind=\"upgrade\"} 1\n",
          "alembicore_runs_going 0\n",
          "alembicore_http_requests_total{method=\"GET\",route=\"/api/drift\",status=\"200\"} 1\n",
          "alembicore_http_requests_total{method=\"GET\",route=\"/api/alembic/migrations/{revision}\",status=\"404\"} "
          "1\n",
          "alembicore_http_request_duration_seconds_bucket{route=\"/api/drift\",le=\"+Inf\"} 1\n"})
        BOOST_TEST(seen.body.find(line) != std::string::npos, line);
}

BOOST_AUTO_TEST_CASE(without_a_database_the_other_numbers_are_there) {
    migrated_project const project{two_tables()};
    running_server const server{project, "postgresql://nobody@127.0.0.1:1/x"};
    browser page{server.port()};
    auto const seen = page.get("/metrics");
    BOOST_TEST(seen.status == 200U);
    BOOST_TEST(seen.body.find("alembicore_database_up 0\n") != std::string::npos);
    BOOST_TEST(seen.body.find("alembicore_pending_revisions") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(requests_and_runs_are_lines_of_json_without_what_is_secret) {
    migrated_project const project{two_tables()};
    std::string const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    {
        running_server server{project, project.address() + "&password=hunter2"};
        browser page{server.port()};
        static_cast<void>(page.send(
            "POST",
            "/api/alembic/migrations/upgrade",
            R"({"target": "t1"})",
            {{"X-Alembicore-Token", page.token()}, {"traceparent", "00-" + trace + "-00f067aa0ba902b7-01"}}
        ));
        static_cast<void>(page.get("/api/tables/one/data?filter=%7B%22sql%22%3A%22secret%22%7D"));
        BOOST_TEST(server.end(SIGTERM) == 0);
    }
    auto const begun = logged(project, "run_started");
    auto const ended = logged(project, "run_ended");
    BOOST_REQUIRE(begun.size() == 1U);
    BOOST_REQUIRE(ended.size() == 1U);
    BOOST_TEST(begun[0].at("kind").as_string() == "upgrade");
    BOOST_TEST(begun[0].at("trace_id").as_string() == trace);
    BOOST_TEST(ended[0].at("state").as_string() == "done");
    BOOST_TEST(ended[0].at("run") == begun[0].at("run"));
    bool traced = false;
    for (auto const& each : logged(project, "request"))
        traced = traced || (each.contains("trace_id") && each.at("status").to_number<int>() == 202);
    BOOST_TEST(traced);
    std::ifstream file{project.files().path() / "server.log"};
    std::string const all{std::istreambuf_iterator<char>{file}, {}};
    BOOST_TEST(all.find("hunter2") == std::string::npos);
    BOOST_TEST(all.find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_run_may_end_before_the_server_does) {
    auto const project = slow_project("1");
    running_server server{project, project.address(), {"--shutdown-wait", "30"}};
    browser page{server.port()};
    static_cast<void>(page.post("/api/alembic/migrations/upgrade", "{}"));
    BOOST_TEST(server.end(SIGTERM) == 0);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'a'") == "1");
}

BOOST_AUTO_TEST_CASE(a_second_signal_rolls_back_what_the_first_one_waits_for) {
    auto const project = slow_project("60");
    running_server server{project, project.address(), {"--shutdown-wait", "60"}};
    browser page{server.port()};
    static_cast<void>(page.post("/api/alembic/migrations/upgrade", "{}"));
    ::kill(server.process(), SIGTERM);
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    auto const asked = clock::now();
    BOOST_TEST(server.end(SIGTERM) == 0);
    BOOST_TEST((clock::now() - asked < std::chrono::seconds{10}));
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'a'") == "0");
}

BOOST_AUTO_TEST_CASE(below_a_prefix_all_is_as_it_is_without) {
    migrated_project const project{two_tables()};
    running_server const server{project, project.address(), {"--prefix", "/migrations/"}};
    browser page{server.port()};
    BOOST_TEST(page.get("/migrations/api/alembic/migrations/heads").status == 200U);
    BOOST_TEST(page.get("/api/alembic/migrations/heads").status == 200U);
    BOOST_TEST(page.get("/migrationsx/api/alembic/migrations/heads").body.find("real_heads") == std::string::npos);
    auto const bare = page.get("/migrations?x=1");
    BOOST_TEST(bare.status == 308U);
    BOOST_TEST(bare.fields.at("location") == "/migrations/?x=1");
    auto const run = page.post("/migrations/api/alembic/migrations/upgrade", "{}");
    BOOST_TEST(run.fields.at("location").starts_with("/migrations/api/runs/"));
}

/// What a page names relative to itself is found from one segment below its folder only.
BOOST_AUTO_TEST_CASE(from_places_deeper_than_the_page_has_the_way_leads_back) {
    migrated_project const project{two_tables()};
    auto const web = project.files().path() / "page";
    std::filesystem::create_directory(web);
    std::ofstream{web / "index.html"} << "the page";
    running_server const server{project, project.address(), {"--prefix", "/shop/", "--web", web.string()}};
    browser page{server.port()};
    BOOST_TEST(page.get("/data").body == "the page");
    for (std::string const prefix : {"", "/shop"}) {
        auto const deep = page.get(prefix + "/data/customer%26co/1");
        BOOST_TEST(deep.status == 302U);
        BOOST_TEST(deep.fields.at("location") == "../../no-such-page?asked=data%2Fcustomer%26co%2F1");
        BOOST_TEST(page.get(prefix + "/data/").fields.at("location") == "../data");
    }
    BOOST_TEST(page.get("/data/nosuch.js").status == 404U);
}

BOOST_AUTO_TEST_CASE(what_may_be_asked_is_told) {
    migrated_project const project{two_tables()};
    running_server const server{project};
    browser page{server.port()};
    auto const asked = page.send("OPTIONS", "/api/backups", "");
    BOOST_TEST(asked.status == 204U);
    BOOST_TEST(asked.fields.at("allow") == "OPTIONS, GET, HEAD, POST");
    auto const head = page.send("HEAD", "/api/alembic/migrations/heads", "");
    BOOST_TEST(head.status == 200U);
    BOOST_TEST(head.body.empty());
    BOOST_TEST(
        head.fields.at("content-length") == page.get("/api/alembic/migrations/heads").fields.at("content-length")
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
