// Runs that wait for locks of others: what is told, and what the policies do.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <future>
#include <thread>

namespace alembicore::test {

namespace {

using namespace std::chrono_literals;

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// The last revision needs a table that somebody else holds; the one before is committed by itself.
std::vector<sample_revision> revisions_of_a_busy_table() {
    auto revisions = two_tables();
    revisions.push_back(
        {.id = "t3",
         .down_revision = "'t2'",
         .doc = "a column",
         .upgrade = "op.add_column('one', sa.Column('name', sa.Text()))",
         .downgrade = "op.drop_column('one', 'name')"}
    );
    return revisions;
}

struct busy_project : migrated_project {
    busy_project() : migrated_project(revisions_of_a_busy_table()), other{url()} {
        files().write(
            "migrations/env.py",
            "import os\nfrom alembic import context\nfrom sqlalchemy import create_engine\n"
            "with create_engine(os.environ['DATABASE_URL']).connect() as connection:\n"
            "    context.configure(connection=connection, transaction_per_migration=True)\n"
            "    with context.begin_transaction():\n        context.run_migrations()\n"
        );
        BOOST_REQUIRE(run({"upgrade", "t1"}).exit_status == 0);
        other.execute("SET application_name = 'the other'; BEGIN; LOCK TABLE one IN ACCESS SHARE MODE");
    }

    /// The other session lets go after so long.
    base::process_result run_while_busy(words const& line, std::chrono::milliseconds busy) {
        auto running = std::async(std::launch::async, [&] {
            return run(line, {{"ALEMBICORE_PYTHON", ALEMBICORE_TEST_PYTHON}});
        });
        std::this_thread::sleep_for(busy);
        other.execute("COMMIT");
        return running.get();
    }

    postgres::connection other;
};

} // namespace

BOOST_AUTO_TEST_SUITE(blocked_by_others)

BOOST_AUTO_TEST_CASE(what_was_rolled_back_is_tried_again) {
    busy_project project;
    auto const ran = project.run_while_busy({"upgrade", "head", "--on-blocked", "retry", "--json"}, 2300ms);
    BOOST_REQUIRE(ran.exit_status == 0);
    auto const report = boost::json::parse(ran.output);
    BOOST_TEST(report.at("steps_done").to_number<int>() == 2); // that of the first attempt counts
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t3");
    auto const runs = boost::json::parse(project.run({"journal", "list", "--json"}).output);
    auto const& last = runs.at("runs").as_array();
    BOOST_TEST(std::string{last.at(0).at("outcome").as_string()} == "done");
    BOOST_TEST(std::string{last.at(1).at("outcome").as_string()} == "failed");
    BOOST_TEST(std::string{last.at(1).at("failure").at("code").as_string()} == "lock_not_granted");
    BOOST_TEST(project.run({"journal", "verify"}).exit_status == 0);
}

BOOST_AUTO_TEST_CASE(each_attempt_is_told) {
    busy_project project;
    auto const ran = project.run_while_busy({"upgrade", "head", "--on-blocked", "retry"}, 2300ms);
    BOOST_TEST(ran.exit_status == 0, ran.error_output);
    BOOST_TEST(contains(ran.error_output, "(the other), idle in transaction"), ran.error_output);
    BOOST_TEST(contains(ran.error_output, "attempt 2 of 6 in 500 ms"), ran.error_output);
}

BOOST_AUTO_TEST_CASE(who_is_in_the_way_of_python_is_told) {
    if (std::string_view{ALEMBICORE_TEST_PYTHON}.empty()) {
        BOOST_TEST_MESSAGE("SKIPPED: no Python with Alembic");
        return;
    }
    busy_project project;
    auto const ran = project.run_while_busy({"upgrade", "head", "--engine", "python"}, 4s);
    BOOST_TEST(ran.exit_status == 0, ran.error_output);
    BOOST_TEST(contains(ran.error_output, "waiting for AccessExclusiveLock on public.one"), ran.error_output);
    BOOST_TEST(contains(ran.error_output, "(the other), idle in transaction"), ran.error_output);
}

BOOST_AUTO_TEST_CASE(python_is_ended_where_the_policy_gives_up) {
    if (std::string_view{ALEMBICORE_TEST_PYTHON}.empty())
        return;
    busy_project project;
    auto const ran = project.run_while_busy({"upgrade", "head", "--engine", "python", "--on-blocked", "give-up"}, 5s);
    BOOST_TEST(ran.exit_status == 1);
    BOOST_TEST(contains(ran.error_output, "a statement waits for a lock on public.one"), ran.error_output);
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "t2");
    BOOST_TEST(
        project.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                    "pg_backend_pid() AND application_name <> 'the other'") == "0"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
