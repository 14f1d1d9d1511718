#include "support/error_checks.hpp"
#include "support/graph_notation.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

revision broken(std::string id) {
    revision made;
    made.id = std::move(id);
    made.path = "broken.py";
    diagnostic& finding = made.diagnostics.emplace_back();
    finding.code = errc::bad_revision_file;
    finding.message = "no such syntax";
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(broken_projects)

BOOST_AUTO_TEST_CASE(a_missing_parent_is_a_ghost_and_a_finding_with_a_suggestion) {
    auto const made = graph_from("aaaa1 -> bbbb1; ?aaab1 -> cccc1 -> dddd1");
    BOOST_REQUIRE_EQUAL(made.diagnostics().size(), 1U);
    diagnostic const& finding = made.diagnostics().front();
    BOOST_TEST(name_of(finding.code) == name_of(errc::unknown_parent));
    BOOST_TEST(finding.message == "Revision aaab1 referenced from cccc1 (down_revision) is not present");
    BOOST_TEST(finding.remedy == "restore the file of revision aaab1, or correct down_revision: did you mean 'aaaa1'?");
    BOOST_REQUIRE(finding.place.has_value());
    BOOST_TEST(finding.place->file == "cccc1.py");
    BOOST_REQUIRE(made.find("aaab1") != nullptr);
    BOOST_TEST(made.find("aaab1")->ghost);
    BOOST_TEST(text_of(made.history()) == "bbbb1 aaaa1 dddd1 cccc1 aaab1");
    BOOST_TEST(text_of(made.heads()) == "bbbb1 dddd1");
    BOOST_TEST(text_of(made.bases()) == "aaaa1");
}

BOOST_AUTO_TEST_CASE(only_plans_that_need_a_ghost_fail) {
    auto const made = graph_from("a -> b; ?gone -> c -> d");
    BOOST_TEST(text_of(plan_upgrade(made, "b", {})) == "a b => b");
    BOOST_TEST(text_of(plan_upgrade(made, "d", {"c"})) == "d => d");
    BOOST_TEST(text_of(plan_downgrade(made, "c", {"d"})) == "d => c");
    require_error(errc::unknown_parent, [&] { return plan_upgrade(made, "d", {}); });
    require_error(errc::unknown_parent, [&] { return plan_downgrade(made, "base", {"d"}); });
    require_error(errc::unknown_parent, [&] { return plan_stamp(made, {"gone"}, {}); });
    require_error(errc::unknown_database_revision, [&] { return plan_upgrade(made, "d", {"gone"}); });
}

BOOST_AUTO_TEST_CASE(what_may_be_applied_below_a_ghost_is_not_applied_again) {
    auto const made = graph_from("a -> b; ?gone -> c -> d");
    require_error(errc::unknown_parent, [&] { return plan_upgrade(made, "heads", {"c"}); });
    require_error(errc::unknown_parent, [&] { return plan_stamp(made, {"b"}, {"c"}); });
}

BOOST_AUTO_TEST_CASE(what_cannot_be_seen_may_have_to_be_undone) {
    auto const made = graph_from("a -> b -> c -> d -> e; b -> d; ?gone -> d");
    BOOST_TEST(text_of(plan_downgrade(made, "d", {"e"})) == "e => d");
    require_error(errc::unknown_parent, [&] { return plan_downgrade(made, "b", {"e"}); });
    require_error(errc::unknown_parent, [&] { return plan_downgrade(made, "c", {"e"}); });
}

BOOST_AUTO_TEST_CASE(a_label_is_no_parent) {
    auto const made = graph_from("a -> b[left]; left -> c");
    auto parts = revisions_from("a -> b[left]; c");
    parts.back().down_revisions = {"left"};
    revision_graph const wrong{parts};
    BOOST_REQUIRE_EQUAL(wrong.diagnostics().size(), 1U);
    BOOST_TEST(wrong.diagnostics().front().remedy == "'left' is a branch label; name the id of its revision, 'b'");
    BOOST_TEST(text_of(wrong.resolve("left")) == "b");
}

BOOST_AUTO_TEST_CASE(cycles_name_their_members_and_stop_only_what_needs_them) {
    struct {
        char const* notation;
        char const* message;
    } const cases[]{
        {"ok -> fine; c -> a -> b -> c", "Cycle is detected in revisions (a, b, c)"},
        {"ok -> fine; a -> a", "Self-loop is detected in revisions (a)"},
        {"ok -> fine; a -> b; b ~> a", "Dependency cycle is detected in revisions (a, b)"},
        {"ok -> fine; a; a ~> a", "Dependency self-loop is detected in revisions (a)"},
        {"ok -> fine; fine -> a -> b -> a; b -> top", "Cycle is detected in revisions (a, b)"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.notation) {
            auto const made = graph_from(each.notation);
            BOOST_REQUIRE_EQUAL(made.diagnostics().size(), 1U);
            BOOST_TEST(made.diagnostics().front().message == each.message);
            BOOST_TEST(made.history().size() == made.revisions().size());
            BOOST_TEST(text_of(plan_upgrade(made, "fine", {})) == "ok fine => fine");
            BOOST_TEST(text_of(plan_downgrade(made, "base", {})) == "=>");
            require_error(errc::cycle, [&] { return plan_upgrade(made, "a", {}); });
            require_error(errc::cycle, [&] { return plan_upgrade(made, "heads", {}); });
            require_error(errc::cycle, [&] { return plan_upgrade(made, "a-1", {}); });
            require_error(errc::cycle, [&] { return plan_downgrade(made, "base", {"a"}); });
        }
}

BOOST_AUTO_TEST_CASE(revisions_above_a_cycle_need_it) {
    auto const made = graph_from("a -> b -> a; b -> top -> next");
    require_error(errc::cycle, [&] { return plan_upgrade(made, "top", {}); });
    require_error(errc::cycle, [&] { return plan_downgrade(made, "base", {"top"}); });
    BOOST_TEST(text_of(plan_upgrade(made, "next", {"top"})) == "next => next");
}

BOOST_AUTO_TEST_CASE(of_two_files_with_one_id_the_last_one_counts) {
    auto parts = revisions_from("a -> b; x");
    parts[2].id = "b";
    revision_graph const made{parts};
    BOOST_REQUIRE_EQUAL(made.diagnostics().size(), 1U);
    BOOST_TEST(
        made.diagnostics().front().message == "Revision b is present more than once: b.py and x.py; the last one counts"
    );
    BOOST_TEST((made.diagnostics().front().severity == severity::warning));
    BOOST_TEST(made.find("b")->path == "x.py");
    BOOST_TEST(text_of(made.heads()) == "a b");
}

BOOST_AUTO_TEST_CASE(a_label_that_two_revisions_claim_cannot_be_used) {
    auto const made = graph_from("a -> b[left]; a -> c[left]");
    BOOST_REQUIRE_EQUAL(made.diagnostics().size(), 1U);
    BOOST_TEST(
        made.diagnostics().front().message == "Branch name 'left' in revision c already used by revision b (b.py)"
    );
    require_error(errc::duplicate_label, [&] { return made.resolve("left"); });
    require_error(errc::duplicate_label, [&] { return made.resolve("left@head"); });
    BOOST_TEST(text_of(made.resolve("heads")) == "b c");
}

BOOST_AUTO_TEST_CASE(a_broken_file_is_reported_and_makes_the_heads_uncertain) {
    for (auto const* id : {"", "z"})
        BOOST_TEST_CONTEXT('\'' << id << '\'') {
            auto parts = revisions_from("a -> b");
            parts.push_back(broken(id));
            revision_graph const made{parts};
            BOOST_REQUIRE_EQUAL(made.diagnostics().size(), 1U);
            BOOST_TEST(text_of(made.heads()) == "b");
            BOOST_TEST(text_of(made.bases()) == "a");
            BOOST_TEST(text_of(plan_upgrade(made, "b", {})) == "a b => b");
            require_error(errc::bad_revision_file, [&] { return plan_upgrade(made, "head", {}); });
            BOOST_TEST(made.find("") == nullptr);
        }
}

BOOST_AUTO_TEST_CASE(children_of_a_broken_revision_are_not_orphans) {
    auto parts = revisions_from("z -> c");
    parts[0] = broken("z");
    revision_graph const made{parts};
    BOOST_TEST(made.diagnostics().size() == 1U);
    BOOST_TEST(text_of(made.history()) == "c z");
    require_error(errc::bad_revision_file, [&] { return plan_upgrade(made, "c", {}); });
    require_error(errc::bad_revision_file, [&] { return plan_downgrade(made, "base", {"c"}); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
