#include "support/error_checks.hpp"
#include "support/graph_notation.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(resolve)

BOOST_AUTO_TEST_CASE(identifiers_are_ids_beginnings_labels_and_words) {
    struct {
        char const* notation;
        char const* identifier;
        char const* found;
    } const cases[]{
        {"a -> b -> c", "b", "b"},
        {"a -> b -> c", "head", "c"},
        {"a -> b -> c", "heads", "c"},
        {"a -> b -> c", "base", ""},
        {"a -> b -> c", "-1", "b"},
        {"a -> b; a -> c", "heads", "b c"},
        {"a -> b; a -> c", "-1", "a a"},
        {"a -> b; x -> y; b ~> y", "heads", "y"},
        {"abcdef -> abxyzz", "abc", "abcdef"},
        {"abcdef -> abxyzz", "abx", "abxyzz"},
        {"abcdef -> b[label]", "lab", "b"},
        {"abc -> abcd", "ab", "abcd"},
        {"a -> b[left] -> c; a -> d -> e", "left", "b"},
        {"a -> b[left] -> c; a -> d -> e", "left@head", "c"},
        {"a -> b[left] -> c; a -> d -> e", "left@heads", "c"},
        {"a -> b[left] -> c; a -> d -> e", "left@a", "a"},
        {"a -> b[left] -> c; a -> d -> e", "d@head", "e"},
        {"a -> b[left] -> c; a -> d -> e", "left@base", ""},
        {"a -> b[left] -> c; a -> d -> e", "left@-1", "b"},
        {"abcd1 -> abcd2[left]; x -> abcd3", "left@abcd2", "abcd2"},
        {"a -> bbbb1[left]; x -> bbbb2", "left@bbbb", "bbbb1"},
        {"", "heads", ""},
        {"", "head", ""},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.notation << " : " << each.identifier)
    BOOST_TEST(text_of(graph_from(each.notation).resolve(each.identifier)) == each.found);
}

BOOST_AUTO_TEST_CASE(what_means_nothing_or_too_much_is_refused) {
    struct {
        char const* notation;
        char const* identifier;
        errc code;
        char const* told; ///< in the message or the reason
    } const cases[]{
        {"a -> b", "nobody", errc::unknown_revision, "Can't locate revision identified by 'nobody'"},
        {"abc -> abd", "ab", errc::unknown_revision, "No such revision or branch 'ab'"},
        {"abcd1 -> abcd2", "abcd", errc::ambiguous_revision, "Multiple revisions start with 'abcd': 'abcd1', 'abcd2'"},
        {"a -> b; a -> c", "head", errc::multiple_heads, "Multiple head revisions are present"},
        {"a -> b[left] -> c; b -> d", "left@head", errc::multiple_heads, "argument 'left@head'"},
        {"a -> b[left]; a -> c", "left@c", errc::unknown_revision, "Revision c is not a member of branch 'left'"},
        {"a -> b", "nobody@a", errc::unknown_revision, "No such branch: 'nobody'"},
        {"a -> b", "", errc::unknown_revision, "No such revision"},
        {"a -> b", "a@", errc::unknown_revision, "No such revision"},
        {"a -> b", "-7", errc::bad_target, "past the end"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.notation << " : " << each.identifier) {
            auto const made = graph_from(each.notation);
            auto const info = require_error(each.code, [&] { return made.resolve(each.identifier); });
            BOOST_TEST((info.message + ' ' + info.reason).find(each.told) != std::string::npos, info.reason);
        }
}

BOOST_AUTO_TEST_CASE(one_revision_is_wanted_where_heads_mean_several) {
    auto const made = graph_from("a -> b; a -> c");
    BOOST_TEST(made.resolve_one("b").value_or("") == "b");
    BOOST_TEST(!made.resolve_one("base").has_value());
    require_error(errc::multiple_heads, [&] { return made.resolve_one("heads"); });
}

BOOST_AUTO_TEST_CASE(a_slip_of_the_pen_is_answered_with_what_may_have_been_meant) {
    auto const made = graph_from("1bbe33445780 -> 3975fb1a0125");
    auto const info = require_error(errc::unknown_revision, [&] { return made.resolve("1bbe33445870"); });
    BOOST_TEST(info.remedy == "did you mean '1bbe33445780'?");
    auto const word = require_error(errc::unknown_revision, [&] { return made.resolve("haed"); });
    BOOST_TEST(word.remedy.starts_with("did you mean 'head'"), word.remedy);
    BOOST_TEST(require_error(errc::unknown_revision, [&] {
                   return made.resolve("bsae");
               }).remedy == "did you mean 'base'?");
    BOOST_TEST(require_error(errc::unknown_revision, [&] {
                   return made.resolve("zzzz");
               }).remedy.starts_with("alembicore history "));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
