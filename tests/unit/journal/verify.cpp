#include "journal/verify.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace alembicore::journal {

namespace {

std::vector<entry> chain_of(std::int64_t count) {
    std::vector<entry> chain;
    std::string previous;
    for (std::int64_t number = 1; number <= count; ++number) {
        entry next{.number = number, .run = 1, .kind = "step_done", .content = "{}", .hash = {}};
        previous = next.hash = hash_of(next, previous);
        chain.push_back(std::move(next));
    }
    return chain;
}

verification checked(std::vector<entry> const& chain, std::optional<std::string> expected = std::nullopt) {
    chain_check check{std::move(expected)};
    for (auto const& each : chain)
        check.add(each);
    return check.result();
}

} // namespace

BOOST_AUTO_TEST_SUITE(chains)

BOOST_AUTO_TEST_CASE(a_chain_that_nobody_touched_is_whole) {
    auto const chain = chain_of(5);
    auto const result = checked(chain);
    BOOST_TEST(result.broken.empty());
    BOOST_TEST(result.entries == 5);
    BOOST_TEST(result.last_hash == chain.back().hash);
    BOOST_TEST(checked({}).broken.empty());
}

BOOST_AUTO_TEST_CASE(every_member_of_an_entry_counts) {
    for (auto const change : std::vector<void (*)(entry&)>{
             [](entry& of) { of.content = "{ }"; },
             [](entry& of) { of.kind = "run_ended"; },
             [](entry& of) { of.run = 2; },
             [](entry& of) { of.hash[0] = of.hash[0] == '0' ? '1' : '0'; },
         }) {
        auto chain = chain_of(5);
        change(chain[2]);
        auto const result = checked(chain);
        BOOST_REQUIRE(!result.broken.empty());
        BOOST_TEST(result.broken.front().entry == 3);
    }
}

BOOST_AUTO_TEST_CASE(a_changed_entry_with_a_hash_of_its_own_breaks_the_next) {
    auto chain = chain_of(5);
    chain[2].content = "{ }";
    chain[2].hash = hash_of(chain[2], chain[1].hash);
    auto const result = checked(chain);
    BOOST_REQUIRE(result.broken.size() == 1U);
    BOOST_TEST(result.broken.front().entry == 4);
}

BOOST_AUTO_TEST_CASE(a_removed_entry_is_missed) {
    auto chain = chain_of(5);
    chain.erase(chain.begin() + 1, chain.begin() + 3);
    auto const result = checked(chain);
    BOOST_REQUIRE(result.broken.size() == 1U);
    BOOST_TEST(result.broken.front().problem == "entries 2 to 3 are missing before it");
    chain = chain_of(5);
    chain.erase(chain.begin());
    BOOST_TEST(checked(chain).broken.front().problem == "entry 1 is missing before it");
    chain = chain_of(5);
    chain.erase(chain.begin() + 2);
    chain[2].number = 3;
    chain[3].number = 4;
    BOOST_TEST(checked(chain).broken.front().entry == 3);
}

BOOST_AUTO_TEST_CASE(a_cut_at_the_end_shows_by_the_hash_that_was_there) {
    auto chain = chain_of(5);
    auto const last = chain.back().hash;
    BOOST_TEST(checked(chain, last).holds_expected.value());
    BOOST_TEST(checked(chain, chain[1].hash).holds_expected.value());
    chain.pop_back();
    auto const result = checked(chain, last);
    BOOST_TEST(result.broken.empty());
    BOOST_TEST(!result.holds_expected.value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::journal
