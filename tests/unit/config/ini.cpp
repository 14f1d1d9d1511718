#include "config/ini.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace alembicore::config {

namespace {

std::string value_of(std::string_view text, std::string_view key = "k") {
    return parse_ini("alembic.ini", text, {{"here", "/srv/app"}}).find("s", key).value_or("(absent)");
}

} // namespace

BOOST_AUTO_TEST_SUITE(ini)

BOOST_AUTO_TEST_CASE(values_are_read_as_configparser_reads_them) {
    struct {
        char const* name;
        char const* text;
        char const* value;
    } const cases[] = {
        {"equals", "[s]\nk = v\n", "v"},
        {"colon", "[s]\nk: v\n", "v"},
        {"first separator counts", "[s]\nk = a:b=c\n", "a:b=c"},
        {"colon before equals", "[s]\nk : a=b\n", "a=b"},
        {"no blanks", "[s]\nk=v", "v"},
        {"empty value", "[s]\nk =\n", ""},
        {"upper-case key", "[s]\nK = v\n", "v"},
        {"inline comments are none", "[s]\nk = v # no ; no\n", "v # no ; no"},
        {"comment lines", "# c\n[s]\n; c\n  # c\nk = v\n", "v"},
        {"continuation", "[s]\nk = a\n  b\n\tc\n", "a\nb\nc"},
        {"continuation after an empty value", "[s]\nk =\n  a\n  b\n", "\na\nb"},
        {"a blank line inside", "[s]\nk = a\n\n  b\n", "a\n\nb"},
        {"blank lines at the end", "[s]\nk = a\n\n\n", "a"},
        {"a comment inside a value", "[s]\nk = a\n# c\n  # c\n  b\n", "a\nb"},
        {"an equals sign inside a continuation", "[s]\nk = a\n  b = c\n", "a\nb = c"},
        {"a section inside a continuation", "[s]\nk = a\n  [t]\n", "a\n[t]"},
        {"indented keys", "  [s]\n  k = v\n  j = w\n", "v"},
        {"carriage returns", "[s]\r\nk = v\r\n", "v"},
        {"old line ends", "[s]\rk = v\r", "v"},
        {"wide blanks are blanks", "[s]\nk =\xC2\xA0v\xE3\x80\x80\n", "v"},
        {"text beyond ASCII", "[s]\nk = \xC3\xA9\n", "\xC3\xA9"},
        {"DEFAULT", "[DEFAULT]\nk = v\n[s]\n", "v"},
        {"DEFAULT may come later, and twice", "[s]\n[DEFAULT]\nk = v\n[DEFAULT]\nj = w\n", "v"},
        {"a section is stronger than DEFAULT", "[DEFAULT]\nk = v\n[s]\nk = w\n", "w"},
        {"the header ends at the last bracket", "[a]x]\nj=1\n[s]\nk = v\n", "v"},
        {"a key of another section", "[s]\n[t]\nk = v\n", "(absent)"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) BOOST_TEST(value_of(each.text) == each.value);
}

BOOST_AUTO_TEST_CASE(references_are_resolved_when_a_value_is_read) {
    struct {
        char const* name;
        char const* text;
        char const* value;
    } const cases[] = {
        {"here", "[s]\nk = %(here)s/m\n", "/srv/app/m"},
        {"here is a key of each section", "[s]\nj = 1\nk = %(HERE)s\n", "/srv/app"},
        {"here may be set", "[DEFAULT]\nhere = x\n[s]\nk = %(here)s\n", "x"},
        {"percent", "[s]\nk = %%(rev)s_100%%\n", "%(rev)s_100%"},
        {"chain", "[s]\nk = %(a)s\na = <%(b)s>\nb = c%%\n", "<c%>"},
        {"DEFAULT", "[DEFAULT]\na = d\n[s]\nk = %(a)s\n", "d"},
        {"the section comes first", "[DEFAULT]\na = d\nk = %(a)s\n[s]\na = own\n", "own"},
        {"a bad value elsewhere does no harm", "[s]\nbad = %\nk = v\n", "v"},
        {"ten steps",
         "[s]\nk=%(a)s\na=%(b)s\nb=%(c)s\nc=%(d)s\nd=%(e)s\ne=%(f)s\nf=%(g)s\ng=%(h)s\nh=%(i)s\ni=%(j)s\nj=end\n",
         "end"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) BOOST_TEST(value_of(each.text) == each.value);
}

BOOST_AUTO_TEST_CASE(a_value_that_cannot_be_resolved_is_refused_with_its_line) {
    struct {
        char const* name;
        char const* text;
    } const cases[] = {
        {"lone percent", "[s]\nj = 1\nk = 100%\n"},
        {"percent and letter", "[s]\nj = 1\nk = %d\n"},
        {"no s", "[s]\nj = 1\nk = %(j)d\n"},
        {"no name", "[s]\nj = 1\nk = %()s\n"},
        {"unclosed", "[s]\nj = 1\nk = %(j\n"},
        {"unknown name", "[s]\nj = 1\nk = %(nowhere)s\n"},
        {"itself", "[s]\nj = 1\nk = %(k)s\n"},
        {"eleven steps",
         "[s]\nl=end\nk=%(a)s\na=%(b)s\nb=%(c)s\nc=%(d)s\nd=%(e)s\ne=%(f)s\nf=%(g)s\ng=%(h)s\nh=%(i)s\ni=%(j)s\nj=%(l)"
         "s\n"
         "[t]\n"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) {
            auto const info = test::require_error(errc::bad_configuration, [&] { return value_of(each.text); });
            BOOST_REQUIRE(info.place.has_value());
            BOOST_TEST(info.place->file == "alembic.ini");
            BOOST_TEST(info.place->line == 3U);
        }
}

BOOST_AUTO_TEST_CASE(references_that_multiply_are_stopped) {
    std::string text = "[s]\nk = %(a)s%(a)s%(a)s%(a)s%(a)s%(a)s%(a)s%(a)s%(a)s%(a)s\n";
    for (char name = 'a'; name < 'i'; ++name) {
        text += std::string{name} + " = ";
        for (int i = 0; i < 10; ++i)
            text += std::string{"%("} + static_cast<char>(name + 1) + ")s";
        text += '\n';
    }
    test::require_error(errc::bad_configuration, [&] { return value_of(text + "i = %%\n"); });
}

BOOST_AUTO_TEST_CASE(malformed_files_are_refused_with_the_line) {
    struct {
        char const* name;
        char const* text;
        unsigned line;
        char const* excerpt;
    } const cases[] = {
        {"duplicate section", "[s]\na = 1\n[s]\n", 3, "[s]"},
        {"duplicate key", "[s]\na = 1\n\nA = 2\n", 4, "A ="},
        {"duplicate key in DEFAULT", "[DEFAULT]\na = 1\n[DEFAULT]\na = 2\n", 4, "a ="},
        {"key without a separator", "[s]\nkey\n", 2, "key"},
        {"separator without a key", "[s]\n= v\n", 2, "="},
        {"no section", "a = 1\n", 1, "a ="},
        {"empty header", "[s]\n[]\n", 2, "[]"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) {
            auto const info =
                test::require_error(errc::bad_configuration, [&] { return parse_ini("a.ini", each.text); });
            BOOST_REQUIRE(info.place.has_value());
            BOOST_TEST(info.place->line == each.line);
            BOOST_TEST(info.place->excerpt == each.excerpt);
            BOOST_TEST(!info.remedy.empty());
        }
}

BOOST_AUTO_TEST_CASE(errors_do_not_show_values) {
    auto const twice = test::require_error(errc::bad_configuration, [] {
        return parse_ini("a.ini", "[s]\nurl = postgresql://u:secret@h/d\nurl = postgresql://u:secret@h/d\n");
    });
    BOOST_TEST(describe(twice).find("secret") == std::string::npos);
    auto const unresolved = test::require_error(errc::bad_configuration, [] {
        return parse_ini("a.ini", "[s]\nurl = postgresql://u:secret%40@h/d\n").find("s", "url");
    });
    BOOST_TEST(describe(unresolved).find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(keys_of_a_section_include_the_defaults) {
    auto const document = parse_ini("a.ini", "[DEFAULT]\nb = 1\n[s]\na = 2\n", {{"here", "/"}});
    auto const keys = document.keys("s");
    std::vector<std::string> const expected{"a", "b", "here"};
    BOOST_TEST(keys == expected, boost::test_tools::per_element());
    BOOST_TEST(document.keys("none").empty());
    BOOST_TEST(document.place_of("s", "a")->line == 4U);
    BOOST_TEST(!document.place_of("s", "here").has_value());
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_refused_like_any_line) {
    auto const text = "[alembic]\n" + std::string(300, '\xB0');
    test::require_error(errc::bad_configuration, [&] { return parse_ini("alembic.ini", text, {}); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::config
