#include "script/hooks.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace alembicore::script {

namespace {

using words = std::vector<std::string>;

post_write_hook hook(std::map<std::string, std::string> options) {
    return {"tidy", std::move(options)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(hooks)

BOOST_AUTO_TEST_CASE(options_are_split_as_a_shell_splits_them) {
    struct {
        char const* text;
        words expected;
    } const cases[] = {
        {"", {}},
        {"  a  b\tc ", {"a", "b", "c"}},
        {"'a b' \"c d\"e", {"a b", "c de"}},
        {"'' \"\"", {"", ""}},
        {R"(a\ b "c\"d\\e\f" 'g\h')", {"a b", R"(c"d\e\f)", R"(g\h)"}},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.text) BOOST_TEST(split_command(c.text) == c.expected, boost::test_tools::per_element());
    for (auto const* text : {"'a", "\"a", "a\\"})
        BOOST_TEST_CONTEXT(text)
    test::require_error(errc::bad_configuration, [&] { return split_command(text); });
}

BOOST_AUTO_TEST_CASE(the_file_stands_where_its_token_is_or_first) {
    auto const first =
        plan_hook(hook({{"type", "exec"}, {"executable", "ruff"}, {"options", "-l 79"}}), "/v/a b.py", {});
    BOOST_TEST(first == (words{"ruff", "/v/a b.py", "-l", "79"}), boost::test_tools::per_element());
    auto const placed = plan_hook(
        hook({{"type", "exec"}, {"executable", "ruff"}, {"options", "--file=REVISION_SCRIPT_FILENAME x"}}),
        "/v/a.py",
        {}
    );
    BOOST_TEST(placed == (words{"ruff", "--file=/v/a.py", "x"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(programs_of_the_virtual_environment_come_first) {
    test::temporary_folder const folder;
    folder.write("bin/black", "");
    folder.write("bin/python3", "");
    std::map<std::string, std::string> const environment{{"VIRTUAL_ENV", folder.path().string()}};
    auto const script = plan_hook(hook({{"type", "console_scripts"}, {"entrypoint", "black"}}), "/f", environment);
    BOOST_TEST(script.front() == (folder.path() / "bin/black").string());
    auto const module = plan_hook(hook({{"type", "module"}, {"module", "ruff"}}), "/f", environment);
    BOOST_TEST(
        module == (words{(folder.path() / "bin/python3").string(), "-m", "ruff", "/f"}),
        boost::test_tools::per_element()
    );
}

BOOST_AUTO_TEST_CASE(incomplete_and_foreign_hooks_are_refused) {
    struct {
        std::map<std::string, std::string> options;
        errc code;
    } const cases[] = {
        {{}, errc::bad_configuration},
        {{{"type", "exec"}}, errc::bad_configuration},
        {{{"type", "module"}}, errc::bad_configuration},
        {{{"type", "my_formatter"}}, errc::not_available},
        {{{"type", "console_scripts"}, {"entrypoint", "no-such-program-anywhere"}}, errc::child_process_failed},
    };

    for (auto const& c : cases)
        test::require_error(c.code, [&] { return plan_hook(hook(c.options), "/f", {}); });
}

BOOST_AUTO_TEST_CASE(every_hook_is_run_and_says_how_it_ended) {
    test::temporary_folder const folder;
    auto const file = folder.write("a.py", "x\n");
    auto const results = run_hooks(
        {hook({{"type", "exec"}, {"executable", "cat"}}),
         hook({{"type", "exec"}, {"executable", "false"}}),
         hook({{"type", "unknown"}}),
         hook({{"type", "exec"}, {"executable", "ls"}, {"options", "-d . REVISION_SCRIPT_FILENAME"}, {"cwd", "/"}})},
        file,
        {}
    );
    BOOST_REQUIRE_EQUAL(results.size(), 4U);
    BOOST_TEST(results[0].output == "x\n");
    BOOST_TEST(results[0].exit_status.value_or(-1) == 0);
    BOOST_TEST(results[1].exit_status.value_or(-1) == 1);
    BOOST_TEST(!results[2].exit_status.has_value());
    BOOST_TEST(!results[2].problem.empty());
    BOOST_TEST(results[3].exit_status.value_or(-1) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
