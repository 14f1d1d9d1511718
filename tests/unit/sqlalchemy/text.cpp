#include "sqlalchemy/text.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::sqlalchemy {

BOOST_AUTO_TEST_SUITE(sql_text)

BOOST_AUTO_TEST_CASE(binds_are_found_where_sqlalchemy_finds_them) {
    struct {
        std::string text;
        std::string rendered; ///< parts joined with the binds in braces
    } const rows[] = {
        {"select 1", "select 1"},
        {"select :a", "select {a}"},
        {"select ':a', b=:b_1", "select '{a}', b={b_1}"},
        {"'x'::text", "'x'::text"},
        {"at 10:30:00", "at 10:30:00"},
        {"a\\:b", "a:b"},
        {"\\:a :b", ":a {b}"},
        {"{\"k\":1}", "{\"k\"{1}}"},
        {": x", ": x"},
        {":a:", ":a:"},
        {"\\d", "\\d"},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.text) {
            std::string joined;
            for (auto const& part : split_binds(row.text))
                joined += part.text + (part.bind.empty() ? "" : "{" + part.bind + "}");
            BOOST_TEST(joined == row.rendered);
        }
}

BOOST_AUTO_TEST_CASE(a_bind_without_a_value_is_refused_by_name) {
    auto const info = test::require_error(errc::not_evaluable, [] { return parse_text("select :who"); });
    BOOST_TEST(info.message.find("`:who`") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sqlalchemy
