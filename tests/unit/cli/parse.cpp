#include "parse.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::cli {

namespace {

using words = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(parse)

BOOST_AUTO_TEST_CASE(global_options_stand_before_or_after_the_command) {
    for (auto const& line :
         {words{"-c", "a.ini", "-x", "k=v", "history", "-v"}, words{"history", "-v", "-c", "a.ini", "-x", "k=v"}}) {
        auto const parsed = parse_command_line(line);
        BOOST_TEST(parsed.chosen->name == "history");
        BOOST_TEST(parsed.values.values("config") == words{"a.ini"}, boost::test_tools::per_element());
        BOOST_TEST(parsed.values.values("x") == words{"k=v"}, boost::test_tools::per_element());
        BOOST_TEST(parsed.values.has("verbose"));
    }
}

BOOST_AUTO_TEST_CASE(repeated_options_add_up_across_the_command) {
    auto const parsed = parse_command_line({"-c", "a.ini", "heads", "-c", "pyproject.toml"});
    BOOST_TEST(parsed.values.values("config") == (words{"a.ini", "pyproject.toml"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_last_of_single_values_counts) {
    auto const parsed = parse_command_line({"-n", "one", "heads", "--name", "two"});
    BOOST_TEST(parsed.values.value("name").value() == "two");
}

BOOST_AUTO_TEST_CASE(a_letter_behind_a_command_that_has_it_is_the_commands) {
    auto const parsed = parse_command_line({"-c", "a.ini", "current", "-c"});
    BOOST_TEST(parsed.values.has("check-heads"));
    BOOST_TEST(parsed.values.value("config").value() == "a.ini");
}

BOOST_AUTO_TEST_CASE(relative_revisions_are_arguments) {
    struct {
        words line;
        words arguments;
    } const cases[] = {
        {{"downgrade", "-1"}, {"-1"}},
        {{"upgrade", "+2"}, {"+2"}},
        {{"downgrade", "-12", "--sql"}, {"-12"}},
        {{"plan", "downgrade", "-1", "--from", "head"}, {"downgrade", "-1"}},
        {{"downgrade", "--", "-1"}, {"-1"}},
    };

    for (auto const& [line, arguments] : cases)
        BOOST_TEST(parse_command_line(line).values.arguments() == arguments, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(history_ranges_may_begin_with_a_dash) {
    for (auto const& line :
         {words{"history", "-r-2:"}, words{"history", "-r", "-2:"}, words{"history", "--rev-range=-2:"}})
        BOOST_TEST(parse_command_line(line).values.value("rev-range").value() == "-2:");
}

BOOST_AUTO_TEST_CASE(long_options_may_be_shortened) {
    BOOST_TEST(parse_command_line({"history", "--verb"}).values.has("verbose"));
    BOOST_TEST(parse_command_line({"revision", "--mess", "x"}).values.value("message").value() == "x");
    BOOST_TEST(parse_command_line({"--data", "postgresql://h/d", "heads"}).chosen->name == "heads");
}

BOOST_AUTO_TEST_CASE(short_flags_may_be_joined) {
    auto const parsed = parse_command_line({"history", "-vi"});
    BOOST_TEST(parsed.values.has("verbose"));
    BOOST_TEST(parsed.values.has("indicate-current"));
}

BOOST_AUTO_TEST_CASE(commands_may_be_written_with_a_dash) {
    BOOST_TEST(parse_command_line({"ensure-version"}).chosen->name == "ensure_version");
}

BOOST_AUTO_TEST_CASE(help_and_version_need_no_arguments) {
    BOOST_TEST(parse_command_line({"upgrade", "--help"}).values.has("help"));
    BOOST_TEST(parse_command_line({"--version"}).values.has("version"));
    BOOST_TEST(parse_command_line({}).chosen == nullptr);
}

BOOST_AUTO_TEST_CASE(mistakes_are_bad_usage_and_say_how_to_go_on) {
    struct {
        words line;
        std::string remedy;
    } const cases[] = {
        {{"hisotry"}, "did you mean 'history'?"},
        {{"frobnicate"}, "see: alembicore --help"},
        {{"upgrade"}, "see: alembicore upgrade --help"},
        {{"upgrade", "a", "b"}, "see: alembicore upgrade --help"},
        {{"heads", "--nonsense"}, "see: alembicore heads --help"},
        {{"history", "-r"}, "see: alembicore history --help"},
        {{"-c"}, "see: alembicore --help"},
        {{"plan", "sideways", "head"}, "use one of: upgrade, downgrade, stamp"},
        {{"completion", "tcsh"}, "use one of: bash, zsh, fish"},
    };

    for (auto const& [line, remedy] : cases)
        BOOST_TEST_CONTEXT(line.front()) {
            auto const info =
                test::require_error(errc::bad_usage, [&given = line] { return parse_command_line(given); });
            BOOST_TEST(info.remedy == remedy);
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::cli
