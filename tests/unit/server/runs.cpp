#include "workspace/runs.hpp"

#include <alembicore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <condition_variable>
#include <thread>

namespace alembicore::server {

namespace {

/// Goes on until it is told to stop.
wanted_run endless(work_use use) {
    wanted_run wanted;
    wanted.kind = "upgrade";
    wanted.use = use;
    wanted.asked_by = "somebody";
    wanted.work = [](work_context const& with) -> boost::json::value {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock{mutex};
        never.wait(lock, with.stop, [] { return false; });
        throw error{errc::cancelled, "stopped"};
    };
    return wanted;
}

wanted_run quick() {
    wanted_run wanted;
    wanted.kind = "backup";
    wanted.work = [](work_context const&) { return boost::json::value(nullptr); };
    return wanted;
}

/// Its report takes a million bytes.
wanted_run talkative() {
    auto wanted = quick();
    wanted.work = [](work_context const&) {
        return boost::json::value(boost::json::object{{"journal_run", "7"}, {"text", std::string(1'000'000, 'a')}});
    };
    return wanted;
}

bool is_busy(error const& failure) {
    return failure.code() == errc::run_locked;
}

void wait_for(runs& going, std::string const& id) {
    going.follow(id, 0, [](told const&) { return true; }, {});
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_runs)

BOOST_AUTO_TEST_CASE(one_run_works_on_the_database_and_two_go_on_beside_it) {
    runs going;
    auto const first = going.start(endless(work_use::database));
    BOOST_CHECK_EXCEPTION(going.start(endless(work_use::database)), error, is_busy);
    static_cast<void>(going.start(endless(work_use::aside)));
    static_cast<void>(going.start(endless(work_use::aside)));
    BOOST_CHECK_EXCEPTION(going.start(endless(work_use::aside)), error, is_busy);
    going.cancel(first);
    wait_for(going, first);
    BOOST_TEST(going.describe(first)->at("state").as_string() == "cancelled");
    static_cast<void>(going.start(endless(work_use::database)));
}

BOOST_AUTO_TEST_CASE(the_oldest_are_forgotten) {
    runs going;
    auto const first = going.start(quick());
    wait_for(going, first);
    for (int i = 0; i < 120; ++i)
        wait_for(going, going.start(quick()));
    BOOST_TEST(!going.describe(first));
    BOOST_TEST(going.list().size() <= 101U);
}

BOOST_AUTO_TEST_CASE(large_ones_are_forgotten_earlier_but_for_the_newest) {
    runs going;
    std::string newest;
    for (int i = 0; i < 40; ++i)
        wait_for(going, newest = going.start(talkative()));
    BOOST_TEST(going.list().size() >= 10U);
    BOOST_TEST(going.list().size() <= 12U);
    auto const seen = going.describe(newest);
    BOOST_REQUIRE(seen);
    BOOST_TEST(seen->at("journal_run").as_string() == "7");
    BOOST_TEST(seen->at("report").at("text").as_string().size() == 1'000'000U);
}

BOOST_AUTO_TEST_CASE(begin_and_end_are_observed) {
    std::mutex mutex;
    std::vector<run_notice> seen;
    {
        runs going{[&](run_notice const& what) {
            std::scoped_lock const lock{mutex};
            seen.push_back(what);
        }};
        wait_for(going, going.start(quick()));
    }
    BOOST_REQUIRE(seen.size() == 2U);
    BOOST_TEST((seen[0].state == run_state::running));
    BOOST_TEST((seen[1].state == run_state::done));
    BOOST_TEST(seen[1].id == seen[0].id);
}

BOOST_AUTO_TEST_CASE(what_goes_on_is_cancelled_at_the_end_and_nothing_is_begun) {
    runs going;
    auto const id = going.start(endless(work_use::database));
    going.finish(std::chrono::milliseconds{10});
    wait_for(going, id);
    BOOST_TEST(going.describe(id)->at("state").as_string() == "cancelled");
    BOOST_CHECK_THROW(going.start(quick()), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server
