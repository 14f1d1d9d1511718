#include "postgres/failure.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::postgres {

namespace {

server_message said(std::string sqlstate, std::string message = "words") {
    server_message result;
    result.severity = "ERROR";
    result.sqlstate = std::move(sqlstate);
    result.message = std::move(message);
    return result;
}

database_url url_with_password(std::string password, std::string user = "ada") {
    database_url url;
    url.parameters = {{"host", "db.example"}, {"user", std::move(user)}, {"password", std::move(password)}};
    return url;
}

} // namespace

BOOST_AUTO_TEST_SUITE(failure)

BOOST_AUTO_TEST_CASE(a_failed_statement_is_classified_by_its_sqlstate) {
    struct row {
        char const* sqlstate;
        errc code;
        bool usable;
        bool retryable;
    };

    for (auto const& row : {
             row{"42P07", errc::statement_failed, true, false},
             row{"25006", errc::read_only_database, true, false},
             row{"57014", errc::cancelled, true, true},
             row{"40P01", errc::statement_failed, true, true},
             row{"55P03", errc::statement_failed, true, true},
             row{"57P01", errc::connection_lost, false, true},
             row{"08006", errc::connection_lost, false, true},
         })
        BOOST_TEST_CONTEXT(row.sqlstate) {
            auto const info = statement_failure(said(row.sqlstate), "SELECT 1", connection_state::usable);
            BOOST_TEST(name_of(info.code) == name_of(row.code));
            BOOST_TEST(info.connection_usable == row.usable);
            BOOST_TEST(info.retryable == row.retryable);
            BOOST_TEST(info.statement == "SELECT 1");
            BOOST_REQUIRE(info.server.has_value());
            BOOST_TEST(info.server->sqlstate == row.sqlstate);
        }
}

BOOST_AUTO_TEST_CASE(a_connection_that_broke_is_lost_whatever_was_said_last) {
    auto const info = statement_failure(said("", "server closed the connection"), "SELECT 1", connection_state::lost);
    BOOST_TEST(name_of(info.code) == "connection_lost");
    BOOST_TEST(!info.server.has_value());
    BOOST_TEST(info.reason == "server closed the connection");
    BOOST_TEST(!info.remedy.empty());
}

BOOST_AUTO_TEST_CASE(the_sqlstate_of_a_refused_connection_is_found_in_any_language) {
    struct row {
        char const* text;
        char const* severity;
        char const* sqlstate;
        char const* message;
    };

    for (auto const& row : {
             row{"connection to server at \"::1\", port 5432 failed: FATAL:  28P01: password authentication failed for "
                 "user \"ada\"\nLOCATION:  auth_failed, auth.c:326\n",
                 "FATAL",
                 "28P01",
                 "password authentication failed for user \"ada\""},
             row{"connection to server on socket \"/run/.s.PGSQL.5432\" failed: FATAL:  3D000: Datenbank \"x\" "
                 "existiert "
                 "nicht\nLOCATION:  InitPostgres, postinit.c:900\n",
                 "FATAL",
                 "3D000",
                 "Datenbank \"x\" existiert nicht"},
             row{"connection to server at \"h\", port 1 failed: Connection refused\n\tIs the server running on that "
                 "host "
                 "and accepting TCP/IP connections?\n",
                 "",
                 "",
                 "connection to server at \"h\", port 1 failed: Connection refused\nIs the server running on that host "
                 "and accepting TCP/IP connections?"},
         })
        BOOST_TEST_CONTEXT(row.text) {
            auto const parsed = parse_verbose_message(row.text);
            BOOST_TEST(parsed.severity == row.severity);
            BOOST_TEST(parsed.sqlstate == row.sqlstate);
            BOOST_TEST(parsed.message == row.message);
        }
}

BOOST_AUTO_TEST_CASE(detail_and_hint_of_a_refused_connection_are_kept) {
    auto const parsed = parse_verbose_message(
        "x failed: FATAL:  57P03: starting up\nDETAIL:  replay\nHINT:  wait\nLOCATION:  f, g.c:1\n"
    );
    BOOST_TEST(parsed.message == "starting up");
    BOOST_TEST(parsed.detail == "replay");
    BOOST_TEST(parsed.hint == "wait");
}

BOOST_AUTO_TEST_CASE(a_refused_connection_is_classified) {
    struct row {
        failed_attempt attempt;
        errc code;
        bool retryable;
    };

    for (auto const& row : {
             row{{"x failed: FATAL:  28P01: no", false, false}, errc::authentication_failed, false},
             row{{"x failed: FATAL:  28000: no", false, false}, errc::authentication_failed, false},
             row{{"fe_sendauth: no password supplied", true, false}, errc::authentication_failed, false},
             row{{"x failed: FATAL:  3D000: no", false, false}, errc::connection_failed, false},
             row{{"x failed: FATAL:  53300: no", false, false}, errc::connection_failed, true},
             row{{"x failed: FATAL:  57P03: no", false, false}, errc::connection_failed, true},
             row{{"x failed: Connection refused", false, false}, errc::connection_failed, true},
             row{{"", false, true}, errc::connection_failed, true},
         })
        BOOST_TEST_CONTEXT(row.attempt.message) {
            auto const info = connection_failure(row.attempt, url_with_password("s3cret!"));
            BOOST_TEST(name_of(info.code) == name_of(row.code));
            BOOST_TEST(info.retryable == row.retryable);
            BOOST_TEST(!info.connection_usable);
            BOOST_TEST(!info.remedy.empty());
            BOOST_TEST(describe(info).find("s3cret") == std::string::npos);
        }
}

BOOST_AUTO_TEST_CASE(a_password_that_libpq_might_repeat_is_taken_out) {
    failed_attempt attempt;
    attempt.message = "invalid value \"s3cret!\" for option\nand s3cret! again";
    auto const text = describe(connection_failure(attempt, url_with_password("s3cret!")));
    BOOST_TEST(text.find("s3cret") == std::string::npos);
    BOOST_TEST(text.find("invalid value \"***\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_name_that_equals_the_password_stays_readable) {
    BOOST_TEST(without_password("no role \"ada\"", url_with_password("ada", "ada")) == "no role \"ada\"");
    BOOST_TEST(without_password("anything", url_with_password("")) == "anything");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::postgres
