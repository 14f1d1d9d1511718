#include "evaluate.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::python {

namespace {

struct sample {
    char const* source;
    char const* expected;
};

void check(std::initializer_list<sample> samples) {
    for (auto const& [source, expected] : samples)
        BOOST_TEST_CONTEXT(source) {
            std::string found;
            try {
                found = test::result_of(source);
            } catch (error const& failure) {
                found = describe(failure.info());
            }
            BOOST_TEST(found == expected);
        }
}

void check_expressions(std::initializer_list<sample> samples) {
    for (auto const& [source, expected] : samples)
        BOOST_TEST_CONTEXT(source) {
            std::string found;
            try {
                found = test::result_of("result = " + std::string{source} + "\n");
            } catch (error const& failure) {
                found = describe(failure.info());
            }
            BOOST_TEST(found == expected);
        }
}

} // namespace

BOOST_AUTO_TEST_SUITE(evaluating)

BOOST_AUTO_TEST_CASE(numbers_follow_python) {
    check_expressions({
        {"7 // -2, 7 % -2, -7 // 2, -7 % 2", "(-4, -1, -4, 1)"},
        {"2 ** 10, 2 ** -1, 7 / 2", "(1024, 0.5, 3.5)"},
        {"0x1F + 0o17 + 0b11 + 1_000", "1049"},
        {"1e16, 1e15, 0.1 + 0.2, 1e-5, -0.0", "(1e+16, 1000000000000000.0, 0.30000000000000004, 1e-05, -0.0)"},
        {"1 < 2 <= 2 != 3, 1 == 1.0 == True", "(True, True)"},
        {"round(2.5), round(3.5), round(2.675, 2), round(1234, -2)", "(2, 4, 2.67, 1200)"},
        {"divmod(-7, 2), abs(-3), int('0x1f', 16), int(' 12 ')", "((-4, 1), 3, 31, 12)"},
        {"True + True, not 0, ~5, 1 << 4 | 3", "(2, True, -6, 19)"},
    });
}

BOOST_AUTO_TEST_CASE(text_is_made_of_code_points) {
    check_expressions({
        {"'a' 'b' \"c\"", "'abc'"},
        {R"('\x41\u00e9\n\'')", "\"A\xC3\xA9\\n'\""},
        {"len('h\xC3\xA9llo'), 'h\xC3\xA9llo'[1], 'h\xC3\xA9llo'[::-1]", "(5, '\xC3\xA9', 'oll\xC3\xA9h')"},
        {"'a,b,,c'.split(','), ' a  b '.split(), 'a,b,c'.rsplit(',', 1)",
         "(['a', 'b', '', 'c'], ['a', 'b'], ['a,b', 'c'])"},
        {"'x'.join(['1', '2']), 'abcabc'.replace('b', 'XX', 1)", "('1x2', 'aXXcabc')"},
        {"'%s has %d of %5.2f%%' % ('x', 3, 1.5)", "'x has 3 of  1.50%'"},
        {"'%(a)s-%(b)r' % {'a': 1, 'b': 'q'}", "\"1-'q'\""},
        {"'{} {0!r:>5} {a[0]} {b.real}'.format(1, a=[7], b=3) if False else '{0!r:>5} {a[0]} {b.real}'.format(1, "
         "a=[7], b=3)",
         "'    1 7 3'"},
        {"f'{1 + 1:>4}|{\"x\"!r}|{3.14159:.2f}|{1234567:,}|{{}}'", "\"   2|'x'|3.14|1,234,567|{}\""},
        {"f'{7 * 6 = }'", "'7 * 6 = 42'"},
        {"'abc'.upper().title().center(9, '*'), 'x'.zfill(3)", "('***Abc***', '00x')"},
        {"'a\\nb'.splitlines(), 'key=v=w'.partition('=')", "(['a', 'b'], ('key', '=', 'v=w'))"},
        {"rb'\\n', b'a\\x00', 'ab'.encode().hex()", "(b'\\\\n', b'a\\x00', '6162')"},
    });
}

BOOST_AUTO_TEST_CASE(containers_follow_python) {
    check_expressions({
        {"[1, 2] + [3] * 2, (1,) + (2,), [*range(3), *'ab']", "([1, 2, 3, 3], (1, 2), [0, 1, 2, 'a', 'b'])"},
        {"{'a': 1, **{'b': 2}, 'a': 3}", "{'a': 3, 'b': 2}"},
        {"{'a': 1} | {'b': 2}, dict(a=1, b=2), dict([('x', 1)])", "({'a': 1, 'b': 2}, {'a': 1, 'b': 2}, {'x': 1})"},
        {"sorted({3, 1, 2}), len({1, 1.0, True}), {1} | {1}", "([1, 2, 3], 1, {1})"},
        {"[1, 2, 3, 4, 5][1:-1:2], (1, 2, 3)[::-1]", "([2, 4], (3, 2, 1))"},
        {"[x * y for x in range(3) if x for y in (10, 20)]", "[10, 20, 20, 40]"},
        {"{k: v for k, v in zip('ab', (1, 2))}, {x % 2 for x in (1, 3)}", "({'a': 1, 'b': 2}, {1})"},
        {"list(map(str, (1, 2))), list(filter(None, [0, 1, '', 'a']))", "(['1', '2'], [1, 'a'])"},
        {"sum(x for x in range(5)), any(x > 3 for x in range(5)), max([3, 1], key=lambda v: -v)", "(10, True, 1)"},
        {"list(enumerate('ab', 1)), sorted(['b', 'A'], key=str.lower, reverse=True)",
         "([(1, 'a'), (2, 'b')], ['b', 'A'])"},
        {"1 in [1], 'a' not in {'a': 1}, 'bc' in 'abcd', (1, 2) < (1, 3)", "(True, False, True, True)"},
        {"list({'a': 1}.items()), list(reversed([1, 2])), [] or 'x', 0 and 1", "([('a', 1)], [2, 1], 'x', 0)"},
    });
}

BOOST_AUTO_TEST_CASE(statements_follow_python) {
    check({
        {"a, *b, c = 1, 2, 3, 4\nresult = (a, b, c)", "(1, [2, 3], 4)"},
        {"result = []\nfor i in range(10):\n    if i == 3: continue\n    if i == 5: break\n    "
         "result.append(i)\nelse:\n    result = None",
         "[0, 1, 2, 4]"},
        {"result = 0\nwhile result < 5:\n    result += 1\nelse:\n    result = -result", "-5"},
        {"def f(a, b=2, *c, d=4, **e):\n    return a, b, c, d, e\nresult = f(1, 3, 5, d=6, x=7), f(1)",
         "((1, 3, (5,), 6, {'x': 7}), (1, 2, (), 4, {}))"},
        {"def outer():\n    n = 0\n    def inner():\n        nonlocal n\n        n += 1\n        return n\n    "
         "inner()\n    return inner()\nresult = outer()",
         "2"},
        {"try:\n    1 / 0\nexcept (ValueError, ZeroDivisionError) as e:\n    result = str(e)\nfinally:\n    result += "
         "'!'",
         "'division by zero!'"},
        {"def f():\n    try:\n        return 1\n    finally:\n        pass\nresult = f()", "1"},
        {"class A:\n    x = 1\n    def __init__(self, y): self.y = y\n    def m(self): return self.x + self.y\nclass "
         "B(A):\n    def m(self): return super().m() * 10\nresult = B(2).m()",
         "30"},
        {"class E(Exception):\n    pass\ntry:\n    raise E('a', 1)\nexcept Exception as e:\n    result = "
         "(type(e).__name__, e.args)",
         "('E', ('a', 1))"},
        {"match ('a', 2):\n    case ('b', _): result = 1\n    case ('a', x) if x > 1: result = x\n    case _: result = "
         "None",
         "2"},
        {"def g():\n    for i in range(3):\n        yield i\n    yield from 'ab'\nresult = list(g())",
         "[0, 1, 2, 'a', 'b']"},
        {"x = 5\ndel x\ntry:\n    x\nexcept NameError as e:\n    result = str(e)", "\"name 'x' is not defined\""},
        {"def f():\n    x\n    x = 1\ntry:\n    f()\nexcept UnboundLocalError as e:\n    result = str(e)",
         "\"cannot access local variable 'x' where it is not associated with a value\""},
        {"result = [y := 1, y + 1]", "[1, 2]"},
        {"import nowhere.at_all as n\nfrom .x import y\nresult = 'unused imports do no harm'",
         "'unused imports do no harm'"},
    });
}

struct complaint {
    char const* source;
    errc code;
    unsigned line;
    char const* message;
};

BOOST_AUTO_TEST_CASE(what_is_not_known_is_refused_with_its_place) {
    complaint const complaints[] = {
        {"x = 1\nresult = x.y.z\n", errc::python_exception, 2, "AttributeError: 'int' object has no attribute 'y'"},
        {"import app\ndef f():\n    return app.run()\nresult = f()\n",
         errc::not_evaluable,
         3,
         "'app.run' is imported from code that is not evaluated natively"},
        {"result = b'a,b'.rsplit(b',')\n", errc::not_evaluable, 1, "'rsplit' of a 'bytes' is not evaluated"},
        {"result = 2 ** 64\n", errc::not_evaluable, 1, "an integer beyond 64 bits is not evaluated"},
        {"for x in {'a', 'b'}:\n    pass\n",
         errc::not_evaluable,
         1,
         "the order of a set with several members is different in each run of Python"},
        {"def f(a):\n    pass\nf()\n",
         errc::python_exception,
         3,
         "TypeError: f() missing 1 required positional argument: 'a'"},
        {"try:\n    x = 2 ** 64\nexcept Exception:\n    pass\n",
         errc::not_evaluable,
         2,
         "an integer beyond 64 bits is not evaluated"},
    };
    for (auto const& [source, code, line, message] : complaints)
        BOOST_TEST_CONTEXT(source) {
            auto const info =
                alembicore::test::require_error(code, [&, text = source] { return test::result_of(text); });
            BOOST_TEST(info.message == message);
            BOOST_REQUIRE(info.place.has_value());
            BOOST_TEST(info.place->line == line);
            BOOST_TEST(info.place->file == "revision.py");
        }
}

BOOST_AUTO_TEST_CASE(hostile_code_is_stopped) {
    struct hostile {
        std::string source;
        errc code;
    };

    hostile const samples[] = {
        {"while True:\n    pass\n", errc::evaluation_limit},
        {"def f(): return f()\nf()\n", errc::evaluation_limit},
        {"f = lambda: f()\nf()\n", errc::evaluation_limit},
        {"'x' * 10**15\n", errc::evaluation_limit},
        {"[0] * 10**12\n", errc::evaluation_limit},
        {"s = 'lol'\nfor i in range(60):\n    s = s + s\n", errc::evaluation_limit},
        {"x = []\nfor i in range(10**6):\n    x = [x]\nresult = x\n", errc::evaluation_limit},
        {"'%1000000000d' % 1\n", errc::evaluation_limit},
        {"f'{1:>1000000000}'\n", errc::evaluation_limit},
        {"x = " + std::string(100'000, '(') + std::string(100'000, ')') + "\n", errc::evaluation_limit},
        {"x = " + std::string(100'000, '[') + std::string(100'000, ']') + "\n", errc::evaluation_limit},
        {"x = " + std::string(100'000, '-') + "1\n", errc::evaluation_limit},
        {"sum(range(10**12))\n", errc::evaluation_limit},
        {"list(range(10**12))\n", errc::evaluation_limit},
        {"x = " + std::string(100'000, '(') + "\n", errc::evaluation_limit},
        {"x = 'a' * 10**7\nwhile True:\n    'b' in x\n", errc::evaluation_limit},
        {"x = ('a' * 10**7,)\nd = {}\nwhile True:\n    d.get(x)\n", errc::evaluation_limit},
        {"x = list(range(10**5))\nwhile True:\n    x[1:]\n", errc::evaluation_limit},
        {"s = 'a' * 1000\nwhile True:\n    s = s.replace('a', 'aa')\n", errc::evaluation_limit},
        {"while True:\n    try:\n        1 / 0\n    except Exception:\n        pass\n", errc::evaluation_limit},
        {"a = []\na.append(a)\nb = []\nb.append(b)\na == b\n", errc::evaluation_limit},
    };
    for (auto const& [source, code] : samples)
        BOOST_TEST_CONTEXT(source.substr(0, 60)) {
            evaluation_options options;
            options.limits.steps = 2'000'000;
            alembicore::test::require_error(code, [&, text = source] { return test::result_of(text, options); });
        }
}

BOOST_AUTO_TEST_CASE(long_sums_are_not_deep) {
    std::string source = "result = len('a'";
    for (int i = 0; i < 5'000; ++i)
        source += " + 'a'";
    BOOST_TEST(test::result_of(source + ")\n") == "5001");
}

BOOST_AUTO_TEST_CASE(values_that_contain_themselves_are_released) {
    BOOST_TEST(test::result_of("x = []\nx.append(x)\nresult = x\n") == "[[...]]");
    BOOST_TEST(test::result_of("d = {}\nd['d'] = d\nresult = d\n") == "{'d': {...}}");
}

BOOST_AUTO_TEST_CASE(long_chains_of_values_are_released_without_recursion) {
    for (auto const* step :
         {"x = [x]", "x = (x,)", "x = {'a': x}", "x = map(str, x)", "x = partial(len, x)", "x = N(x)"})
        BOOST_TEST_CONTEXT(step)
    BOOST_TEST(
        test::result_of(
            "from functools import partial\nclass N:\n    def __init__(self, n): self.n = n\nx = []\n"
            "for i in range(50000):\n    " +
            std::string{step} + "\nresult = 'made'\n"
        ) == "'made'"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::python
