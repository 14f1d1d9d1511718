#include "rehearsed_project.hpp"

#include <alembicore/revision_effect.hpp>

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(effects)

BOOST_AUTO_TEST_CASE(one_revision_is_told_apart_from_those_before_and_behind_it) {
    rehearsed_project project;
    project.revision("a", "op.execute('CREATE TABLE one (id int)')", "op.execute('DROP TABLE one')")
        .revision("b", "op.execute('ALTER TABLE one ALTER id TYPE bigint')", "pass")
        .revision("c", "op.execute('CREATE TABLE three (id int)')", "pass");
    auto const before = project.everything();
    auto on = database::connect(project.base().url());
    auto const seen = rehearsal::effect_of(project.open(), on, "b");
    BOOST_TEST(seen.revision == "b");
    BOOST_TEST((seen.after == std::vector<std::string>{"a"}));
    BOOST_REQUIRE(seen.changes.size() == 1U);
    BOOST_TEST(seen.changes.front().part == "column public.one.id");
    BOOST_TEST((seen.changes.front().kind == catalog::change_kind::changed));
    BOOST_TEST(rehearsal::effect_of(project.open(), on, "a").after.empty());
    BOOST_TEST(project.everything() == before);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_replayed_is_told) {
    rehearsed_project project;
    project.revision("a", "op.execute('SELECT 1/0')", "pass").revision("b", "pass", "pass");
    auto on = database::connect(project.base().url());
    BOOST_CHECK_EXCEPTION(
        static_cast<void>(rehearsal::effect_of(project.open(), on, "b")),
        error,
        [](error const& failure) { return failure.code() == errc::statement_failed; }
    );
    BOOST_CHECK_EXCEPTION(
        static_cast<void>(rehearsal::effect_of(project.open(), on, "nosuch")),
        error,
        [](error const& failure) { return failure.code() == errc::unknown_revision; }
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
