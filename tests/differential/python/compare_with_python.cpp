// Runs the same snippets here and in CPython: results and exceptions are equal, or the snippet is refused.
#include "python/evaluation.hpp"

#include "base/file.hpp"
#include "python/text.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdio>
#include <memory>
#include <sstream>

namespace alembicore::python {

namespace {

std::string output_of(std::string const& command) {
    struct closer {
        void operator()(std::FILE* stream) const noexcept { ::pclose(stream); }
    };

    std::unique_ptr<std::FILE, closer> const stream{::popen(command.c_str(), "r")};
    BOOST_REQUIRE(stream != nullptr);
    std::string text;
    std::array<char, 4096> buffer{};
    while (auto const count = std::fread(buffer.data(), 1, buffer.size(), stream.get()))
        text.append(buffer.data(), count);
    return text;
}

std::vector<std::string> split(std::string const& text, std::string const& separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (auto at = text.find(separator); at != std::string::npos; at = text.find(separator, begin)) {
        parts.push_back(text.substr(begin, at - begin));
        begin = at + separator.size();
    }
    parts.push_back(text.substr(begin));
    return parts;
}

struct outcome {
    std::string text;
    bool refused = false;
};

outcome evaluate(std::string source, module_registry const& modules) {
    try {
        evaluation run{parse_module("snippet", std::move(source)), modules, {}};
        run.run_module();
        auto const result = run.global("result");
        return {.text = result ? run.repr(*result) : "None"};
    } catch (error const& failure) {
        bool const raised = failure.code() == errc::python_exception;
        return {.text = raised ? failure.what() : describe(failure.info()), .refused = !raised};
    }
}

void compare(std::string const& name, std::size_t most_refused) {
    std::string const file = std::string{ALEMBICORE_SNIPPETS} + "/" + name;
    auto const expected = split(
        output_of(
            std::string{ALEMBICORE_PYTHON3} + " -W ignore '" ALEMBICORE_SNIPPETS "/run_snippets.py' '" + file + "'"
        ),
        "\n"
    );
    auto const snippets = split(base::read_text_file(file), "#---\n");
    BOOST_REQUIRE(expected.size() == snippets.size() + 1);
    auto const modules = module_registry::with_standard_library();
    std::size_t refused = 0;
    for (std::size_t i = 0; i < snippets.size(); ++i)
        BOOST_TEST_CONTEXT(snippets[i]) {
            auto const found = evaluate(snippets[i], modules);
            bool const type_only = snippets[i].starts_with("# exception type only");
            if (found.refused)
                BOOST_TEST_MESSAGE("refused: " << snippets[i] << found.text);
            else if (type_only)
                BOOST_TEST(
                    found.text.substr(0, found.text.find(':')) == expected[i].substr(1, expected[i].find(':') - 1)
                );
            else
                BOOST_TEST(ascii_of(quote_text(found.text)) == expected[i]);
            refused += found.refused ? 1 : 0;
        }
    BOOST_TEST(refused <= most_refused);
}

} // namespace

BOOST_AUTO_TEST_SUITE(with_python)

BOOST_AUTO_TEST_CASE(snippets_give_what_python_gives) {
    compare("snippets.txt", 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::python
