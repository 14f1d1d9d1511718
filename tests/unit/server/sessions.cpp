#include "access/sessions.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::server::access {

namespace {

using namespace std::chrono_literals;

sessions::clock::time_point const noon{1'800'000'000s};

account const alice{.name = "alice", .holds = http::role::editor, .hash = {}};
account const bob{.name = "bob", .holds = http::role::viewer, .hash = {}};

} // namespace

BOOST_AUTO_TEST_SUITE(sessions_of_users)

BOOST_AUTO_TEST_CASE(a_session_is_found_by_its_id_until_it_ends) {
    sessions open{{}};
    auto const begun = open.begin(alice, noon);
    BOOST_TEST(open.find(begun.id, noon + 1min)->who.name == "alice");
    BOOST_TEST(begun.id != begun.token);
    BOOST_TEST(!open.find("", noon).has_value());
    BOOST_TEST(!open.find(begun.token, noon).has_value());
    open.end(begun.id);
    BOOST_TEST(!open.find(begun.id, noon + 1min).has_value());
}

BOOST_AUTO_TEST_CASE(a_pause_ends_it_and_so_does_its_time) {
    sessions open{{.longest = 10h, .idle = 1h}};
    auto const paused = open.begin(alice, noon);
    BOOST_TEST(!open.find(paused.id, noon + 1h).has_value());
    auto const used = open.begin(alice, noon);
    for (auto hour = 30min; hour < 10h; hour += 30min)
        BOOST_TEST(open.find(used.id, noon + hour).has_value());
    BOOST_TEST(!open.find(used.id, noon + 10h).has_value());
}

BOOST_AUTO_TEST_CASE(a_user_has_so_many_at_once) {
    sessions open{{.for_each_user = 2}};
    auto const first = open.begin(alice, noon);
    auto const other = open.begin(bob, noon);
    auto const second = open.begin(alice, noon + 1s);
    auto const third = open.begin(alice, noon + 2s);
    BOOST_TEST(!open.find(first.id, noon + 3s).has_value());
    for (auto const& id : {second.id, third.id, other.id})
        BOOST_TEST(open.find(id, noon + 3s).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::access
