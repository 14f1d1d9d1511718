#include "python/syntax.hpp"
#include "python/literal.hpp"

#include "evaluate.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::python {

BOOST_AUTO_TEST_SUITE(syntax_tree)

BOOST_AUTO_TEST_CASE(invalid_python_is_refused_with_its_place) {
    struct invalid {
        char const* source;
        unsigned line;
    };

    for (auto const& [source, line] : {
             invalid{"x = 1\ny = (\n", 2},
             {"def f():\nx = 1\n", 2},
             {"x = 1\nif x\n    pass\n", 2},
             {"print 'x'\n", 1},
             {"x = 'abc\n", 1},
             {"f(a=1, 2)\n", 1},
             {"f(a=1, a=2)\n", 1},
             {"x = 0777\n", 1},
             {"1 = x\n", 1},
             {"return 5\n", 1},
             {"def f(a, a):\n    pass\n", 1},
             {"x <> y\n", 1},
             {"x = b'a' 'b'\n", 1},
             {"x = frr'a'\n", 1},
             {"ur'a'\n", 1},
             {"x := 1\n", 1},
             {"x = 1 -\ny\n", 1},
             {"x: 'a' -\ny = 2\n", 1},
             {"return 1 and\n", 1},
             {"x: int = y = 1\n", 1},
             {"if x:\n    y\n  z\n", 3},
             {"*a\n", 1},
             {"x = [*a for a in b]\n", 1},
             {"x = b'\xC3\xA9'\n", 1},
             {"x = *a\n", 1},
             {"f((*a))\n", 1},
             {"f(**a, *b)\n", 1},
             {"def f(a=1, b): pass\n", 1},
             {"yield 1\n", 1},
             {"a, b: int\n", 1},
             {"def f():\n    x\n    global x\n", 3},
             {"x = 1\n  y = 2\n", 2},
             {"if x:\n    break\n", 2},
             {"for x in y:\n    pass\nelse:\n    continue\n", 4},
             {"for x in y:\n    def f():\n        break\n", 3},
             {"nonlocal x\n", 1},
             {"def f():\n    nonlocal x\n", 2},
             {"x = 1\ndef f():\n    def g():\n        nonlocal x\n", 4},
             {"def f():\n    class A:\n        return 1\n", 3},
             {"x = y: int = 1\n", 1},
             {"y = 1\nx = \v2\n", 2},
             {"x =\x01 2 # \v\n", 1},
             {"try:\n    pass\n", 1},
         })
        BOOST_TEST_CONTEXT(source) {
            auto const info = alembicore::test::require_error(errc::syntax_error, [text = source] {
                return parse_module("a.py", text);
            });
            BOOST_REQUIRE(info.place.has_value());
            BOOST_TEST(info.place->line == line);
        }
}

BOOST_AUTO_TEST_CASE(an_error_says_what_is_wrong) {
    struct wrong {
        char const* source;
        char const* message;
        unsigned column;
    };

    for (auto const& [source, message, column] : {
             wrong{"x = (1,\ny = 2\n", "'(' was never closed", 5},
             {"x = [')']]\n", "unmatched ']'", 10},
             {"f(')', [1)\n", "closing parenthesis ')' does not match opening parenthesis '['", 10},
             {"x = 1 ?\n", "this is not expected here", 1},
             {"x = f(1 2)\n", "'2' is not expected here", 9},
         })
        BOOST_TEST_CONTEXT(source) {
            auto const info = alembicore::test::require_error(errc::syntax_error, [text = source] {
                return parse_module("a.py", text);
            });
            BOOST_TEST(info.message == std::string{"invalid Python: "} + message);
            BOOST_TEST(info.place.value().column == column);
        }
}

BOOST_AUTO_TEST_CASE(a_backslash_protects_a_quote_in_raw_strings_too) {
    for (auto const* source : {"r\"\\\"\"\"\"\n", "r'\\\"'\n", "r\"\\\"\"'' \"\"\n", "r'''\\\"'''\n"}) {
        auto const module = parse_module("a.py", source);
        BOOST_TEST(module->docstring() == "\\\"");
    }
}

BOOST_AUTO_TEST_CASE(statements_go_on_over_lines_in_brackets_strings_and_behind_backslashes) {
    auto const* const source =
        "x = (1 -  # ( \"\n 2)\ny = '''a\n''' + \"\\\n\" \\\n + r'\\''\nz = {\n 'a': [\n], # }\n}\n"
        "assert x, (\n'b')\nfrom a import (b,\n c)\nw = f'''{x}\n''' 'c'\n";
    BOOST_CHECK_NO_THROW(static_cast<void>(parse_module("a.py", source)));
}

BOOST_AUTO_TEST_CASE(control_characters_may_stand_in_strings_and_comments) {
    auto const* const source = "x = '\v\x01' # \v\n\fy = f\"\"\"\x1b[{x}\"\"\"\n";
    BOOST_CHECK_NO_THROW(static_cast<void>(parse_module("a.py", source)));
}

BOOST_AUTO_TEST_CASE(line_ends_of_other_systems_are_read) {
    auto const module = parse_module("a.py", "x = '''a\r\nb'''\r\ny = 2\r\n");
    auto const found = list_assignments(*module);
    BOOST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0].literal->text().value() == "a\nb");
    BOOST_TEST(module->place_of(found[1].range).line == 3U);
}

BOOST_AUTO_TEST_CASE(functions_and_docstring_are_found) {
    auto const module = parse_module("a.py", "\"\"\"Doc\"\"\"\nif True:\n    def upgrade(): pass\ndef other(): pass\n");
    BOOST_TEST(module->docstring() == "Doc");
    BOOST_REQUIRE(module->find_function("upgrade") != nullptr);
    BOOST_TEST(module->place_of(module->find_function("upgrade")->range).line == 3U);
    BOOST_TEST(module->find_function("downgrade") == nullptr);
}

BOOST_AUTO_TEST_CASE(literal_assignments_are_read_without_running_anything) {
    std::string const source = "from typing import Sequence, Union\n"
                               "revision: str = 'a' 'b' + \"c\"\n"
                               "down_revision: Union[str, None] = None\n"
                               "branch_labels = ('x', \"y\",)\n"
                               "depends_on = revision\n"
                               "number = -5\n"
                               "table = {'a': [1, 2.5, True], 'b': {1}}\n"
                               "computed = f()\n"
                               "a, b = 1, 2\n"
                               "if x:\n"
                               "    later = 'y'\n"
                               "first = second = r'\\n'\n"
                               "revision += 'z'\n"
                               "last = revision\n";
    evaluation run{parse_module("a.py", ""), test::standard_library(), {}};

    struct row {
        char const* name;
        char const* value;
        bool conditional;
    };

    constexpr row rows[] = {
        {"revision", "'abc'", false},
        {"down_revision", "None", false},
        {"branch_labels", "('x', 'y')", false},
        {"depends_on", "'abc'", false},
        {"number", "-5", false},
        {"table", "{'a': [1, 2.5, True], 'b': {1}}", false},
        {"computed", "computed", false},
        {"later", "'y'", true},
        {"first", "'\\\\n'", false},
        {"second", "'\\\\n'", false},
        {"last", "computed", false},
    };
    auto const module = parse_module("a.py", source);
    auto const found = list_assignments(*module);
    BOOST_REQUIRE(found.size() == std::size(rows));
    for (std::size_t i = 0; i < found.size(); ++i)
        BOOST_TEST_CONTEXT(rows[i].name) {
            BOOST_TEST(found[i].name == rows[i].name);
            BOOST_TEST((found[i].literal ? run.repr(*found[i].literal) : "computed") == rows[i].value);
            BOOST_TEST(found[i].conditional == rows[i].conditional);
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::python
