#include "command_table.hpp"
#include "help.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace alembicore::cli {

namespace {

std::string read_reference(char const* name) {
    std::ifstream file{std::string{ALEMBICORE_SOURCE_DIR} + "/docs/reference/" + name};
    BOOST_REQUIRE(file);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

BOOST_AUTO_TEST_SUITE(commands)

BOOST_AUTO_TEST_CASE(every_command_of_alembic_is_there) {
    for (char const* name :
         {"branches",
          "check",
          "current",
          "downgrade",
          "edit",
          "ensure_version",
          "heads",
          "history",
          "init",
          "list_templates",
          "merge",
          "revision",
          "show",
          "stamp",
          "upgrade"})
        BOOST_TEST(find_command(name) != nullptr, name);
}

BOOST_AUTO_TEST_CASE(no_two_options_of_a_command_share_a_name) {
    for (auto const& one : all_commands()) {
        std::set<std::string_view> names;
        std::set<char> letters;
        for (auto const& each : global_options())
            names.insert(each.name);
        for (auto const& each : one.options) {
            BOOST_TEST(names.insert(each.name).second, one.name << " --" << each.name);
            if (each.letter != '\0')
                BOOST_TEST(letters.insert(each.letter).second, one.name << " -" << each.letter);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_help_fits_a_screen) {
    auto const help = render_help(terminal{});
    BOOST_TEST(std::ranges::count(help, '\n') <= 60);
    std::istringstream lines{help};
    for (std::string line; std::getline(lines, line);)
        BOOST_TEST(line.size() <= 100, line);
}

BOOST_AUTO_TEST_CASE(every_command_can_be_helped_with) {
    for (auto const& one : all_commands()) {
        auto const help = render_help(one, terminal{});
        BOOST_TEST(help.starts_with("Usage: alembicore " + std::string{one.name}));
        for (auto const& each : one.options)
            BOOST_TEST(help.find(each.help) != std::string::npos, one.name << " --" << each.name);
        BOOST_TEST((one.run != nullptr));
    }
}

// tools/update-command-reference writes the page.
BOOST_AUTO_TEST_CASE(the_reference_page_holds_every_help_text) {
    auto const page = read_reference("commands.md");
    BOOST_TEST(page.find("```text\n" + render_help(terminal{}) + "```") != std::string::npos);
    for (auto const& one : all_commands())
        BOOST_TEST(page.find("```text\n" + render_help(one, terminal{}) + "```") != std::string::npos, one.name);
}

BOOST_AUTO_TEST_CASE(the_json_page_describes_every_command) {
    auto const page = read_reference("json.md");
    for (auto const& one : all_commands())
        BOOST_TEST(page.find("`" + std::string{one.name}) != std::string::npos, one.name);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::cli
