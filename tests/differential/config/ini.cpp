#include "config/ini.hpp"

#include "python_oracle.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

namespace alembicore::config {

namespace {

/// Pieces of lines; most files made of them are valid, many barely.
std::string generate_ini(std::mt19937& random) {
    static constexpr std::string_view lines[] = {
        "[alembic]",
        "[other]",
        "[DEFAULT]",
        "[a]b]",
        "[ x ]",
        "[]",
        "key",
        "Key = v",
        "k = v",
        "k2: v",
        "k3 = a=b:c",
        "k4 : x = y",
        "= v",
        "e =",
        "p = 100%%",
        "q = %(k)s",
        "r = %(Q)s!",
        "s = %(here)s/m",
        "t = %",
        "u = %(none)s",
        "w = %(w)s",
        "y = %x",
        "z = %()s",
        "l1 = %(l2)s",
        "l2 = %(l1)s",
        "m = %(e)s%(p)s",
        "# comment",
        "; comment",
        "  # comment",
        "",
        "",
        " ",
        "\t",
        "  more",
        "\tmore",
        "    deeper",
        "  k5 = v",
        " [inner]",
        "i = v # no",
        "n = v ; no",
        "o =\xC2\xA0v\xE3\x80\x80",
        "here = there",
        "\xC2\xA0indented",
        "k6 = \xC3\xA9",
        "c = %(k",
        "d = %(k)d",
        "k7=\x1C",
        "\xEF\xBB\xBF",
        "very long = key with blanks ",
    };
    static constexpr std::string_view ends[] = {"\n", "\n", "\n", "\n", "\r\n", "\r"};
    std::string text = std::uniform_int_distribution{0, 9}(random) == 0 ? "" : "[alembic]\n";
    std::string_view const end = test::pick(random, ends);
    std::set<std::string_view> used{"[alembic]"};
    int const count = std::uniform_int_distribution{1, 14}(random);
    for (int i = 0; i < count; ++i) {
        auto const line = test::pick(random, lines);
        bool const repeats = !line.empty() && line.find_first_of("[=:") != line.npos && !used.insert(line).second;
        if (repeats && std::uniform_int_distribution{0, 5}(random) != 0)
            continue;
        text += line;
        text += end;
    }
    return text;
}

boost::json::value read_ini(std::string const& text) {
    boost::json::object answer;
    try {
        auto const document = parse_ini("a.ini", text, {{"here", "/srv/app"}});
        for (auto const* section : {"alembic", "other", "a]b", " x ", "inner"}) {
            if (!document.has_section(section))
                continue;
            boost::json::object values;
            for (auto const& key : document.keys(section)) {
                try {
                    values[key] = *document.find(section, key);
                } catch (error const&) {
                    values[key] = nullptr;
                }
            }
            answer[section] = std::move(values);
        }
    } catch (error const&) {
        return "refused";
    }
    return answer;
}

} // namespace

BOOST_AUTO_TEST_CASE(ini_files_are_read_as_configparser_reads_them) {
    auto random = test::seeded_random();
    std::vector<std::string> cases;
    for (int i = 0; i < 4000; ++i)
        cases.push_back(generate_ini(random));
    auto const answers = test::ask_python("ini", cases);
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        accepted += answers[i].is_object() ? 1U : 0U;
        if (auto const ours = read_ini(cases[i]); ours != answers[i])
            BOOST_ERROR(cases[i] << "\n  Python: " << answers[i] << "\n  here:   " << ours);
    }
    BOOST_TEST(accepted > cases.size() / 10);
}

} // namespace alembicore::config
