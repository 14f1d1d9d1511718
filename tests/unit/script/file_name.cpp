#include "script/file_name.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::script {

namespace {

file_name_tokens const tokens{
    {"rev", "b2"},
    {"slug", "\xC3\xA9t\xC3\xA9"},
    {"year", 2024},
    {"month", 7},
};

} // namespace

BOOST_AUTO_TEST_SUITE(file_name)

BOOST_AUTO_TEST_CASE(tokens_are_filled_in_as_python_does) {
    struct {
        char const* file_template;
        char const* name;
    } const cases[] = {
        {"%(rev)s_%(slug)s", "b2_\xC3\xA9t\xC3\xA9"},
        {"%(year)d_%(month).2d-%(rev)s", "2024_07-b2"},
        {"%(year)d/%(month)02d/%(month)s%%", "2024/07/7%"},
        {"%(month)4d|%(month)-4d|%(month)04d|%(month)4.2d", "   7|7   |0007|  07"},
        {"%(slug)5s|%(slug)-5s|%(slug).2s|%(rev)04s", "  \xC3\xA9t\xC3\xA9|\xC3\xA9t\xC3\xA9  |\xC3\xA9t|  b2"},
        {"plain", "plain"},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.file_template) BOOST_TEST(render_file_name(c.file_template, tokens) == c.name);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_filled_in_is_refused) {
    for (std::string const bad : {"%(nobody)s", "%(rev)d", "%(year)x", "%", "%s", "%(rev", "%(rev)", "%(year).2"})
        BOOST_TEST_CONTEXT(bad)
    test::require_error(errc::bad_configuration, [&] { return render_file_name(bad, tokens); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
