#include "script/mako.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::script {

namespace {

std::string shown(std::vector<mako_node> const& nodes) {
    constexpr std::string_view kinds = "te%/cm";
    std::string text;
    for (auto const& node : nodes) {
        text += kinds[static_cast<std::size_t>(node.part)];
        text += "[" + node.text;
        for (auto const& filter : node.filters)
            text += "|" + filter;
        text += "]";
    }
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(mako)

BOOST_AUTO_TEST_CASE(templates_are_cut_as_mako_cuts_them) {
    struct {
        char const* text;
        char const* parts;
    } const cases[] = {
        {"", ""},
        {"a\n", "t[a\n]"},
        {"a${b}c", "t[a]e[b]t[c]"},
        {"${ a | n,comma }", "e[a|n|comma]"},
        {"${a or {'}': 1}['}']}", "e[a or {'}': 1}['}']]"},
        {"${f(a | b)}", "e[f(a | b)]"},
        {"${'|'}", "e['|']"},
        {"% if a:\nb\n% endif\nc", "%[if a:]t[b\n]/[]t[c]"},
        {"  % for a in b:\n  x\n  % endfor\n", "%[for a in b:]t[  x\n]/[]"},
        {"% if a:\n% else:\n% endif", "%[if a:]%[else:]/[]"},
        {"a % b\n", "t[a % b\n]"},
        {"a ## b\n", "t[a ## b\n]"},
        {"## comment\na\n  ## more\n", "t[a\n]"},
        {"# -*- coding: utf-8 -*-\na", "t[a]"},
        {"# no declaration\na", "t[# no declaration\na]"},
        {"%% a\nb", "t[% a\nb]"},
        {"<%doc>\nx\n</%doc>a", "t[a]"},
        {"<%!\nimport re\n\n%>a", "m[\nimport re\n\n]t[a]"},
        {"<%\n    a = 1\n    if a:\n        b = 2\n%>", "c[\na = 1\nif a:\n    b = 2\n]"},
        {"<% a = '%>' %>", "c[a = '%>' \n]"},
        {"a \\\nb", "t[a ]t[b]"},
        {"x < y % z", "t[x < y % z]"},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.text) BOOST_TEST(shown(parse_template("f", c.text)) == c.parts);
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_refused_with_its_place) {
    struct {
        char const* text;
        errc code;
        unsigned line;
    } const cases[] = {
        {"a\n<%def name=\"x()\">", errc::not_evaluable, 2},
        {"<%include file='x'/>", errc::not_evaluable, 1},
        {"<%namespace:call/>", errc::not_evaluable, 1},
        {"</%text>", errc::not_evaluable, 1},
        {" %% a", errc::not_evaluable, 1},
        {"\n\n${a", errc::syntax_error, 3},
        {"${'a}", errc::syntax_error, 1},
        {"% if a:\n", errc::syntax_error, 1},
        {"\n% endif\n", errc::syntax_error, 2},
        {"% if a:\n% endfor\n", errc::syntax_error, 2},
        {"% d\n", errc::syntax_error, 1},
        {"<% a", errc::syntax_error, 1},
        {"<%doc> a", errc::syntax_error, 1},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.text) {
            auto const info = test::require_error(c.code, [&] { return parse_template("f", c.text); });
            BOOST_REQUIRE(info.place.has_value());
            BOOST_TEST(info.place->line == c.line);
            BOOST_TEST(info.place->file == "f");
        }
}

BOOST_AUTO_TEST_CASE(the_program_keeps_module_code_first_and_blocks_indented) {
    auto const nodes = parse_template("f", "${a}\n% if b:\nc'\n% else:\n<% d = 1 %>\n% endif\n<%! import re %>");
    auto const program = render_python(nodes, "from x import y");
    BOOST_TEST(
        program.python == "from x import y\n"
                          "import re \n"
                          "__mako_write__(str(a\n"
                          "))\n"
                          "__mako_write__('\\n')\n"
                          "if b:\n"
                          "    pass\n"
                          "    __mako_write__('c\\'\\n')\n"
                          "else:\n"
                          "    pass\n"
                          "    d = 1 \n"
                          "    __mako_write__('\\n')\n"
    );
    BOOST_TEST(program.offsets.at(5) == 5U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
