#include "browser.hpp"
#include "running_server.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <thread>

namespace alembicore::test {

namespace {

boost::json::value find(boost::json::value const& list, std::string const& revision) {
    for (auto const& each : list.at("migrations").as_array())
        if (each.at("revision").as_string() == revision)
            return each;
    return {};
}

bool commit(sample_project const& project) {
    auto const git = [&](std::vector<std::string> line) {
        line.insert(
            line.begin(),
            {"git", "-c", "user.name=Anna", "-c", "user.email=anna@example.org", "-c", "init.defaultBranch=main"}
        );
        return project.run_program(std::move(line)).exit_status == 0;
    };
    return git({"init", "-q"}) && git({"add", "."}) && git({"commit", "-q", "-m", "Begin"});
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_journal)

BOOST_AUTO_TEST_CASE(the_list_says_when_and_by_whom_a_revision_was_applied) {
    migrated_project const project{two_tables()};
    running_server const server{project};
    browser page{server.port()};
    static_cast<void>(page.run("/api/alembic/migrations/upgrade", R"({"target": "t1"})"));
    auto const seen = page.get("/api/alembic/migrations").json();
    auto const first = find(seen, "t1");
    BOOST_TEST(first.at("applied_date").as_string().starts_with("20"));
    BOOST_TEST(!first.at("applied_by").as_string().empty());
    BOOST_TEST(!first.at("edited_after_apply").as_bool());
    BOOST_TEST(find(seen, "t2").at("applied_date").is_null());
    auto const details = page.get("/api/alembic/migrations/t1").json();
    BOOST_TEST(details.at("applied").at("run").to_number<int>() == 1);
    BOOST_TEST(details.at("engine").as_string() == "native");

    std::ofstream{project.files().file_of("t1"), std::ios::app} << "\n# afterwards\n";
    std::this_thread::sleep_for(std::chrono::milliseconds{400});
    BOOST_TEST(find(page.get("/api/alembic/migrations").json(), "t1").at("edited_after_apply").as_bool());
}

BOOST_AUTO_TEST_CASE(what_takes_longer_to_find_out_comes_later) {
    migrated_project const project{two_tables()};
    if (!commit(project.files()))
        return; // no git here
    running_server const server{project};
    browser page{server.port()};
    boost::json::value first;
    for (int i = 0; i < 100; ++i) {
        first = find(page.get("/api/alembic/migrations").json(), "t1");
        if (!first.at("git").is_null() && !first.at("engine").is_null())
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    BOOST_REQUIRE(!first.at("git").is_null());
    BOOST_TEST(first.at("git").at("author").as_string() == "Anna");
    BOOST_TEST(first.at("git").at("date").as_string().starts_with("20"));
    BOOST_TEST(first.at("engine").as_string() == "native");
    BOOST_TEST(first.at("lint").at("errors").is_number());
}

BOOST_AUTO_TEST_CASE(the_journal_is_shown_and_verified) {
    migrated_project const project{two_tables()};
    running_server const server{project};
    browser page{server.port()};
    BOOST_TEST(page.get("/api/journal").json().at("runs").as_array().empty());
    auto const run = page.run("/api/alembic/migrations/upgrade", "{}");
    auto const listed = page.get("/api/journal?limit=1").json();
    auto const number = listed.at("runs").at(0).at("number").as_int64();
    BOOST_TEST(number == run.at("journal_run").as_int64());
    BOOST_TEST(page.get("/api/journal/" + std::to_string(number)).json().at("steps").as_array().size() == 2U);
    BOOST_TEST(page.get("/api/journal/999").status == 404U);
    BOOST_TEST(page.get("/api/journal/x").status == 404U);
    auto const verified = page.get("/api/journal/verify").json();
    BOOST_TEST(verified.at("broken").as_array().empty());
    BOOST_TEST(verified.at("edited").as_array().empty());
}

BOOST_AUTO_TEST_CASE(runs_before_a_restart_are_known_from_the_journal) {
    migrated_project const project{two_tables()};
    {
        running_server const first{project};
        browser page{first.port()};
        static_cast<void>(page.run("/api/alembic/migrations/upgrade", R"({"target": "t1"})"));
    }
    running_server const second{project};
    browser page{second.port()};
    static_cast<void>(page.run("/api/alembic/migrations/upgrade", "{}"));
    auto const known = page.get("/api/runs?earlier=10").json();
    BOOST_TEST(known.at("runs").as_array().size() == 1U);
    BOOST_TEST(known.at("runs").at(0).as_object().contains("report") == false);
    BOOST_TEST(known.at("earlier").as_array().size() == 1U);
    BOOST_TEST(known.at("earlier").at(0).at("target").as_string() == "t1");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
