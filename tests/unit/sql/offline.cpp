#include "sql/offline.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::sql {

BOOST_AUTO_TEST_SUITE(offline_text)

BOOST_AUTO_TEST_CASE(a_statement_is_trimmed_and_ended_even_where_it_is_ended_already) {
    struct {
        std::string text;
        percent style;
        std::string expected;
    } const rows[] = {
        {"select 1", percent::plain, "select 1;"},
        {"\n  select 1;\n\n", percent::plain, "select 1;;"},
        {"\tselect\t1", percent::plain, "select    1;"},
        {"select 'a%'", percent::doubled, "select 'a%%';"},
        {"select 'a%'", percent::plain, "select 'a%';"},
        {"-- nothing", percent::plain, "-- nothing;"},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.text) BOOST_TEST(render_offline(row.text, row.style) == row.expected);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sql
