#include "lint/column_layout.hpp"
#include "lint/identifiers.hpp"
#include "lint/type_name.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::lint {

BOOST_AUTO_TEST_SUITE(types)

BOOST_AUTO_TEST_CASE(changes_of_the_catalogue_only_are_known) {
    BOOST_TEST(keeps_rows("varchar(50)", "varchar(80)"));
    BOOST_TEST(keeps_rows("varchar(50)", "text"));
    BOOST_TEST(keeps_rows("text", "varchar"));
    BOOST_TEST(keeps_rows("numeric(10,2)", "numeric(12,2)"));
    BOOST_TEST(keeps_rows("numeric(10,2)", "numeric"));
    BOOST_TEST(keeps_rows("timestamptz(3)", "timestamptz(6)"));
    BOOST_TEST(keeps_rows("cidr", "inet"));
    BOOST_TEST(keeps_rows("int4", "int4"));
}

BOOST_AUTO_TEST_CASE(everything_else_is_a_rewrite) {
    BOOST_TEST(!keeps_rows("varchar(80)", "varchar(50)"));
    BOOST_TEST(!keeps_rows("varchar", "varchar(50)"));
    BOOST_TEST(!keeps_rows("text", "varchar(50)"));
    BOOST_TEST(!keeps_rows("numeric(10,2)", "numeric(12,3)"));
    BOOST_TEST(!keeps_rows("int4", "int8"));
    BOOST_TEST(!keeps_rows("timestamp", "timestamptz"));
    BOOST_TEST(!keeps_rows("bpchar(3)", "text"));
    BOOST_TEST(!keeps_rows("json", "jsonb"));
    BOOST_TEST(!keeps_rows("varchar(50)", "text[]"));
    BOOST_TEST(!keeps_rows("", "text"));
}

BOOST_AUTO_TEST_CASE(types_of_the_catalogue_are_spelled_as_those_of_the_grammar) {
    BOOST_TEST(type_of_catalog("character varying(80)") == "varchar(80)");
    BOOST_TEST(type_of_catalog("timestamp(3) with time zone") == "timestamptz(3)");
    BOOST_TEST(type_of_catalog("integer[]") == "int4[]");
    BOOST_TEST(type_of_catalog("numeric(10,2)") == "numeric(10,2)");
    BOOST_TEST(type_of_catalog("public.mood") == "mood");
}

BOOST_AUTO_TEST_CASE(padding_is_what_another_order_would_save) {
    BOOST_TEST(wasted_bytes({"bool", "int8", "bool", "int8"}) == 14U);
    BOOST_TEST(wasted_bytes({"int8", "int8", "bool", "bool"}) == 0U);
    BOOST_TEST(wasted_bytes({"text", "bool", "int8"}) == 0U);
}

BOOST_AUTO_TEST_CASE(long_names_are_found_where_names_stand) {
    std::string const name(70, 'a');
    BOOST_TEST(identifiers_longer_than(63, "SELECT " + name).size() == 1U);
    BOOST_TEST(identifiers_longer_than(63, "SELECT \"" + name + "\"").size() == 1U);
    BOOST_TEST(identifiers_longer_than(63, "SELECT '" + name + "', $$" + name + "$$ -- " + name).empty());
    BOOST_TEST(identifiers_longer_than(63, "/* " + name + " */ SELECT $x$" + name + "$x$, 1").empty());
    BOOST_TEST(identifiers_longer_than(63, "SELECT a, b").empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::lint
