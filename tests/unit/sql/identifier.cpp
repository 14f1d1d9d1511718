#include "sql/identifier.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::sql {

BOOST_AUTO_TEST_SUITE(quoting)

BOOST_AUTO_TEST_CASE(names_are_quoted_only_where_postgresql_needs_it) {
    struct {
        std::string name;
        std::string expected;
    } const rows[] = {
        {"users", "users"},
        {"user", "\"user\""},
        {"Users", "\"Users\""},
        {"a_1$", "a_1$"},
        {"1a", "\"1a\""},
        {"$a", "\"$a\""},
        {"a b", "\"a b\""},
        {"a\"b", "\"a\"\"b\""},
        {"\xC3\xA9", "\"\xC3\xA9\""},
        {"variadic", "\"variadic\""},
        {"name", "name"},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.name) BOOST_TEST(quote(schema::identifier{row.name, {}}) == row.expected);
}

BOOST_AUTO_TEST_CASE(a_revision_may_force_quotes_on_or_off) {
    BOOST_TEST(quote(schema::identifier{"users", true}) == "\"users\"");
    BOOST_TEST(quote(schema::identifier{"User", false}) == "User");
}

BOOST_AUTO_TEST_CASE(the_schema_of_an_alter_statement_is_quoted_part_by_part) {
    schema::qualified_name const name{.name = {"t", {}}, .schema = schema::identifier{"Db.app", {}}};
    BOOST_TEST(quote(name) == "\"Db.app\".t");
    BOOST_TEST(quote_dotted(name) == "\"Db\".app.t");
}

BOOST_AUTO_TEST_CASE(long_generated_names_are_shortened_and_long_written_ones_refused) {
    std::string const name = "ix_" + std::string(70, 'x');
    BOOST_TEST(
        quote(schema::object_name{.name = {name, {}}, .origin = schema::name_origin::generated}) ==
        "ix_" + std::string(52, 'x') + "_" + "3aa3"
    );
    test::require_error(errc::python_exception, [&] { return quote(schema::object_name{.name = {name, {}}}); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sql
