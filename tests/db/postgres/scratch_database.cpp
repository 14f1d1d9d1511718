#include "postgres/scratch_database.hpp"

#include "postgres/transaction.hpp"
#include "support/error_checks.hpp"
#include "support/temporary_cluster.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>
#include <unistd.h>

namespace alembicore::postgres {

namespace {

std::string count_scratch(test::temporary_database const& beside) {
    return beside.ask("SELECT count(*) FROM pg_database WHERE datname LIKE 'alembicore\\_scratch\\_%'");
}

void run_beside(test::temporary_database const& database, std::string const& statement) {
    connection{database.url()}.execute(statement);
}

/// What a process leaves that is killed while it has one.
void leave_one_behind(database_url const& like) {
    auto const child = ::fork();
    if (child == 0) {
        connection own{like};
        scratch_database const left{own};
        connection const inside{left.url()};
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
}

} // namespace

BOOST_AUTO_TEST_SUITE(scratch_databases)

BOOST_AUTO_TEST_CASE(one_is_empty_like_the_other_and_gone_at_the_end) {
    test::temporary_cluster& cluster = test::temporary_cluster::shared();
    connection{cluster.url("postgres")}.execute(
        "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
    );
    connection like{cluster.url("latin")};
    like.execute("CREATE TABLE t (x int)");
    std::string name;
    {
        scratch_database const made{like};
        name = made.name();
        connection inside{made.url()};
        auto const form = form_of(inside);
        BOOST_TEST(form.encoding == "LATIN1");
        BOOST_TEST(form.collate == "C");
        BOOST_TEST(form.ctype == form_of(like).ctype);
        BOOST_TEST(*inside.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").value(0, 0) == "0");
        BOOST_TEST(*inside.execute("SELECT current_database()").value(0, 0) == name);
    }
    BOOST_TEST(like.execute("SELECT FROM pg_database WHERE datname = $1", {name}).row_count() == 0U);
}

BOOST_AUTO_TEST_CASE(sessions_in_it_do_not_keep_it) {
    test::temporary_database const database;
    connection like{database.url()};
    std::optional<scratch_database> made{like};
    connection inside{made->url()};
    inside.execute("BEGIN; CREATE TABLE t (x int)");
    made.reset();
    BOOST_TEST(count_scratch(database) == "0");
}

BOOST_AUTO_TEST_CASE(it_goes_when_an_exception_flies) {
    test::temporary_database const database;
    connection like{database.url()};
    BOOST_CHECK_THROW(
        {
            scratch_database const made{like};
            connection inside{made.url()};
            inside.execute("SELECT no_such_column");
        },
        error
    );
    BOOST_TEST(count_scratch(database) == "0");
}

BOOST_AUTO_TEST_CASE(it_goes_when_its_own_session_was_ended) {
    test::temporary_database const database;
    connection like{database.url()};
    {
        scratch_database const made{like};
        run_beside(database, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
        BOOST_TEST(count_scratch(database) == "1");
    }
    BOOST_TEST(count_scratch(database) == "0");
}

BOOST_AUTO_TEST_CASE(one_of_a_dead_process_is_dropped_by_the_next_and_a_living_one_is_not) {
    test::temporary_database const database;
    connection like{database.url()};
    scratch_database const living{like};
    leave_one_behind(database.url());
    BOOST_TEST(count_scratch(database) == "2");
    // The server may take a moment to see that the session has gone.
    for (int tries = 0; tries < 100 && database.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") != "1";
         ++tries)
        ::usleep(50000);
    scratch_database const next{like};
    BOOST_TEST(count_scratch(database) == "2");
    BOOST_TEST(like.execute("SELECT FROM pg_database WHERE datname = $1", {living.name()}).row_count() == 1U);
    BOOST_TEST(drop_abandoned(like).empty());
}

BOOST_AUTO_TEST_CASE(similar_names_are_nobodys_business) {
    test::temporary_database const database;
    connection like{database.url()};
    like.execute("CREATE DATABASE alembicore_scratch_of_mine");
    BOOST_TEST(drop_abandoned(like).empty());
    like.execute("DROP DATABASE alembicore_scratch_of_mine");
}

BOOST_AUTO_TEST_CASE(an_open_transaction_beside_it_is_left_alone) {
    test::temporary_database const database;
    connection like{database.url()};
    transaction open{like};
    like.execute("CREATE TABLE t (x int)");
    { scratch_database const made{like}; }
    open.commit();
    BOOST_TEST(database.ask("SELECT count(*) FROM t") == "0");
}

BOOST_AUTO_TEST_CASE(settings_of_the_database_hold_in_it) {
    test::temporary_database const database;
    run_beside(database, "CREATE SCHEMA app");
    run_beside(database, "ALTER DATABASE " + database.name() + " SET search_path = app, \"a b\", public");
    run_beside(database, "ALTER DATABASE " + database.name() + " SET app.tenant = 'it''s \\ here'");
    connection like{database.url()};
    scratch_database const made{like};
    connection inside{made.url()};
    for (auto const* each : {"search_path", "app.tenant"})
        BOOST_TEST(
            *inside.execute("SELECT current_setting($1)", {each}).value(0, 0) ==
            *like.execute("SELECT current_setting($1)", {each}).value(0, 0)
        );
}

BOOST_AUTO_TEST_CASE(without_the_right_the_error_says_how_to_get_it) {
    test::temporary_database const database;
    run_beside(database, "CREATE ROLE plain LOGIN");
    auto url = database.url();
    for (auto& [keyword, value] : url.parameters)
        if (keyword == "user")
            value = "plain";
    {
        connection like{url};
        auto const info = test::require_error(errc::not_available, [&] {
            scratch_database const made{like};
            return 0;
        });
        BOOST_TEST(info.message.find("plain may not create databases") != std::string::npos);
        BOOST_TEST(info.remedy.find("CREATEDB") != std::string::npos);
        BOOST_TEST(info.remedy.find("--scratch-server") != std::string::npos);
    }
    run_beside(database, "DROP ROLE plain");
}

BOOST_AUTO_TEST_CASE(another_server_has_to_be_of_the_same_major_version) {
    test::temporary_database const database;
    connection like{database.url()};
    auto form = form_of(like);
    int const like_version = form.server_version / 10000;
    form.server_version += 10000;
    auto const info = test::require_error(errc::not_available, [&] {
        scratch_database const made{database.url(), form};
        return 0;
    });
    auto const own = std::to_string(like_version);
    auto const other = std::to_string(like_version + 1);
    BOOST_TEST(info.message.find("PostgreSQL " + own + ", that of the database " + other) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::postgres
