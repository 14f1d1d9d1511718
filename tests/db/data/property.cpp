// Random values of every type through insert, page, update, export and import. The seed is printed when it fails, and
// ALEMBICORE_TEST_SEED chooses it.
#include "tables.hpp"

#include "support/server_under_test.hpp"

#include "postgres/connection.hpp"

#include <alembicore/import.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>

namespace alembicore::data {

using test::filled_database;
using test::table;

namespace {

class random_values {
public:
    explicit random_values(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_); }

    std::string digits(std::size_t most) {
        std::string text(1, static_cast<char>('1' + below(9)));
        for (auto left = below(most); left > 0; --left)
            text += static_cast<char>('0' + below(10));
        return text;
    }

    std::string hex(std::size_t count) {
        std::string text;
        while (text.size() < count)
            text += "0123456789abcdef"[below(16)];
        return text;
    }

    std::string number() { return (below(2) == 0 ? "-" : "") + digits(9); }

    std::string text() {
        static constexpr std::array pieces{"a",   "'",      "\"",   "\\",   ";", ",",  "{",  "}",    "(",
                                           ")",   "[",      "]",    "%",    "_", "$1", "$$", "--",   "/*",
                                           "\n",  "\r",     "\t",   " ",    "ä", "€",  "😀",  "NULL", "\\N",
                                           "\\.", "\u202e", "\x01", "\x7f", "<", "&",  ":",  "|",    "E'"};
        std::string made;
        for (auto left = below(8); left > 0; --left)
            made += pieces[below(pieces.size())];
        return made;
    }

    std::string word() {
        std::string made;
        for (auto left = below(5) + 1; left > 0; --left)
            made += static_cast<char>('a' + below(26));
        return made;
    }

    std::string quoted(std::string const& text) {
        std::string made = "\"";
        for (char const c : text) {
            if (c == '"' || c == '\\')
                made += '\\';
            made += c;
        }
        return made + '"';
    }

    std::string json_text() {
        std::string made = "\"";
        for (char const c : text())
            if (c == '"' || c == '\\')
                (made += '\\') += c;
            else if (static_cast<unsigned char>(c) < 0x20) {
                std::array<char, 8> escape{};
                std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
                made += escape.data();
            } else
                made += c;
        return made + '"';
    }

    std::string real() {
        std::array<char, 64> made{};
        double const sign = below(2) == 0 ? -1.0 : 1.0;
        std::snprintf(
            made.data(),
            made.size(),
            "%.17g",
            sign * std::uniform_real_distribution<double>{0, 1}(random_
                   )*std::pow(10.0, static_cast<double>(below(60)) - 30)
        );
        return made.data();
    }

    std::string two(std::size_t limit) { return std::to_string(100 + below(limit)).substr(1); }

    std::string date() { return std::to_string(1000 + below(8999)) + '-' + two12() + '-' + two28(); }

    std::string time() { return two(24) + ':' + two(60) + ':' + two(60) + '.' + digits(5); }

    std::string array(std::function<std::string()> const& element) {
        std::string made;
        for (auto left = below(4); left > 0; --left)
            made += (made.empty() ? "" : ",") + (below(4) == 0 ? std::string{"NULL"} : quoted(element()));
        return '{' + made + '}';
    }

private:
    std::string two12() { return std::to_string(101 + below(12)).substr(1); }

    std::string two28() { return std::to_string(101 + below(28)).substr(1); }

    std::mt19937_64 random_;
};

struct random_type {
    std::string type;
    std::function<std::string()> make;
};

std::vector<random_type> types(random_values& random) {
    auto const text = [&] { return random.text(); };
    return {
        {"smallint", [&] { return std::to_string(static_cast<int>(random.below(65536)) - 32768); }},
        {"bigint", [&] { return random.number() + random.digits(8); }},
        {"numeric", [&] { return random.number() + '.' + random.digits(30); }},
        {"numeric(12,2)", [&] { return random.number() + ".25"; }},
        {"real", [&] { return std::to_string(random.below(100000)) + ".5"; }},
        {"double precision", [&] { return random.real(); }},
        {"boolean", [&] { return random.below(2) == 0 ? "t" : "f"; }},
        {"text", text},
        {"character varying(40)", text},
        {"character(40)", text},
        {"\"char\"", [&] { return random.word().substr(0, 1); }},
        {"name", [&] { return random.word(); }},
        {"bytea", [&] { return "\\x" + random.hex(2 * random.below(9)); }},
        {"date", [&] { return random.date(); }},
        {"timestamp", [&] { return random.date() + ' ' + random.time(); }},
        {"timestamptz", [&] { return random.date() + ' ' + random.time() + "+03:30"; }},
        {"time", [&] { return random.time(); }},
        {"timetz", [&] { return random.time() + "-05"; }},
        {"interval", [&] { return random.number() + " days " + random.time() + " -3 mons"; }},
        {"uuid", [&] { return random.hex(32); }},
        {"json", [&] { return "{\"a\":  [" + random.json_text() + ", null], \"a\": 1.10}"; }},
        {"jsonb", [&] { return "{\"k\": " + random.json_text() + ", \"n\": 1.10}"; }},
        {"integer[]", [&] { return random.array([&] { return random.number(); }); }},
        {"text[]", [&random] { return random.array([&random] { return random.text(); }); }},
        {"json[]", [&] { return random.array([&] { return random.json_text(); }); }},
        {"int8range", [&] { return "[" + std::to_string(random.below(99)) + ",1" + random.digits(9) + "0)"; }},
        {"tstzrange", [&] { return "(" + random.date() + ",)"; }},
        {"nummultirange", [&] { return "{[1,2.50),(7," + std::to_string(8 + random.below(9)) + "]}"; }},
        {"mood", [&] { return random.below(2) == 0 ? "so so" : "it's"; }},
        {"pair", [&] { return "(" + random.number() + "," + random.quoted(random.text()) + ")"; }},
        {"tiny", [&] { return std::to_string(random.below(100)); }},
        {"inet",
         [&] { return "10.0." + std::to_string(random.below(256)) + ".1/" + std::to_string(8 + random.below(25)); }},
        {"cidr", [&] { return "10." + std::to_string(random.below(256)) + ".0.0/16"; }},
        {"macaddr", [&] { return random.hex(12); }},
        {"macaddr8", [&] { return random.hex(16); }},
        {"point", [&] { return "(" + random.real() + "," + random.real() + ")"; }},
        {"box", [&] { return "((1,2),(3," + std::to_string(random.below(99)) + "))"; }},
        {"path", [&] { return "[(1,2),(3," + std::to_string(random.below(99)) + ")]"; }},
        {"circle", [&] { return "<(1,2)," + std::to_string(random.below(99)) + ">"; }},
        {"bit(8)", [&] { return std::string{random.below(2) == 0 ? "10101010" : "00000001"}; }},
        {"bit varying", [&] { return std::string(random.below(20), random.below(2) == 0 ? '0' : '1'); }},
        {"tsvector", [&] { return random.word() + ":3A " + random.word() + ":1"; }},
        {"tsquery", [&] { return random.word() + " & !" + random.word(); }},
        {"xml", [&] { return "<a b=\"" + random.word() + "\">&amp;ä</a>"; }},
        {"money", [&] { return random.number() + ".07"; }},
        {"pg_lsn", [&] { return random.hex(2) + "1/" + random.hex(6) + "1"; }},
        {"oid", [&] { return random.digits(8); }},
    };
}

std::uint64_t seed() {
    char const* const given = std::getenv("ALEMBICORE_TEST_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

std::string written(filled_database& made, export_format format) {
    std::string text;
    made.rows().write_out({.table = table("t"), .format = format}, [&](std::string_view piece) { text += piece; });
    return text;
}

/// All rows as the server prints them.
std::string all_rows(filled_database& made) {
    return made.ask(
        "SELECT format('%s|%s|%s', id, CASE WHEN v IS NOT DISTINCT FROM NULL THEN 'NULL' ELSE format('<%s>', v) "
        "END, format('<%s>', w)) FROM t ORDER BY id"
    );
}

void import_csv(filled_database& made, std::string const& text) {
    auto target = database::connect(made.url());
    bool given = false;
    import_rows(target, {.table = table("t")}, [&]() -> std::string_view {
        return std::exchange(given, true) ? std::string_view{} : text;
    });
}

} // namespace

BOOST_AUTO_TEST_SUITE(random_rows)

BOOST_AUTO_TEST_CASE(every_type_is_the_same_after_insert_page_update_export_and_import) {
    auto const chosen = seed();
    BOOST_TEST_MESSAGE("seed " << chosen);
    random_values random{chosen};
    filled_database made{"CREATE TYPE mood AS ENUM ('so so', 'it''s'); CREATE TYPE pair AS (a int, b text);"
                         "CREATE DOMAIN tiny AS int CHECK (VALUE < 100); CREATE TABLE t (id int)"};
    for (auto const& [type, make] : types(random))
        if (test::server_knows(type, {}))
            BOOST_TEST_CONTEXT("seed " << chosen << ", " << type) {
                made.run("DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY, v " + type + ", w " + type + ")");
                for (int id = 1; id <= 6; ++id)
                    made.rows().apply({insertion{
                        table("t"), {{"id", std::to_string(id)}, {"v", id == 6 ? value{} : value{make()}}}}});
                auto const seen = made.rows().read({.table = table("t"), .clip = 0});
                std::vector<edit> changes;
                for (auto const& row : seen.rows)
                    changes.push_back(alteration{
                        .table = table("t"),
                        .key = {{"id", row.cells[0].text}},
                        .values = {{"w", row.cells[1].text}},
                        .seen = {{"v", row.cells[1].text}}});
                BOOST_TEST(made.rows().apply(changes).conflicts.empty());
                BOOST_TEST(
                    made.ask("SELECT count(*) FROM t WHERE format('%s', v) IS DISTINCT FROM format('%s', w)") == "0"
                );
                auto const before = all_rows(made);
                auto const csv = written(made, export_format::csv);
                auto const sql = written(made, export_format::sql);
                auto const documents = boost::json::parse(written(made, export_format::json));
                BOOST_TEST(documents.as_array().size() == 6U);
                BOOST_TEST(documents.at(5).at("v").is_null());
                made.run("TRUNCATE t");
                import_csv(made, csv);
                BOOST_TEST(all_rows(made) == before);
                made.run("TRUNCATE t; " + sql);
                BOOST_TEST(all_rows(made) == before);
            }
}

BOOST_AUTO_TEST_CASE(other_encodings_lose_nothing) {
    filled_database const unused{"SELECT 1"};
    postgres::connection server{test::temporary_cluster::shared().url("postgres")};
    for (std::string const encoding : {"LATIN1", "SQL_ASCII"}) {
        auto const name = "encoded_" + encoding;
        server.execute(
            "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING '" + encoding + "' LC_COLLATE 'C' LC_CTYPE 'C'"
        );
        {
            auto target = database::connect(test::temporary_cluster::shared().url(
                "encoded_" + std::string{encoding == "LATIN1" ? "latin1" : "sql_ascii"}
            ));
            target.connection().execute("CREATE TABLE t (id int PRIMARY KEY, x text)");
            access rows{target};
            std::string const text = encoding == "LATIN1" ? "äöü '\\" : "ä\xff\xfe€ '\\";
            auto const insert = [&](std::string const& id) {
                return rows.apply({insertion{table("t"), {{"id", id}, {"x", text}}}});
            };
            BOOST_TEST(insert("1").rows.at(0)->cells.at(1).text.value() == text);
            auto seen = rows.read({.table = table("t")}).rows.at(0);
            BOOST_TEST(seen.cells.at(1).text.value() == text);
            rows.apply({alteration{table("t"), {{"id", "1"}}, {{"x", *seen.cells.at(1).text + "!"}}, seen.version}});
            BOOST_TEST(rows.count(table("t"), {.conditions = {{"x", comparison::equals, {text + "!"}}}}) == 1);
            BOOST_TEST(rows.count(table("t"), {.conditions = {{"x", comparison::starts_with, {text}}}}) == 1);
            std::string csv;
            rows.write_out({.table = table("t")}, [&](std::string_view piece) { csv += piece; });
            rows.apply({deletion{.table = table("t"), .key = {{"id", "1"}}}});
            bool given = false;
            import_rows(target, {.table = table("t")}, [&]() -> std::string_view {
                return std::exchange(given, true) ? std::string_view{} : csv;
            });
            BOOST_TEST(rows.read({.table = table("t")}).rows.at(0).cells.at(1).text.value() == text + "!");
            if (encoding == "LATIN1") // a character that it lacks
                BOOST_CHECK_THROW(rows.apply({insertion{table("t"), {{"id", "2"}, {"x", "€"}}}}), error);
        }
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = lower('" + name + "')");
        server.execute("DROP DATABASE " + name);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
