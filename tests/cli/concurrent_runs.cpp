// Several processes that start at the same moment on one database.
#include "migrated_project.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <future>

namespace alembicore::test {

namespace {

std::vector<base::process_result> at_once(migrated_project const& project, words const& line, std::size_t count) {
    std::vector<std::future<base::process_result>> started;
    for (std::size_t i = 0; i < count; ++i)
        started.push_back(std::async(std::launch::async, [&] { return project.run(line); }));
    std::vector<base::process_result> ended;
    for (auto& each : started)
        ended.push_back(each.get());
    return ended;
}

auto mentions(std::string text) {
    return [text = std::move(text)](base::process_result const& seen) {
        return seen.error_output.find(text) != std::string::npos;
    };
}

} // namespace

BOOST_AUTO_TEST_SUITE(concurrent_runs)

BOOST_AUTO_TEST_CASE(of_several_upgrades_one_applies_and_none_fails) {
    migrated_project const project{with_a_concurrent_index()};
    auto const ended = at_once(project, {"upgrade", "head"}, 8);
    for (auto const& each : ended)
        BOOST_TEST(each.exit_status == 0, each.error_output);
    for (auto const* id : {"t1", "t2", "t3"})
        BOOST_TEST(std::ranges::count_if(ended, mentions("-> " + std::string{id})) == 1, id);
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t3");
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0");
    BOOST_TEST(project.run({"lock", "show"}).output == "nobody migrates this database\n");
}

BOOST_AUTO_TEST_CASE(a_relative_target_does_not_go_further_than_was_asked) {
    migrated_project const project{two_tables()};
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 0);
    auto const ended = at_once(project, {"downgrade", "-1"}, 2);
    auto const done = std::ranges::count(ended, 0, &base::process_result::exit_status);
    auto const version = project.ask("SELECT version_num FROM alembic_version");
    // Either both had their turn one after the other, or the later one is told: that it waited for another run, or that
    // another run came between its look and its turn.
    if (done == 2)
        BOOST_TEST(version == "");
    else {
        BOOST_TEST(version == "t1");
        BOOST_TEST(std::ranges::count_if(ended, mentions("another run ")) == 1);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
