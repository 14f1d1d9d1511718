#include "config/pyproject.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::config {

namespace {

toml_table alembic_table(std::string_view body) {
    return parse_pyproject("pyproject.toml", "[tool.alembic]\n" + std::string{body}, "/srv/app").alembic;
}

} // namespace

BOOST_AUTO_TEST_SUITE(pyproject_toml)

BOOST_AUTO_TEST_CASE(text_is_formatted_with_here) {
    auto const table = alembic_table("a = \"%(here)s/m\"\nb = '100%%'\nc = [\"%(here)s/x\", \"y\"]\n");
    BOOST_TEST(table.find_text("a").value() == "/srv/app/m");
    BOOST_TEST(table.find_text("b").value() == "100%");
    BOOST_TEST(table.find_list("c").value().front() == "/srv/app/x");
    BOOST_TEST(!table.find_text("none").has_value());
}

BOOST_AUTO_TEST_CASE(percent_signs_that_python_would_refuse_are_refused_when_read) {
    auto const table = alembic_table("a = \"%(rev)s\"\nb = \"100%\"\nc = ['%d']\nd = 'fine'\n");
    for (auto const* key : {"a", "b"})
        BOOST_TEST_CONTEXT(key) {
            auto const info = test::require_error(errc::bad_configuration, [&] { return table.find_text(key); });
            BOOST_TEST(info.place.value().line != 0U);
        }
    test::require_error(errc::bad_configuration, [&] { return table.find_list("c"); });
    BOOST_TEST(table.find_text("d").value() == "fine");
}

BOOST_AUTO_TEST_CASE(values_have_their_own_types) {
    auto const table = alembic_table("flag = true\nnumber = 12\ntext = 'x'\ndate = 2020-01-02\n");
    BOOST_TEST(table.find_boolean("flag").value());
    BOOST_TEST(table.find_integer("number").value() == 12);
    BOOST_TEST(table.is_boolean("flag"));
    BOOST_TEST(table.is_integer("number"));
    test::require_error(errc::bad_configuration, [&] { return table.find_boolean("text"); });
    test::require_error(errc::bad_configuration, [&] { return table.find_list("text"); });
    auto const info = test::require_error(errc::bad_configuration, [&] { return table.find_text("date"); });
    BOOST_TEST(info.place.value().line == 5U);
}

BOOST_AUTO_TEST_CASE(hooks_are_tables) {
    auto const hooks = alembic_table("[[tool.alembic.post_write_hooks]]\nname = 'ruff'\ntype = 'exec'\n"
                                     "executable = '%(here)s/ruff'\n")
                           .find_tables("post_write_hooks");
    BOOST_REQUIRE(hooks.size() == 1U);
    BOOST_TEST(hooks.front().at("name") == "ruff");
    BOOST_TEST(hooks.front().at("executable") == "/srv/app/ruff");
    BOOST_TEST(alembic_table("post_write_hooks = []\n").find_tables("post_write_hooks").empty());
}

BOOST_AUTO_TEST_CASE(a_file_without_the_table_has_none) {
    auto const read = parse_pyproject("pyproject.toml", "[project]\nname = 'x'\n", "/");
    BOOST_TEST(!read.has_alembic);
    BOOST_TEST(!read.alembic.find_text("script_location").has_value());
}

BOOST_AUTO_TEST_CASE(broken_toml_is_refused_with_its_place) {
    auto const info = test::require_error(errc::bad_configuration, [] {
        return parse_pyproject("pyproject.toml", "[tool.alembic]\nscript_location = \n", "/");
    });
    BOOST_REQUIRE(info.place.has_value());
    BOOST_TEST(info.place->file == "pyproject.toml");
    BOOST_TEST(info.place->line == 2U);
    BOOST_TEST(info.place->excerpt == "script_location = ");
    test::require_error(errc::bad_configuration, [] {
        return parse_pyproject("pyproject.toml", "[tool]\nalembic = 'x'\n", "/");
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::config
