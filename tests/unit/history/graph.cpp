#include "support/error_checks.hpp"
#include "support/graph_notation.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(graph)

BOOST_AUTO_TEST_CASE(heads_are_revisions_without_children_and_real_heads_are_not_depended_on_either) {
    struct {
        char const* notation;
        char const* heads;
        char const* real_heads;
        char const* bases;
    } const cases[]{
        {"a -> b -> c", "c", "c", "a"},
        {"a -> b -> d; a -> c -> d", "d", "d", "a"},
        {"a -> b; a -> c", "b c", "b c", "a"},
        {"a -> b; x -> y", "b y", "b y", "a x"},
        {"a -> b; x -> y; b ~> y", "b y", "y", "a x"},
        {"a -> b[left] -> c; x -> y; left ~> y", "c y", "c y", "a x"},
        {"a; b; c", "a b c", "a b c", "a b c"},
        {"", "", "", ""},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.notation) {
            auto const made = graph_from(each.notation);
            BOOST_TEST(text_of(made.heads()) == each.heads);
            BOOST_TEST(text_of(made.real_heads()) == each.real_heads);
            BOOST_TEST(text_of(made.bases()) == each.bases);
            BOOST_TEST(made.diagnostics().empty());
        }
}

BOOST_AUTO_TEST_CASE(a_head_that_another_branch_depends_on_is_an_effective_head) {
    auto const made = graph_from("a -> b; x -> y; b ~> y");
    BOOST_TEST(made.is_effective_head("b"));
    BOOST_TEST(!made.is_effective_head("y"));
    BOOST_TEST(!made.is_effective_head("a"));
}

BOOST_AUTO_TEST_CASE(branch_and_merge_points_are_told_by_down_revision_alone) {
    auto const made = graph_from("a -> b -> d; a -> c -> d; x ~> b; x -> y");
    BOOST_TEST(made.is_branch_point("a"));
    BOOST_TEST(!made.is_branch_point("x"));
    BOOST_TEST(made.is_merge_point("d"));
    BOOST_TEST(!made.is_merge_point("b"));
    BOOST_TEST(text_of(made.children("a")) == "b c");
    BOOST_TEST(text_of(made.parents("d")) == "b c");
    BOOST_TEST(text_of(made.dependencies("b")) == "x");
    require_error(errc::unknown_revision, [&] { return made.children("nobody"); });
}

BOOST_AUTO_TEST_CASE(a_label_reaches_all_descendants_and_the_straight_line_below) {
    struct {
        char const* notation;
        char const* labelled; ///< revisions that have the label l
    } const cases[]{
        {"a -> b[l] -> c", "a b c"},
        {"a -> b[l] -> c; a -> d", "b c"},
        {"a -> b[l] -> c; b -> d", "b c d"},
        {"a -> b[l] -> m; x -> m -> n", "b m n"},
        {"x -> m; a -> m -> n[l] -> o", "n o"},
        {"a -> b[l] -> c; x; a ~> x", "b c"},
        {"a -> b[l] -> c; x; c ~> x", "a b c"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.notation) {
            auto const made = graph_from(each.notation);
            std::vector<std::string> labelled;
            for (auto const& one : made.revisions())
                if (!made.labels(one.id).empty())
                    labelled.push_back(one.id);
            std::ranges::sort(labelled);
            BOOST_TEST(text_of(labelled) == each.labelled);
        }
}

BOOST_AUTO_TEST_CASE(a_dependency_by_label_is_the_revision_that_declares_the_label) {
    auto const made = graph_from("a -> b[left] -> c; x -> y; left ~> y");
    BOOST_TEST(text_of(made.dependencies("y")) == "b");
}

BOOST_AUTO_TEST_CASE(rows_imply_their_ancestors_and_what_these_depend_on) {
    auto const made = graph_from("a -> b -> c; x -> y; b ~> y");
    BOOST_TEST(text_of(made.applied({"y"})) == "a b x y");
    BOOST_TEST(text_of(made.current_tips({"y"})) == "b y");
    BOOST_TEST(text_of(made.current_tips({"y", "c"})) == "c y");
    BOOST_TEST(text_of(made.current_tips({})).empty());
    require_error(errc::unknown_database_revision, [&] { return made.applied({"gone"}); });
}

BOOST_AUTO_TEST_CASE(a_message_is_the_docstring_up_to_its_first_blank_line) {
    revision described;
    described.doc = "Add users\nand chats\n\nRevision ID: a";
    BOOST_TEST(described.message() == "Add users\nand chats");
    described.doc = "one line";
    BOOST_TEST(described.message() == "one line");
}

BOOST_AUTO_TEST_CASE(a_range_has_exactly_one_colon) {
    BOOST_TEST(parse_range("a:b").lower == "a");
    BOOST_TEST(parse_range("a:").upper.empty());
    BOOST_TEST(parse_range(":b").upper == "b");
    for (auto const* text : {"ab", "", "a:b:c"})
        require_error(errc::bad_range, [&] { return parse_range(text); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
