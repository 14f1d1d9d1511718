#include "script/header.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace alembicore::script {

namespace {

using kind = attribute_value::kind;

std::string shown(attribute_value const& value) {
    switch (value.holds) {
    case kind::absent:
        return "-";
    case kind::none:
        return "None";
    case kind::text:
        return "'" + value.texts.at(0) + "'";
    case kind::list: {
        std::string list = "(";
        for (auto const& text : value.texts)
            list += "'" + text + "',";
        return list + ")";
    }
    case kind::other:
        return "other";
    case kind::unknown:
        return "unknown";
    }
    return {};
}

std::string shown(header const& read) {
    std::string text;
    for (auto const& value : read.attributes)
        text += shown(value) + " ";
    return text + (read.docstring ? "\"" + *read.docstring + "\"" : "-");
}

} // namespace

BOOST_AUTO_TEST_SUITE(header_scan)

BOOST_AUTO_TEST_CASE(plain_files_are_read_without_a_syntax_tree) {
    struct {
        char const* name;
        std::string source;
        char const* expected; ///< the four attributes and the docstring
    } const cases[] = {
        {"empty", "", "- - - - -"},
        {"bare", "revision = 'a'\ndown_revision = None\n", "'a' None - - -"},
        {"no final line break", "revision = 'a'", "'a' - - - -"},
        {"docstring", "\"\"\"first\n\nmore\n\"\"\"\nrevision = 'a'\n", "'a' - - - \"first\n\nmore\n\""},
        {"docstring after comments", "# c\n\n  # d\n'doc'\n", "- - - - \"doc\""},
        {"docstring of two parts", "'a' \"b\"\n", "- - - - \"ab\""},
        {"docstring and statement", "'doc'; revision = 'a'\n", "'a' - - - \"doc\""},
        {"raw docstring", "r'''a\\n'''\n", "- - - - \"a\\n\""},
        {"a later string is no docstring", "revision = 'a'\n'doc'\n", "'a' - - - -"},
        {"annotated", "revision: str = 'a'\ndown_revision: Union[str, None] = None\n", "'a' None - - -"},
        {"annotation in quotes", "revision: \"str = x\" = 'a'\n", "'a' - - - -"},
        {"annotation alone", "revision: str\nrevision = 'a'\n", "'a' - - - -"},
        {"tuple", "down_revision = ('a', 'b')\n", "- ('a','b',) - - -"},
        {"tuple of one", "down_revision = ('a',)\n", "- ('a',) - - -"},
        {"empty tuple", "down_revision = ()\n", "- () - - -"},
        {"list over lines", "depends_on = [\n  'a',  # one\n\n  'b'\n]\n", "- - - ('a','b',) -"},
        {"set", "branch_labels = {'x', 'y'}\n", "- - ('x','y',) - -"},
        {"parentheses", "revision = (\n    'a'\n    'b'\n)\n", "'ab' - - - -"},
        {"parenthesised list", "down_revision = (['a'])\n", "- ('a',) - - -"},
        {"implicit concatenation in a tuple", "down_revision = ('a' 'b', 'c')\n", "- ('ab','c',) - - -"},
        {"joined lines", "revision = \\\n  'a'\n", "'a' - - - -"},
        {"escapes", "revision = '\\x61\\142\\u0063\\q\\''\n", "'abc\\q'' - - - -"},
        {"u prefix", "revision = u'a'\n", "'a' - - - -"},
        {"comment after", "revision = 'a'  # x = 1\n", "'a' - - - -"},
        {"two statements", "revision = 'a'; down_revision = 'b'\n", "'a' 'b' - - -"},
        {"the last assignment counts", "revision = 'a'\nrevision = 'b'\n", "'b' - - - -"},
        {"future import", "from __future__ import annotations\nrevision = 'a'\n", "'a' - - - -"},
        {"form feed", "revision = 'a'\n\f\ndown_revision = None\n", "'a' None - - -"},
        {"tabs", "revision\t=\t'a'\n", "'a' - - - -"},
        {"decorator and class", "@d(1)\nclass A:\n    revision = 'x'\n\nrevision = 'a'\n", "'a' - - - -"},
        {"names of a body", "def upgrade():\n    revision = 'x'\nrevision = 'a'\n", "'a' - - - -"},
        {"text at column 0 of a body",
         "def upgrade():\n    op.execute(\"\"\"\nrevision = 'x'\n\"\"\")\n\nrevision = 'a'\n",
         "'a' - - - -"},
        {"brackets closed at column 0", "x = [\n1,\n]\nrevision = 'a'\n", "'a' - - - -"},
        {"if of other names", "if TYPE_CHECKING:\n    import x\nelse:\n    y = 1\nrevision = 'a'\n", "'a' - - - -"},
        {"similar names", "revision_id = 'x'\nmy_revision = 'y'\nrevision = 'a'\n", "'a' - - - -"},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.name) {
            auto const read = scan_header(c.source);
            BOOST_REQUIRE(read.has_value());
            BOOST_TEST(shown(*read) == c.expected);
        }
}

BOOST_AUTO_TEST_CASE(the_functions_of_a_migration_are_seen) {
    auto const both = scan_header("def upgrade() -> None:\n    pass\n\nasync def downgrade():\n    pass\n");
    BOOST_REQUIRE(both.has_value());
    BOOST_TEST(both->upgrade);
    BOOST_TEST(both->downgrade);
    auto const nested = scan_header("class A:\n    def upgrade(self): pass\n");
    BOOST_REQUIRE(nested.has_value());
    BOOST_TEST(!nested->upgrade);
}

BOOST_AUTO_TEST_CASE(what_is_not_plain_is_left_to_the_syntax_tree) {
    for (std::string const source : {
             "revision = make()",
             "revision = 'a' + 'b'",
             "revision = f'a'",
             "revision = b'a'",
             "revision = '\\N{BULLET}'",
             "revision = '\\ud800'",
             "revision = REV",
             "revision = 1",
             "revision = other = 'a'",
             "other = revision = 'a'",
             "revision += 'a'",
             "revision, down_revision = 'a', 'b'",
             "(revision := 'a')",
             "down_revision = 'a', 'b'",
             "down_revision = ('a', None)",
             "down_revision = {}",
             "if x:\n    revision = 'a'",
             "try:\n    x\nexcept E:\n    revision = 'a'",
             "for revision in x: pass",
             "import x as revision",
             "from x import revision",
             "from x import *",
             "globals()['revision'] = 'a'",
             "upgrade = downgrade",
             "__doc__ = 'x'",
             "def revision(): pass",
             "f'doc'",
             "('doc')",
             "'doc' % x",
             "\xEF\xBC\x92\xEF\xBD\x92 = 'a'",
             " revision = 'a'",
             "x = 1\n    y = 2",
             "def f():\nrevision = 'a'",
             "revision = 'a",
             "revision = '''a",
             "revision = ('a'",
             "x = ]",
             "def f():\n    x = \"a\n",
         })
        BOOST_TEST_CONTEXT(source) BOOST_TEST(!scan_header(source).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
