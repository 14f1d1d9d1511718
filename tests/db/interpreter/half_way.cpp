// Revisions that ask the database and are refused half-way: Python goes on where that is safe.
#include "alembic_project.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

body const plain{
    .upgrade = "op.create_table('plain', sa.Column('id', sa.Integer()))",
    .downgrade = "op.drop_table('plain')",
    .head = {}};

/// Asks first, so that it begins natively; what comes then only Python knows.
body const half_known{
    .upgrade = "op.execute('CREATE TABLE half (id int)')\n"
               "if op.get_bind().execute(sa.text('SELECT count(*) FROM half')).scalar() == 0:\n"
               "    op.execute('INSERT INTO half VALUES (%d)' % socket.AF_INET)",
    .downgrade = "pass",
    .head = "import socket\n"};

body const last{.upgrade = "op.create_table('last', sa.Column('id', sa.Integer()))", .downgrade = "pass", .head = {}};

run_options with_transactions(transaction_mode mode) {
    run_options options;
    options.transactions = mode;
    return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(refused_half_way)

BOOST_AUTO_TEST_CASE(the_whole_plan_begins_again_where_it_is_one_transaction) {
    alembic_project project{{plain, half_known, last}};
    auto const report = project.upgrade();
    BOOST_TEST(project.tables() == "half,last,plain");
    BOOST_TEST(project.ask("SELECT id FROM half") == "2");
    BOOST_TEST(project.version() == "r3");
    BOOST_TEST((report.engine == engine::python));
    BOOST_TEST(report.steps_done == 3U);
    auto const chosen = project.seen<engine_chosen>();
    BOOST_REQUIRE(chosen.size() == 2U);
    BOOST_TEST((chosen[0].engine == engine::native));
    BOOST_TEST((chosen[1].engine == engine::python));
    BOOST_TEST(chosen[1].revision == "r2");
    BOOST_TEST(chosen[1].construct.value().line > 0U);
    BOOST_TEST(chosen[1].reason.find("socket") != std::string::npos, chosen[1].reason);
    BOOST_TEST(chosen[1].reason.find("the transaction was rolled back") != std::string::npos, chosen[1].reason);
    auto const plans = project.seen<plan_made>();
    BOOST_REQUIRE(plans.size() == 2U);
    BOOST_TEST(plans[1].plan.steps.size() == 3U);
    BOOST_TEST(project.seen<run_done>().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_committed_stays_and_the_rest_goes_through_python) {
    alembic_project project{{plain, half_known, last}};
    project.change_env("connection=connection, ", "connection=connection, transaction_per_migration=True, ");
    auto const report = project.upgrade({}, "+3");
    BOOST_TEST(project.tables() == "half,last,plain");
    BOOST_TEST(project.version() == "r3");
    BOOST_TEST(report.steps_done == 3U);
    BOOST_TEST(report.plan.steps.size() == 3U);
    auto const plans = project.seen<plan_made>();
    BOOST_REQUIRE(plans.size() == 2U);
    BOOST_TEST(plans[1].plan.steps.size() == 2U);
    BOOST_TEST(plans[1].plan.from.front() == "r1");
    BOOST_TEST(plans[1].plan.target == "r3");
    auto const reason = project.seen<engine_chosen>().at(1).reason;
    BOOST_TEST(reason.find("revision r1 is committed; revision r2 was rolled back") != std::string::npos, reason);
}

BOOST_AUTO_TEST_CASE(a_step_that_is_permanent_in_part_is_told_and_left) {
    auto half = half_known;
    half.upgrade = "with op.get_context().autocommit_block():\n"
                   "    op.execute('CREATE TABLE outside (id int)')\n" +
                   half.upgrade;
    alembic_project project{{plain, half, last}};
    auto const info = project.fail(errc::not_evaluable);
    BOOST_TEST(info.revision == "r2");
    BOOST_TEST(info.database_state.find("revision r2 is partly done") != std::string::npos, info.database_state);
    BOOST_TEST(project.tables() == "outside,plain");
    BOOST_TEST(project.version() == "r1");
    BOOST_TEST(project.seen<python_started>().empty());
}

BOOST_AUTO_TEST_CASE(native_stays_native) {
    alembic_project project{{plain, half_known}};
    auto const info = project.fail(errc::not_evaluable, with_engine(engine::native));
    BOOST_TEST(info.database_state.find("rolled back") != std::string::npos);
    BOOST_TEST(project.version() == "no table");
    BOOST_TEST(project.seen<engine_chosen>().size() == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_python_the_refusal_stays) {
    alembic_project project{{plain, half_known}};
    project.environment["ALEMBICORE_PYTHON"] = "/nowhere/python";
    auto const info = project.fail(errc::not_evaluable, with_transactions(transaction_mode::per_migration));
    BOOST_TEST(info.revision == "r2");
    BOOST_TEST(info.database_state.find("revision r1 is committed") != std::string::npos, info.database_state);
    BOOST_TEST(project.version() == "r1");
    BOOST_TEST(project.seen<engine_chosen>().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_the_database_refuses_is_no_reason_for_python) {
    auto broken = half_known;
    broken.upgrade = "op.get_bind().execute(sa.text('SELECT 1')).scalar()\nop.execute('SELECT * FROM nothing')";
    alembic_project project{{plain, broken}};
    project.fail(errc::statement_failed);
    BOOST_TEST(project.seen<python_started>().empty());
    BOOST_TEST(project.version() == "no table");
}

BOOST_AUTO_TEST_CASE(an_error_in_python_says_how_things_are) {
    auto broken = half_known;
    broken.upgrade += "\n    raise ValueError('no')";
    alembic_project project{{plain, broken}};
    auto const info = project.fail(errc::python_exception);
    BOOST_TEST(info.revision == "r2");
    BOOST_TEST(info.database_state.find("as before") != std::string::npos, info.database_state);
    BOOST_TEST(project.version() == "no table");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
