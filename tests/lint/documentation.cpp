// The pages of docs/ and those beside it: where their links lead, and which commands they tell people to type.
#include "base/file.hpp"

#include <boost/test/unit_test.hpp>

#include <cctype>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace alembicore {

namespace {

namespace fs = std::filesystem;

fs::path const top = ALEMBICORE_SOURCE_DIR;

struct page {
    fs::path path;
    std::string text; ///< without blocks of code
    std::string code; ///< these
};

page read_page(fs::path const& path) {
    page read{path, {}, {}};
    std::istringstream lines{base::read_file(path)};
    bool in_code = false;
    for (std::string line; std::getline(lines, line);) {
        bool const fence = line.starts_with("```");
        bool const code = in_code || fence || line.starts_with("    ");
        (code ? read.code : read.text) += line + "\n";
        in_code = in_code != fence;
    }
    return read;
}

std::vector<page> const& pages() {
    static std::vector<page> const all = [] {
        std::vector<page> read;
        for (auto const& entry : fs::recursive_directory_iterator{top / "docs"})
            if (entry.path().extension() == ".md")
                read.push_back(read_page(entry.path()));
        for (auto const& entry : fs::directory_iterator{top})
            if (entry.path().extension() == ".md")
                read.push_back(read_page(entry.path()));
        return read;
    }();
    return all;
}

std::vector<std::string> links_in(std::string const& text) {
    static std::regex const link{R"(\]\(([^)\s]+)\))"};
    std::vector<std::string> targets;
    for (std::sregex_iterator match{text.begin(), text.end(), link}, end; match != end; ++match)
        targets.push_back((*match)[1]);
    return targets;
}

/// As sites that show Markdown name them: lower case, words joined by hyphens, no other signs.
std::string anchor_of(std::string const& heading) {
    std::string anchor;
    for (char const sign : heading) {
        auto const letter = static_cast<unsigned char>(sign);
        if (std::isalnum(letter) != 0 || letter == '_' || letter >= 0x80)
            anchor += static_cast<char>(std::tolower(letter));
        else if (letter == ' ' || letter == '-')
            anchor += '-';
    }
    return anchor;
}

std::set<std::string> anchors_of(fs::path const& of) {
    std::set<std::string> anchors;
    std::istringstream lines{read_page(of).text};
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with('#'))
            anchors.insert(anchor_of(line.substr(line.find_first_not_of("# "))));
    return anchors;
}

/// What `--help` says of each command, and under the empty name of all of them, as the reference has it.
std::map<std::string, std::string> help_of_commands() {
    std::map<std::string, std::string> helps;
    static std::regex const heading{R"(## ([a-z_]+))"};
    std::istringstream lines{base::read_file(top / "docs/reference/commands.md")};
    std::string command;
    for (std::string line; std::getline(lines, line);)
        if (std::smatch found; std::regex_match(line, found, heading))
            command = found[1];
        else
            helps[command] += line + "\n";
    return helps;
}

} // namespace

BOOST_AUTO_TEST_SUITE(documentation)

BOOST_AUTO_TEST_CASE(links_between_pages_lead_somewhere) {
    for (auto const& page : pages())
        for (auto const& link : links_in(page.text)) {
            if (link.find("://") != std::string::npos || link.starts_with("mailto:"))
                continue;
            auto const hash = link.find('#');
            auto const file = link.substr(0, hash);
            auto const target = file.empty() ? page.path : page.path.parent_path() / file;
            BOOST_TEST(fs::exists(target), page.path << " links to " << link << ", which is not there");
            if (hash != std::string::npos && fs::exists(target))
                BOOST_TEST(
                    anchors_of(target).contains(link.substr(hash + 1)),
                    page.path << " links to " << link << ": no such heading"
                );
        }
}

BOOST_AUTO_TEST_CASE(every_page_can_be_found_from_readme) {
    std::set<fs::path> found;
    std::vector<fs::path> open{top / "README.md"};
    while (!open.empty()) {
        auto const next = fs::weakly_canonical(open.back());
        open.pop_back();
        if (next.extension() != ".md" || !fs::exists(next) || !found.insert(next).second)
            continue;
        auto const page = read_page(next);
        for (auto const& link : links_in(page.text))
            open.push_back(next.parent_path() / link.substr(0, link.find('#')));
    }
    for (auto const& page : pages())
        if (page.path.parent_path() != top)
            BOOST_TEST(found.contains(fs::weakly_canonical(page.path)), "nothing links to " << page.path);
}

BOOST_AUTO_TEST_CASE(the_site_has_every_page) {
    auto const navigation = base::read_file(top / "docs/mkdocs.yml");
    for (auto const& page : pages()) {
        auto const name = page.path.lexically_relative(top).string();
        BOOST_TEST(navigation.find(": " + name + "\n") != std::string::npos, "docs/mkdocs.yml does not have " << name);
    }
}

BOOST_AUTO_TEST_CASE(readme_shows_the_program_that_is_built) {
    auto const program = base::read_file(top / "examples/embed/main.cpp");
    auto const readme = base::read_file(top / "README.md");
    auto const code = program.substr(program.find("#include"));
    BOOST_TEST(readme.find("```cpp\n" + code + "```") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(commands_in_blocks_of_code_exist_and_have_these_options) {
    auto const helps = help_of_commands();
    BOOST_TEST_REQUIRE(helps.contains("upgrade"));
    static std::regex const typed{R"((?:^|\n)\s*(?:\$ )?alembicore ([a-z_]+)\b([^#|\n]*))"};
    static std::regex const option{R"(\s(--[a-z-]+))"};
    for (auto const& page : pages())
        for (std::sregex_iterator match{page.code.begin(), page.code.end(), typed}, end; match != end; ++match) {
            auto const command = (*match)[1].str();
            auto const help = helps.find(command);
            BOOST_TEST((help != helps.end()), page.path << " says 'alembicore " << command << "'");
            if (help == helps.end())
                continue;
            auto const words = (*match)[2].str();
            for (std::sregex_iterator found{words.begin(), words.end(), option}; found != end; ++found) {
                auto const name = (*found)[1].str();
                BOOST_TEST(
                    (help->second.find(name) != std::string::npos || helps.at("").find(name) != std::string::npos),
                    page.path << " says 'alembicore " << command << " " << name << "'"
                );
            }
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
