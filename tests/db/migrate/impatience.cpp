// Questions that give up behind other sessions.
#include <alembicore/impatience.hpp>

#include "postgres/connection.hpp"
#include "support/error_checks.hpp"
#include "support/temporary_cluster.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace alembicore {

namespace {

/// Tables, and a session that has one of them for itself.
struct held_table {
    test::temporary_database base;
    database asking = database::connect(base.url());
    database other = database::connect(base.url());

    held_table() {
        other.connection().execute("CREATE TABLE held (x int PRIMARY KEY); CREATE TABLE free (x int)");
        other.connection().execute("SET application_name = 'the other'; BEGIN");
        other.connection().execute("LOCK TABLE held IN ACCESS EXCLUSIVE MODE");
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(impatience)

BOOST_AUTO_TEST_CASE(who_is_in_the_way_is_told) {
    held_table at;
    auto const info = test::require_error(errc::lock_not_granted, [&] {
        without_long_waits(at.asking, [&] { static_cast<void>(catalog::read(at.asking)); });
    });
    BOOST_TEST(info.message.find("a lock on public.held") != std::string::npos, info.message);
    auto const who = "session " + std::to_string(at.other.connection().backend());
    BOOST_TEST(info.reason.find(who) != std::string::npos, info.reason);
    BOOST_TEST(info.reason.find("the other") != std::string::npos, info.reason);
    BOOST_TEST(info.reason.find("LOCK TABLE held") != std::string::npos, info.reason);
    BOOST_TEST(info.remedy == "ask again when that session is done");
    BOOST_TEST(info.retryable);
    BOOST_TEST(info.connection_usable);
    BOOST_TEST(!at.asking.connection().in_transaction());
    BOOST_TEST(at.asking.connection().execute("SELECT 1").row_count() == 1U);
}

BOOST_AUTO_TEST_CASE(other_tables_and_long_work_are_waited_for) {
    held_table at;
    without_long_waits(at.asking, [&] {
        BOOST_TEST(catalog::read(at.asking, {.schemas = {}, .names = {"free"}}).tables.size() == 1U);
        at.asking.connection().execute("SELECT pg_sleep(1.5)");
    });
}

BOOST_AUTO_TEST_CASE(other_errors_are_as_they_were) {
    held_table at;
    auto const info = test::require_error(errc::statement_failed, [&] {
        without_long_waits(at.asking, [&] { at.asking.connection().execute("SELECT 1 / 0"); });
    });
    BOOST_TEST(info.statement == "SELECT 1 / 0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
