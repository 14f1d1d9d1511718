#include "script/revision_file.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::script {

namespace {

using kind = attribute_value::kind;

struct expectation {
    kind holds;
    std::vector<std::string> texts;
};

} // namespace

BOOST_AUTO_TEST_SUITE(header_from_syntax)

BOOST_AUTO_TEST_CASE(values_that_python_would_bind_are_followed) {
    struct {
        std::string source;
        kind holds;
        std::vector<std::string> texts;
    } const cases[] = {
        {"REV = 'a'\nrevision = REV\n", kind::text, {"a"}},
        {"revision = 'a' + 'b'\n", kind::text, {"ab"}},
        {"revision, down_revision = 'a', 'b'\n", kind::text, {"a"}},
        {"(down_revision, revision) = ['b', 'a']\n", kind::text, {"a"}},
        {"revision = other = 'a'\n", kind::text, {"a"}},
        {"other = revision = 'a'\n", kind::text, {"a"}},
        {"revision = 'a', 'b'\n", kind::list, {"a", "b"}},
        {"revision = ('a', None)\n", kind::other, {}},
        {"revision = (None,)\n", kind::none, {}},
        {"revision = 12\n", kind::other, {}},
        {"revision = b'a'\n", kind::other, {}},
        {"revision = make()\n", kind::unknown, {}},
        {"revision = f'{x}'\n", kind::unknown, {}},
        {"revision = 'a'\nrevision += 'b'\n", kind::unknown, {}},
        {"if x:\n    revision = 'a'\n", kind::unknown, {}},
        {"if True:\n    revision = 'a'\n", kind::text, {"a"}},
        {"try:\n    revision = 'a'\nexcept E:\n    pass\n", kind::unknown, {}},
        {"revision = 'a'\nif TYPE_CHECKING:\n    revision = 'b'\n", kind::text, {"a"}},
        {"for revision in x:\n    pass\n", kind::unknown, {}},
        {"with x as revision:\n    pass\n", kind::unknown, {}},
        {"from x import revision\n", kind::unknown, {}},
        {"import revision.x\n", kind::unknown, {}},
        {"from x import *\nrevision = 'a'\n", kind::text, {"a"}},
        {"revision = 'a'\nfrom x import *\n", kind::unknown, {}},
        {"revision = 'a'\nfrom sqlalchemy.dialects.postgresql import *\n", kind::text, {"a"}},
        {"revision = 'a'\nglobals()['revision'] = 'b'\n", kind::unknown, {}},
        {"revision = 'a'\nprint((revision := 'b'))\n", kind::unknown, {}},
        {"revision = 'a'\nprint(revision)\n", kind::text, {"a"}},
        {"revision = ['a']\nrevision.append('b')\n", kind::unknown, {}},
        {"ids = ['a']\nids.append('b')\nrevision = ids\n", kind::unknown, {}},
        {"revision = 'a'\ndel revision\n", kind::unknown, {}},
        {"def revision(): pass\n", kind::other, {}},
        {"def f():\n    global revision\n    revision = 'b'\nrevision = 'a'\n", kind::text, {"a"}},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.source) {
            header const read = read_header("f", c.source);
            attribute_value const& value = read[attribute::revision];
            BOOST_TEST((value.holds == c.holds));
            BOOST_TEST(value.texts == c.texts, boost::test_tools::per_element());
        }
}

BOOST_AUTO_TEST_CASE(what_only_running_python_could_know_says_where_and_why) {
    revision const read = parse_revision("/p/a.py", "import x\n\nrevision = x.make()\ndown_revision = None\n");
    BOOST_REQUIRE_EQUAL(read.diagnostics.size(), 1U);
    diagnostic const& finding = read.diagnostics.front();
    BOOST_TEST(name_of(finding.code) == "decided_at_run_time");
    BOOST_TEST(finding.message.find("x.make()") != std::string::npos);
    BOOST_REQUIRE(finding.place.has_value());
    BOOST_TEST(finding.place->line == 3U);
    BOOST_TEST(finding.place->excerpt == "revision = x.make()");
}

BOOST_AUTO_TEST_CASE(a_syntax_error_is_a_diagnostic_with_its_line) {
    for (std::string const source :
         {"x = 1\nrevision = (\n",
          "x = 1\nrevision = 'a\n",
          "x = 1\nrevision == = 'a'\n",
          "x = 1\n'''\nrevision = 'a'\n"})
        BOOST_TEST_CONTEXT(source) {
            revision const read = parse_revision("/p/a.py", source);
            BOOST_REQUIRE_EQUAL(read.diagnostics.size(), 1U);
            BOOST_TEST(name_of(read.diagnostics.front().code) == "syntax_error");
            BOOST_REQUIRE(read.diagnostics.front().place.has_value());
            BOOST_TEST(read.diagnostics.front().place->line >= 2U);
        }
}

BOOST_AUTO_TEST_CASE(a_docstring_may_be_assigned) {
    BOOST_TEST(read_header("f", "'a'\n__doc__ = 'b'\n").docstring.value_or("") == "b");
    BOOST_TEST(read_header("f", "('a')\n").docstring.value_or("") == "a");
    BOOST_TEST(read_header("f", "x = 1\n'a'\n").docstring.value_or("").empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
