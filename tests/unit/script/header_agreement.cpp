// The fast way and the way over the syntax tree give the same header for whatever the fast way is sure of.

#include "script/revision_file.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <vector>

namespace alembicore::script {

namespace {

/// Makes files out of pieces that people write, and some that they hardly do.
class file_maker {
public:
    explicit file_maker(unsigned seed) : random_(seed) {}

    std::string make() {
        std::string text =
            one_of({"", "# c\n", "\n", "'''doc\n\nmore'''\n", "\"d\" 'e'\n", "r'\\d'\n", "u'''x'''  # c\n"});
        for (int lines = number(12); lines > 0; --lines)
            text += statement();
        if (!text.empty() && number(4) == 0)
            text.pop_back();
        return text;
    }

private:
    std::string statement() {
        switch (number(5)) {
        case 0:
        case 1:
        case 2:
            return one_of({"revision", "down_revision", "branch_labels", "depends_on"}) +
                   one_of({"", "", ":", ": str", ": Union[str, Sequence[str], None]", ": 'a = b'"}) +
                   one_of({" = ", "=", "\t=  ", " = \\\n  "}) + literal() + one_of({"", "  # c", " ", "; x = 1", ";"}) +
                   "\n";
        case 3:
            return one_of({
                "x = [\n1,\n]\n",
                "if x:\n    y = {1: 2}\nelse:\n    z = '''\nrevision = 1\n'''\n",
                "import sqlalchemy as sa\n",
                "from alembic import op\n",
                "@d\nclass A:\n    revision = 'z'\n",
                "print('revision')\n",
                "x = lambda: revision\n",
                "x = {'a': [1, 2], 'b': (3,)}[\n'a']\n",
            });
        default:
            return one_of({
                "def upgrade():\n    op.execute('''\nrevision = 'b'\n''')\n",
                "def downgrade() -> None:\n    \"\"\"D.\"\"\"\n    pass\n\n",
                "def upgrade(): pass\n",
                "def f(a={'x': 1}):\n\n  # c\n\tif a:\n\t\treturn \"\\\"\"\n# d\n  # e\n",
                "async def g():\n    x = f'{y!r}' + str(rb'z')\n",
                "\n",
                "# revision = 'c'\n",
            });
        }
    }

    std::string literal() {
        switch (number(6)) {
        case 0:
            return "None";
        case 1:
        case 2:
            return text();
        case 3:
            return "(" + text() + one_of({")", ",)", ", " + text() + ")", "\n" + text() + "  # c\n)"});
        case 4:
            return "[" + text() + ",\n" + text() + one_of({"]", " , ]"});
        default:
            return one_of(
                {"()",
                 "(None)",
                 "(('a', 'b'))",
                 "[]",
                 "{'s'}",
                 "(" + text() + " " + text() + ")",
                 "make()",
                 "'a' + 'b'",
                 "12",
                 "(None,)"}
            );
        }
    }

    std::string text() {
        return one_of(
            {"'a1'",
             "\"b2\"",
             "'''c\n3'''",
             "r'\\x41'",
             "u'd'",
             "'\\x41\\102\\u0043'",
             "'\\\\'",
             "'e' \"f\"",
             "'\\q'",
             "'\xC3\xA9'",
             "'#'",
             "'\\\n'",
             "''"}
        );
    }

    std::string one_of(std::vector<std::string> const& choices) {
        return choices[static_cast<std::size_t>(number(static_cast<int>(choices.size())))];
    }

    int number(int below) { return std::uniform_int_distribution<int>{0, below - 1}(random_); }

    std::mt19937 random_;
};

bool same(attribute_value const& a, attribute_value const& b) {
    return a.holds == b.holds && a.texts == b.texts &&
           (a.holds == attribute_value::kind::absent || a.offset == b.offset);
}

} // namespace

BOOST_AUTO_TEST_SUITE(header_agreement)

BOOST_AUTO_TEST_CASE(both_ways_give_the_same_header) {
    unsigned const seed = std::random_device{}();
    BOOST_TEST_MESSAGE("seed " << seed);
    file_maker maker{seed};
    std::size_t plain = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string const source = maker.make();
        auto const fast = scan_header(source);
        if (!fast)
            continue;
        ++plain;
        BOOST_TEST_CONTEXT("seed " << seed << ", file " << i << ":\n" << source) {
            header const slow = read_header("f", source);
            for (std::size_t a = 0; a < attribute_names.size(); ++a)
                BOOST_TEST_CONTEXT(attribute_names[a]) BOOST_TEST(same(fast->attributes[a], slow.attributes[a]));
            BOOST_TEST(fast->docstring.value_or("") == slow.docstring.value_or(""));
            BOOST_TEST(fast->upgrade == slow.upgrade);
            BOOST_TEST(fast->downgrade == slow.downgrade);
        }
    }
    BOOST_TEST(plain > 500U, "the generator makes too few plain files to compare: " << plain);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
