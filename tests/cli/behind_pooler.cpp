// Runs through PgBouncer, where each transaction may have another session of the server.
#include "migrated_project.hpp"
#include "pooler.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <future>

namespace alembicore::test {

namespace {

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::vector<sample_revision> with_an_index_and_a_row() {
    auto revisions = with_a_concurrent_index();
    revisions.back().upgrade += "\n    op.execute('INSERT INTO two VALUES (1)')";
    return revisions;
}

struct pooled_project : migrated_project {
    pooled_project() : migrated_project(with_an_index_and_a_row()) {}

    [[nodiscard]] base::process_result run_pooled(words const& line) const {
        return run(line, {{"DATABASE_URL", pooler.address(ask("SELECT current_database()"))}});
    }

    transaction_pooler pooler;
};

boost::test_tools::assertion_result pgbouncer_is_installed(boost::unit_test::test_unit_id) {
    return transaction_pooler::available();
}

} // namespace

BOOST_AUTO_TEST_SUITE(behind_a_pooler, *boost::unit_test::precondition(pgbouncer_is_installed))

BOOST_AUTO_TEST_CASE(upgrade_and_downgrade_work) {
    pooled_project const project;
    auto const up = project.run_pooled({"upgrade", "head"});
    BOOST_TEST(up.exit_status == 0, up.error_output);
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t3");
    BOOST_TEST(project.ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_id'::regclass") == "t");
    BOOST_TEST(project.run_pooled({"journal", "verify"}).exit_status == 0);
    BOOST_TEST(project.run_pooled({"lock", "show"}).output == "nobody migrates this database\n");
    auto const down = project.run_pooled({"downgrade", "base", "--backup", "none"});
    BOOST_TEST(down.exit_status == 0, down.error_output);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0");
}

BOOST_AUTO_TEST_CASE(of_several_starters_one_applies_and_none_fails) {
    pooled_project const project;
    std::vector<std::future<base::process_result>> started;
    for (int i = 0; i < 6; ++i)
        started.push_back(std::async(std::launch::async, [&] { return project.run_pooled({"upgrade", "head"}); }));
    std::ptrdiff_t appliers = 0;
    for (auto& each : started) {
        auto const seen = each.get();
        BOOST_TEST(seen.exit_status == 0, seen.error_output);
        appliers += contains(seen.error_output, "-> t3") ? 1 : 0;
    }
    BOOST_TEST(appliers == 1);
    BOOST_TEST(project.ask("SELECT count(*) FROM two") == "1");
}

BOOST_AUTO_TEST_CASE(a_direct_run_and_a_pooled_one_wait_for_each_other) {
    pooled_project const project;
    std::vector<std::future<base::process_result>> started;
    for (int i = 0; i < 4; ++i)
        started.push_back(std::async(std::launch::async, [&, direct = i % 2 == 0] {
            return direct ? project.run({"upgrade", "head"}) : project.run_pooled({"upgrade", "head"});
        }));
    for (auto& each : started) {
        auto const seen = each.get();
        BOOST_TEST(seen.exit_status == 0, seen.error_output);
    }
    BOOST_TEST(project.ask("SELECT count(*) FROM two") == "1");
}

BOOST_AUTO_TEST_CASE(what_needs_a_session_of_its_own_says_so) {
    pooled_project const project;
    BOOST_REQUIRE(project.run_pooled({"upgrade", "t2"}).exit_status == 0);
    auto const refused = project.run_pooled({"rehearse", "head"});
    BOOST_TEST(refused.exit_status != 0);
    BOOST_TEST(contains(refused.error_output, "cannot be made through a connection pooler"), refused.error_output);
    BOOST_TEST(contains(refused.error_output, "give the address of the server itself"), refused.error_output);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_database WHERE datname ~ '^alembicore_scratch_'") == "0");
}

BOOST_AUTO_TEST_CASE(a_backup_is_made_and_verified) {
    pooled_project const project;
    BOOST_REQUIRE(project.run_pooled({"upgrade", "head"}).exit_status == 0);
    auto const made = project.run_pooled({"backup", "create"});
    BOOST_TEST(made.exit_status == 0, made.error_output);
    auto const verified = project.run({"backup", "verify", "latest", "--restore"});
    BOOST_TEST(verified.exit_status == 0, verified.output << verified.error_output);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
