#include "evaluate.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::python {

namespace {

/// What the host functions of these tests write to.
struct notes {
    std::vector<std::string> lines;
};

module_registry with_host() {
    auto registry = module_registry::with_standard_library();
    auto& host = registry.module("host.tools");
    host.function(
        "note(text, *rest, upper=False, level=1, **kw)",
        [](evaluation& run, bound_arguments const& given) -> value {
            std::string line = given.text("text") + "@" + std::to_string(run.place().line);
            for (auto const& each : given.rest())
                line += "," + run.repr(each);
            if (given.given("upper"))
                line += given.boolean("upper") ? " upper" : " lower";
            given.keywords().for_each([&](value const& key, value const& item) {
                line += " " + run.str(key) + "=" + run.repr(item);
            });
            run.host<notes>().lines.push_back(line);
            return line;
        }
    );
    return registry;
}

std::vector<std::string> notes_of(std::string source) {
    static auto const registry = with_host();
    notes written;
    evaluation_options options;
    options.add_host(written);
    evaluation run{parse_module("a.py", std::move(source)), registry, std::move(options)};
    run.run_module();
    if (run.global("upgrade"))
        run.call_function("upgrade");
    return written.lines;
}

} // namespace

BOOST_AUTO_TEST_SUITE(host_modules)

BOOST_AUTO_TEST_CASE(host_functions_get_bound_arguments_and_the_place_of_the_call) {
    auto const lines = notes_of("from host import tools as t\n"
                                "import host.tools\n"
                                "from host.tools import note\n"
                                "def upgrade():\n"
                                "    t.note('a', 1, 'x', upper=True, other=[2])\n"
                                "    host.tools.note(\n"
                                "        text=str('b'))\n"
                                "    note(*['c'], **{'k': None})\n");
    std::vector<std::string> const expected{"a@5,1,'x' upper other=[2]", "b@6", "c@8 k=None"};
    BOOST_TEST(lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(wrong_calls_of_host_functions_are_type_errors_of_python) {
    struct row {
        char const* call;
        char const* message;
    };

    for (auto const& [call, message] : {
             row{"note()", "TypeError: note() missing 1 required positional argument: 'text'"},
             {"note('a', text='b')", "TypeError: note() got multiple values for argument 'text'"},
         })
        BOOST_TEST_CONTEXT(call) {
            auto const source = "from host.tools import note\n" + std::string{call} + "\n";
            auto const info = alembicore::test::require_error(errc::python_exception, [&] { return notes_of(source); });
            BOOST_TEST(info.message == message);
            BOOST_REQUIRE(info.place.has_value());
            BOOST_TEST(info.place->line == 2U);
        }
}

BOOST_AUTO_TEST_CASE(a_value_of_the_wrong_type_names_function_and_parameter) {
    auto const info = alembicore::test::require_error(errc::not_evaluable, [] {
        return notes_of("from host.tools import note\nnote(5)\n");
    });
    BOOST_TEST(info.message == "note(): text: a string is expected, this is a 'int'");
}

BOOST_AUTO_TEST_CASE(a_name_that_the_host_lacks_is_refused_when_it_is_used) {
    BOOST_TEST(notes_of("from host.tools import later, note\nnote('x')\n").size() == 1U);
    auto const info = alembicore::test::require_error(errc::not_evaluable, [] {
        return notes_of("from host.tools import later\ndef upgrade():\n    later()\n");
    });
    BOOST_TEST(info.message == "'host.tools.later' is imported from code that is not evaluated natively");
    BOOST_TEST(info.reason == "imported at a.py:1");
    BOOST_TEST(info.place.value().line == 3U);
}

BOOST_AUTO_TEST_CASE(effects_come_in_the_order_of_python) {
    auto const lines = notes_of("from host.tools import note\n"
                                "def names():\n"
                                "    note('made 1')\n"
                                "    yield 'one'\n"
                                "    note('made 2')\n"
                                "    yield 'two'\n"
                                "for name in (n for n in names()):\n"
                                "    note(name)\n");
    std::vector<std::string> const expected{"made 1@3", "one@8", "made 2@5", "two@8"};
    BOOST_TEST(lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(effects_that_would_come_too_early_are_refused) {
    alembicore::test::require_error(errc::not_evaluable, [] {
        return notes_of("from host.tools import note\n"
                        "def names():\n"
                        "    yield 'one'\n"
                        "    note('made 2')\n"
                        "g = names()\n"
                        "note(next(g))\n");
    });
}

BOOST_AUTO_TEST_CASE(nothing_of_the_machine_is_answered) {
    for (auto const* expression : {
             "__import__('uuid')",
             "__import__('os').getenv('HOME')",
             "open('/etc/passwd').read()",
             "eval('1')",
             "id(5)",
             "hash('x')",
             "input()",
         })
        BOOST_TEST_CONTEXT(expression)
    alembicore::test::require_error(errc::not_evaluable, [&] {
        return test::result_of("result = " + std::string{expression} + "\n");
    });
    for (auto const* source : {
             "import os\nresult = os.environ['HOME']\n",
             "import os\nresult = os.path.exists('/')\n",
             "import random\nresult = random.seed(1)\n",
             "import socket\nresult = socket.socket()\nresult.send\nx = [1][result]\n",
         })
        BOOST_TEST_CONTEXT(source)
    alembicore::test::require_error(errc::not_evaluable, [text = source] { return test::result_of(text); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::python
