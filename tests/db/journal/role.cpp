// Roles that may not record: their runs go on, and it is said.
#include "journal/recorder.hpp"
#include "migrate/run.hpp"
#include "support/plans.hpp"
#include "support/temporary_cluster.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::journal {

namespace {

/// A role that may make tables in public, and nothing else.
struct poor_role {
    test::temporary_database database;
    postgres::connection superuser{database.url()};
    std::string name = "poor_" + database.name();
    std::vector<diagnostic> findings;

    poor_role() { superuser.execute("CREATE ROLE " + name + " LOGIN; GRANT CREATE ON SCHEMA public TO " + name); }

    poor_role(poor_role const&) = delete;
    poor_role& operator=(poor_role const&) = delete;

    ~poor_role() { superuser.execute("DROP OWNED BY " + name + "; DROP ROLE " + name); }

    std::size_t run(test::revision_sql statements) {
        postgres::connection opened{database.url()};
        opened.execute("SET SESSION AUTHORIZATION " + name);
        return run(opened, std::move(statements));
    }

    std::size_t run(postgres::connection& opened, test::revision_sql statements) {
        auto const decided = test::linear_plan({}, {"a"});
        recorder record{opened, facts_of(decided, engine::native, ""), [this](diagnostic made) {
                            findings.push_back(std::move(made));
                        }};
        migrate::run_request request{
            .decided = decided,
            .source = test::source_of(std::move(statements)),
            .table = {},
            .events = {},
            .stop = {}};
        request.journal = &record;
        return migrate::run_plan(opened, request).steps_done;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(roles_without_rights)

BOOST_AUTO_TEST_CASE(who_may_not_create_the_schema_runs_without) {
    poor_role role;
    BOOST_TEST(role.run({{"a", {"CREATE TABLE ta (x int)"}}}) == 1U);
    BOOST_REQUIRE(role.findings.size() == 1U);
    BOOST_TEST((role.findings.front().severity == severity::warning));
    BOOST_TEST(role.findings.front().message.find("not recorded") != std::string::npos);
    BOOST_TEST(role.database.ask("SELECT version_num FROM alembic_version") == "a");
    BOOST_TEST(role.database.ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'alembicore'") == "0");
}

BOOST_AUTO_TEST_CASE(who_may_only_read_the_journal_runs_without) {
    poor_role role;
    role.superuser.execute(
        "CREATE SCHEMA alembicore; CREATE TABLE alembicore.entry (number bigint, run bigint, kind text, "
        "content json, hash text); GRANT USAGE ON SCHEMA alembicore TO " +
        role.name + "; GRANT SELECT ON alembicore.entry TO " + role.name
    );
    BOOST_TEST(role.run({{"a", {"CREATE TABLE ta (x int)"}}}) == 1U);
    BOOST_TEST(role.findings.size() == 1U);
    BOOST_TEST(role.database.ask("SELECT count(*) FROM alembicore.entry") == "0");
}

BOOST_AUTO_TEST_CASE(a_schema_that_an_administrator_made_is_used) {
    poor_role role;
    role.superuser.execute("CREATE SCHEMA alembicore AUTHORIZATION " + role.name);
    BOOST_TEST(role.run({{"a", {"CREATE TABLE ta (x int)"}}}) == 1U);
    BOOST_TEST(role.findings.empty());
    BOOST_TEST(role.database.ask("SELECT count(*) FROM alembicore.entry") == "3");
}

BOOST_AUTO_TEST_CASE(a_revision_that_becomes_another_role_is_not_stopped_by_the_journal) {
    poor_role role;
    role.superuser.execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL); "
        "GRANT ALL ON alembic_version TO " +
        role.name
    );
    postgres::connection opened{role.database.url()};
    BOOST_TEST(role.run(opened, {{"a", {"SET ROLE " + role.name, "CREATE TABLE ta (x int)"}}}) == 1U);
    BOOST_TEST(role.findings.size() == 1U);
    BOOST_TEST(role.database.ask("SELECT version_num FROM alembic_version") == "a");
}

BOOST_AUTO_TEST_CASE(something_else_of_that_name_is_left_alone) {
    poor_role role;
    role.superuser.execute("CREATE SCHEMA alembicore; CREATE TABLE alembicore.entry (x int)");
    postgres::connection opened{role.database.url()};
    BOOST_TEST(role.run(opened, {{"a", {"CREATE TABLE ta (x int)"}}}) == 1U);
    BOOST_TEST(role.findings.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::journal
