#include "config/dotenv.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::config {

BOOST_AUTO_TEST_SUITE(dotenv)

BOOST_AUTO_TEST_CASE(assignments_are_read_as_python_dotenv_reads_them) {
    struct {
        char const* name;
        char const* text;
        char const* value;
    } const cases[] = {
        {"plain", "K=v", "v"},
        {"blanks", "  K = v  \n", "v"},
        {"export", "export K=v\n", "v"},
        {"single quotes", "K='a b # c'\n", "a b # c"},
        {"double quotes", "K=\"a\\n\\\"b\\\" # c\" # d\n", "a\n\"b\" # c"},
        {"single quotes keep backslashes", "K='a\\nb\\'c'\n", "a\\nb'c"},
        {"quotes over lines", "K=\"a\nb\"\nJ=1\n", "a\nb"},
        {"comment", "K=v # c\n", "v"},
        {"hash without a blank", "K=v#c\n", "v#c"},
        {"comment lines", "# K=x\nK=v\n# K=y\n", "v"},
        {"the last one counts", "K=a\nK=b\n", "b"},
        {"carriage returns", "J=1\r\nK=v\r\n", "v"},
        {"equals in the value", "K=a=b\n", "a=b"},
        {"empty", "K=\n", ""},
        {"only a comment", "K= # c\n", ""},
        {"lines that are no assignment", "what is this\nK\n=x\nK=v\n", "v"},
        {"reference to a line above", "A=x\nK=<${A}>\n", "<x>"},
        {"the environment is stronger", "E=x\nK=${E}\n", "env"},
        {"unknown reference", "K=<${NONE}>\n", "<>"},
        {"reference with a default", "K=${NONE:-d}${E:-d}\n", "denv"},
        {"no reference in single quotes", "K='${E}'\n", "${E}"},
        {"unclosed reference", "K=${E\n", "${E"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) {
            auto const read = parse_dotenv(each.text, {{"E", "env"}});
            BOOST_REQUIRE(read.count("K") == 1U);
            BOOST_TEST(read.at("K") == each.value);
        }
}

BOOST_AUTO_TEST_CASE(an_unclosed_quote_gives_no_value) {
    BOOST_TEST(parse_dotenv("K='v\nJ=1\n").count("K") == 0U);
    BOOST_TEST(parse_dotenv("K='v\nJ=1\n").at("J") == "1");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::config
