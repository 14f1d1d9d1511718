// Every type there and back: what is read can be given back and is the same value.
#include "tables.hpp"

#include "support/server_under_test.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::data {

using test::filled_database;
using test::table;

BOOST_AUTO_TEST_SUITE(all_types)

BOOST_AUTO_TEST_CASE(values_travel_without_loss) {
    filled_database made{
        "CREATE TYPE mood AS ENUM ('so so', 'it''s'); CREATE TYPE pair AS (a int, b text); CREATE TABLE t (id int)"};

    struct {
        std::string type;
        std::vector<std::string> values;
    } const types[] = {
        {"bigint", {"9007199254740993", "-9223372036854775808"}},
        {"numeric", {"123456789012345678901234567890.12345678901234567890", "NaN", "Infinity"}},
        {"real", {"1.1754944e-38", "0.1"}},
        {"double precision", {"0.1", "2.2250738585072014e-308", "Infinity", "NaN", "0.30000000000000004"}},
        {"boolean", {"t", "f"}},
        {"text", {"", "ä\n\t\\ '\"", "NULL"}},
        {"character(5)", {"ab"}},
        {"character varying(5)", {"ab "}},
        {"bytea", {"\\x00ff00", "\\x"}},
        {"date", {"infinity", "-infinity", "0044-03-15 BC", "2024-02-29"}},
        {"timestamp without time zone", {"infinity", "2024-02-29 23:59:59.999999"}},
        {"timestamp with time zone", {"2024-02-29 23:59:59.999999+00", "-infinity"}},
        {"time without time zone", {"24:00:00", "00:00:00.000001"}},
        {"interval", {"1 year 2 mons -3 days +04:05:06.789", "-00:00:01"}},
        {"uuid", {"00000000-0000-0000-0000-000000000001"}},
        {"json", {"{\"a\":  [1, null, \"ä\"]}"}},
        {"jsonb", {"{\"a\": [1.10, null, \"it's\"]}"}},
        {"jsonpath", {"$.\"a\"[*]?(@ > 1)"}},
        {"integer[]", {"{}", "{1,NULL,3}", "[0:1]={5,6}", "{{1,2},{3,4}}"}},
        {"text[]", {"{\"a,b\",\"\",NULL,\"NULL\",\"q\\\"\\\\\"}"}},
        {"int4range", {"empty", "[1,10)", "(,5)"}},
        {"tstzrange", {"[\"2024-01-01 00:00:00+00\",)"}},
        {"int8multirange", {"{[1,3),[5,7)}"}},
        {"mood", {"so so", "it's"}},
        {"pair", {"(1,\"a,b\")", "(,)"}},
        {"inet", {"192.168.0.1/24", "::1"}},
        {"cidr", {"10.0.0.0/8"}},
        {"macaddr", {"08:00:2b:01:02:03"}},
        {"point", {"(1.5,-2)"}},
        {"polygon", {"((0,0),(1,1),(1,0))"}},
        {"circle", {"<(1,2),3>"}},
        {"bit(3)", {"101"}},
        {"bit varying", {"10101"}},
        {"tsvector", {"'a':1A 'it''s':2"}},
        {"tsquery", {"'a' & !'b':*"}},
        {"xml", {"<a b=\"c\">&amp;</a>"}},
        {"money", {"$12.34", "-$1,000.00"}},
        {"pg_lsn", {"16/B374D848"}},
        {"oid", {"4294967295"}},
    };

    for (auto const& [type, values] : types) {
        if (!test::server_knows(type, {}))
            continue;
        made.run("DROP TABLE t; CREATE TABLE t (id int PRIMARY KEY, v " + type + ", w " + type + ")");
        for (auto const& text : values)
            if (test::server_knows(type, text))
                BOOST_TEST_CONTEXT(type << " " << text) {
                    made.rows().apply({insertion{table("t"), {{"id", "1"}, {"v", text}}}});
                    auto const seen = made.rows().read({.table = table("t"), .clip = 0}).rows.at(0);
                    auto const read = seen.cells.at(1).text;
                    made.rows().apply({alteration{table("t"), {{"id", "1"}}, {{"w", read}}, seen.version}});
                    BOOST_TEST(made.ask("SELECT count(*) FROM t WHERE v::text = w::text") == "1");
                    BOOST_TEST(read.value() == (type == "character(5)" ? text + "   " : text));
                    BOOST_TEST(made.rows().read_value(table("t"), {{"id", "1"}}, "w").value() == read.value());
                    made.rows().apply({deletion{table("t"), {{"id", "1"}}, {}}});
                }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
