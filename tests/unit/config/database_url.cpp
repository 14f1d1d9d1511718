#include <alembicore/database_url.hpp>

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace alembicore {

namespace {

std::string parameters(std::string_view text) {
    std::string result;
    for (auto const& [keyword, value] : parse_database_url(text).parameters)
        result += (result.empty() ? "" : " ") + keyword + '=' + value;
    return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(database_urls)

BOOST_AUTO_TEST_CASE(urls_become_libpq_keywords) {
    struct {
        char const* name;
        char const* url;
        char const* parameters;
    } const cases[] = {
        {"all", "postgresql://u:p@h:5433/d", "host=h port=5433 user=u password=p dbname=d"},
        {"driver", "postgresql+psycopg2://u:p@h/d", "host=h user=u password=p dbname=d"},
        {"postgres", "postgres://u@h/d", "host=h user=u dbname=d"},
        {"nothing", "postgresql://", ""},
        {"socket", "postgresql:///d?host=/var/run/postgresql", "dbname=d host=/var/run/postgresql"},
        {"encoded socket", "postgresql://u@%2Frun%2Fpg/d", "host=/run/pg user=u dbname=d"},
        {"encoded account", "postgresql://a%40b:p%3A%2F%25@h/d", "host=h user=a@b password=p:/% dbname=d"},
        {"plus is a plus", "postgresql://a+b:c+d@h/d", "host=h user=a+b password=c+d dbname=d"},
        {"odd password", "postgresql://u:p/?#:=%zz@h/d", "host=h user=u password=p/?#:=%zz dbname=d"},
        {"user with @", "postgresql://u@dom@h/d", "host=h user=u@dom dbname=d"},
        {"empty password", "postgresql://u:@h/d", "host=h user=u dbname=d"},
        {"empty port", "postgresql://u@h:/d", "host=h user=u dbname=d"},
        {"database is kept as it is", "postgresql://h/my%20db", "host=h dbname=my%20db"},
        {"IPv6", "postgresql://u@[::1]:5433/d", "host=::1 port=5433 user=u dbname=d"},
        {"IPv6 zone", "postgresql://[fe80::1%25eth0]/d", "host=fe80::1%eth0 dbname=d"},
        {"query",
         "postgresql://h/d?sslmode=require&application_name=a+b%26c",
         "host=h dbname=d sslmode=require application_name=a b&c"},
        {"query without a path", "postgresql://h?sslmode=require", "host=h sslmode=require"},
        {"query is stronger",
         "postgresql://u:p@h:1/d?user=v&password=q&dbname=e&port=2&host=g",
         "host=g port=2 user=v password=q dbname=e"},
        {"blank values are dropped", "postgresql://h/d?sslmode=&x", "host=h dbname=d"},
        {"ssl of asyncpg", "postgresql+asyncpg://h/d?ssl=require", "host=h dbname=d sslmode=require"},
        {"ssl as a flag", "postgresql+asyncpg://h/d?ssl=True", "host=h dbname=d sslmode=require"},
        {"keywords of drivers",
         "postgresql+asyncpg://h/d?prepared_statement_cache_size=0&timeout=3&sslmode=prefer",
         "host=h dbname=d sslmode=prefer"},
        {"hosts in the query", "postgresql://u@/d?host=a:1&host=b:2", "user=u dbname=d host=a,b port=1,2"},
        {"hosts without ports", "postgresql://u@:9/d?host=a&host=b", "user=u dbname=d host=a,b"},
        {"hosts with one port", "postgresql://u@/d?host=a:1&host=b", "user=u dbname=d host=a,b port=1,"},
        {"hosts and ports as lists", "postgresql:///d?host=a,b&port=1,2", "dbname=d host=a,b port=1,2"},
        {"one host with its port", "postgresql:///d?host=a:1", "dbname=d host=a port=1"},
        {"one IPv6 host", "postgresql:///d?host=::1", "dbname=d host=::1"},
        {"hosts as libpq writes them", "postgresql://u@a:1,b:2/d", "host=a,b port=1,2 user=u dbname=d"},
        {"IPv6 hosts as libpq writes them", "postgresql://[::1]:1,[::2]/d", "host=::1,::2 port=1, dbname=d"},
        {"hosts with one port for all", "postgresql://a,b:5433/d", "host=a,b port=5433 dbname=d"},
        {"blanks around", " postgresql://h/d\n", "host=h dbname=d"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) BOOST_TEST(parameters(each.url) == each.parameters);
}

BOOST_AUTO_TEST_CASE(urls_that_cannot_be_used_are_refused_without_showing_them) {
    struct {
        char const* name;
        char const* url;
    } const cases[] = {
        {"empty", ""},
        {"no URL", "secret"},
        {"keyword form", "host=h password=secret"},
        {"other database", "mysql://u:secret@h/d"},
        {"unknown database", "secret://u:p@h/d"},
        {"prefix", "postgresql-x://u:secret@h/d"},
        {"second @", "postgresql://u:secret@secret@h/d"},
        {"port is no number", "postgresql://u:p@h:secret/d"},
        {"port is too large", "postgresql://u:secret@h:65536/d"},
        {"port in the query", "postgresql://u:p@h/d?port=secret"},
        {"brackets", "postgresql://u:p@[::1/d"},
        {"text after brackets", "postgresql://u:p@[::1]secret/d"},
        {"unknown keyword", "postgresql://h/d?secret=1"},
        {"keyword twice", "postgresql://h/d?sslmode=a&sslmode=b"},
        {"hosts mixed", "postgresql:///d?host=a:1&host=b:2&port=3"},
        {"ports do not match hosts", "postgresql:///d?host=a,b&port=1,2,3"},
        {"ports without hosts", "postgresql://h/d?port=1,2"},
        {"NUL", "postgresql://u:secret%00@h/d"},
        {"not UTF-8", "postgresql://u:secret%FF@h/d"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) {
            auto const info = test::require_error(errc::bad_database_url, [&] {
                return parse_database_url(each.url, "DATABASE_URL");
            });
            std::string const shown = describe(info);
            BOOST_TEST(shown.find("secret") == std::string::npos, shown);
            BOOST_TEST(shown.find("DATABASE_URL") != std::string::npos, shown);
            BOOST_TEST(!info.reason.empty());
        }
}

BOOST_AUTO_TEST_CASE(another_database_is_named) {
    auto const info = test::require_error(errc::bad_database_url, [] { return parse_database_url("sqlite:///a.db"); });
    BOOST_TEST(info.reason == "it is for sqlite; alembicore is for PostgreSQL");
}

BOOST_AUTO_TEST_CASE(masked_urls_hide_every_secret) {
    struct {
        char const* url;
        char const* masked;
    } const cases[] = {
        {"postgresql+psycopg2://u:p@h:5432/d?sslmode=require", "postgresql+psycopg2://u:***@h:5432/d?sslmode=require"},
        {"postgres://u@h/d", "postgresql://u@h/d"},
        {"postgresql://a%40b:p@[::1]/d", "postgresql://a%40b:***@[::1]/d"},
        {"postgresql://h/d?password=secret", "postgresql://:***@h/d"},
        {"postgresql://h/d?sslpassword=secret&application_name=a+b",
         "postgresql://h/d?application_name=a+b&sslpassword=***"},
        {"postgresql:///d?host=/run", "postgresql:///d?host=%2Frun"},
        {"postgresql:///d?host=a:1&host=b:2", "postgresql:///d?host=a%2Cb&port=1%2C2"},
        {"postgresql://", "postgresql://"},
    };

    for (auto const& each : cases)
        BOOST_TEST(parse_database_url(each.url).masked() == each.masked);
}

BOOST_AUTO_TEST_CASE(driver_and_source_are_kept) {
    auto const url = parse_database_url("postgresql+asyncpg://h/d", "alembic.ini");
    BOOST_TEST(url.driver == "asyncpg");
    BOOST_TEST(url.source == "alembic.ini");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
