#include "migrate/database_state.hpp"

#include "migrate/rows.hpp"
#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::migrate {

namespace {

run_progress progress_at(std::vector<std::string> rows) {
    run_progress progress;
    progress.committed_rows = progress.open_rows = std::move(rows);
    return progress;
}

step upgrade_step(std::string revision, std::string from) {
    step made;
    made.version_rows = {
        {from.empty() ? row_change_kind::insert_row : row_change_kind::update_row, std::move(from), revision}};
    made.revision = std::move(revision);
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(database_state)

BOOST_AUTO_TEST_CASE(rows_are_named_as_people_say_them) {
    BOOST_TEST(describe_rows({}) == "base");
    BOOST_TEST(describe_rows({"a"}) == "revision a");
    BOOST_TEST(describe_rows({"b", "a"}) == "revisions a and b");
    BOOST_TEST(describe_rows({"c", "b", "a"}) == "revisions a, b and c");
}

BOOST_AUTO_TEST_CASE(rows_are_compared_as_sets) {
    require_rows({"a", "b"}, {"b", "a"}, {});
    auto const info = test::require_error(errc::version_mismatch, [] {
        require_rows({"x"}, {"a"}, {});
        return 0;
    });
    BOOST_TEST(info.message == "alembic_version is at revision x, but the plan starts from revision a");
}

BOOST_AUTO_TEST_CASE(a_run_that_committed_nothing_leaves_the_database_as_before) {
    auto progress = progress_at({"a"});
    progress.start(upgrade_step("b", "a"));
    progress.finish(upgrade_step("b", "a"));
    progress.start(upgrade_step("c", "b"));
    BOOST_TEST(
        describe_state(progress, errc::statement_failed) ==
        "the transaction was rolled back: the database is as before, at revision a"
    );
}

BOOST_AUTO_TEST_CASE(committed_steps_are_told_apart_from_the_one_rolled_back) {
    auto progress = progress_at({});
    for (auto const* id : {"a", "b"}) {
        auto const step = upgrade_step(id, progress.open_rows.empty() ? "" : progress.open_rows.front());
        progress.start(step);
        progress.finish(step);
        progress.commit();
    }
    progress.start(upgrade_step("c", "b"));
    BOOST_TEST(
        describe_state(progress, errc::statement_failed) ==
        "revisions a and b are committed; revision c was rolled back; the database is at revision b"
    );
}

BOOST_AUTO_TEST_CASE(a_commit_in_doubt_names_both_possibilities) {
    auto progress = progress_at({"a"});
    progress.start(upgrade_step("b", "a"));
    progress.finish(upgrade_step("b", "a"));
    BOOST_TEST(
        describe_state(progress, errc::commit_in_doubt) ==
        "unknown: at revision b if the server committed, else at revision a"
    );
}

BOOST_AUTO_TEST_CASE(what_an_autocommit_block_made_permanent_is_told) {
    auto progress = progress_at({"a"});
    progress.start(upgrade_step("b", "a"));
    progress.commit();
    progress.outside_transaction = true;
    BOOST_TEST(describe_state(progress, errc::statement_failed).find("partly done") == std::string::npos);
    BOOST_TEST(describe_state(progress, errc::statement_failed).find("INVALID") != std::string::npos);
    progress.open_work = true;
    progress.commit();
    BOOST_TEST(describe_state(progress, errc::statement_failed)
                   .starts_with("revision b is partly done: what it did up to and in its autocommit block is permanent")
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::migrate
