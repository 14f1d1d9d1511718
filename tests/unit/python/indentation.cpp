#include "python/indentation.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace alembicore::python {

BOOST_AUTO_TEST_SUITE(indentation)

// CPython 3.11 was asked about all of these.

BOOST_AUTO_TEST_CASE(what_python_accepts_is_accepted) {
    for (std::string const text : {
             "",
             "\n\n",
             "   # alone\n",
             "x = 1\n",
             "if a:\n    x\nelse:\n  y\n",
             "if a:\n    if b:\n        x\n    y\nz\n",
             "if a: x\ny\n",
             "if a:  # why\n    x\n",
             "if a:\n\n      # far in\n  x\n# out\n  y\n",
             "f(\n        1,\n  2)\nx\n",
             "x = '''\n    in\n  out'''\ny\n",
             "x = 1 + \\\n        2\ny\n",
             "if a and \\\n  b:\n    x\n",
             "if a:\n\tx\n\ty\n",
             "if a:\n  if b:\n  \tx\n  y\n",
             "d = {1:\n2}\n",
             "x = a[1:\n  2]\n",
             "def f():\n    '''one\ntwo\n    '''\n    return ':'\n",
             "if a:\n    x  # :\n    y\n",
             "if a:\n    x = ':'\n    y\n",
             "if a:\n    x\n        # a comment anywhere\n",
             "class A:\n    def f(self):\n        pass\n\n    def g(self):\n        pass\n",
         })
        BOOST_TEST_CONTEXT(text) BOOST_TEST(!find_indentation_fault(text));
}

BOOST_AUTO_TEST_CASE(what_python_refuses_is_refused_where_python_does) {
    struct {
        std::string text;
        unsigned line;
        char const* message;
    } const cases[] = {
        {"  x\n", 1, "unexpected indent"},
        {"x\n  y\n", 2, "unexpected indent"},
        {"if a:\n    x\n  y\n", 3, "unindent does not match any outer indentation level"},
        {"if a:\n    x\n      y\n", 3, "unexpected indent"},
        {"if a:\n        if b:\n            x\n          y\n",
         4,
         "unindent does not match any outer indentation level"},
        {"if a:\nx\n", 2, "expected an indented block"},
        {"if a:\n    if b:\n    x\n", 3, "expected an indented block"},
        {"if a:\n", 1, "expected an indented block"},
        {"if a:\n    # nothing\n", 1, "expected an indented block"},
        {"if a:\n        x\n\ty\n", 3, "inconsistent use of tabs and spaces in indentation"},
        {"if a:\n    x\n\ty\n", 3, "inconsistent use of tabs and spaces in indentation"},
    };

    for (auto const& [text, line, message] : cases)
        BOOST_TEST_CONTEXT(text) {
            auto const found = find_indentation_fault(text);
            BOOST_REQUIRE(found.has_value());
            BOOST_TEST(found->message == message);
            auto const before = text.begin() + static_cast<std::ptrdiff_t>(found->offset);
            BOOST_TEST(1 + std::count(text.begin(), before, '\n') == line);
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::python
