#include "base/process.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

namespace alembicore::base {

namespace {

process_request shell(std::string script) {
    process_request request;
    request.arguments = {"sh", "-c", std::move(script)};
    return request;
}

} // namespace

BOOST_AUTO_TEST_SUITE(process)

BOOST_AUTO_TEST_CASE(both_streams_and_the_exit_status_are_given) {
    auto const result = run_process(shell("echo out; echo err >&2; exit 3"));
    BOOST_TEST(result.exit_status == 3);
    BOOST_TEST(result.output == "out\n");
    BOOST_TEST(result.error_output == "err\n");
    BOOST_TEST(!result.timed_out);
}

BOOST_AUTO_TEST_CASE(arguments_reach_the_program_unchanged) {
    process_request request;
    request.arguments = {"printf", "%s|", "a b", "$HOME", "it's", ""};
    BOOST_TEST(run_process(request).output == "a b|$HOME|it's||");
}

BOOST_AUTO_TEST_CASE(large_input_and_output_pass_through) {
    std::string const text(3U << 20U, 'x');
    auto request = shell("cat");
    request.input = text;
    BOOST_TEST((run_process(request).output == text));
}

BOOST_AUTO_TEST_CASE(without_input_standard_input_is_empty) {
    BOOST_TEST(run_process(shell("cat; echo end")).output == "end\n");
}

BOOST_AUTO_TEST_CASE(environment_and_directory_are_those_asked_for) {
    test::temporary_folder const folder;
    auto request = shell("echo \"$GREETING,$HOME\"; pwd");
    request.environment = std::map<std::string, std::string>{{"GREETING", "hello"}};
    request.directory = folder.path();
    BOOST_TEST(run_process(request).output == "hello,\n" + folder.path().string() + "\n");
}

BOOST_AUTO_TEST_CASE(a_child_that_takes_too_long_is_killed) {
    auto request = shell("sleep 60");
    request.timeout = std::chrono::milliseconds{50};
    request.session = session_mode::own;
    auto const result = run_process(request);
    BOOST_TEST(result.timed_out);
    BOOST_TEST(result.exit_status == 128 + 9);
}

BOOST_AUTO_TEST_CASE(a_grandchild_that_holds_the_output_is_not_waited_for) {
    auto request = shell("sleep 2 & echo started");
    request.timeout = std::chrono::milliseconds{1500};
    auto const result = run_process(request);
    BOOST_TEST(result.output == "started\n");
    BOOST_TEST(!result.timed_out);
}

BOOST_AUTO_TEST_CASE(the_child_inherits_no_other_descriptors) {
    BOOST_REQUIRE(::dup2(1, 57) == 57);
    auto const result = run_process(shell("[ ! -e /proc/self/fd/57 ] && echo closed"));
    ::close(57);
    BOOST_TEST(result.output == "closed\n");
}

BOOST_AUTO_TEST_CASE(a_program_that_cannot_be_started_is_an_error_that_names_it) {
    test::temporary_folder const folder;
    auto const plain = folder.write("plain", "no program").string();
    for (auto const& name : {std::string{"no-such-program"}, std::string{"/no/such/program"}, plain})
        BOOST_TEST_CONTEXT(name) {
            auto const info = test::require_error(errc::child_process_failed, [&] {
                process_request request;
                request.arguments = {name};
                return run_process(request);
            });
            BOOST_TEST(info.message == "cannot run " + name);
            BOOST_TEST(!info.reason.empty());
        }
}

BOOST_AUTO_TEST_CASE(a_failing_program_is_quoted_with_its_last_lines) {
    auto const info =
        test::require_error(errc::child_process_failed, [] { return run_successfully(shell("seq 1 20 >&2; exit 1")); });
    BOOST_TEST(info.message == "sh failed with status 1");
    BOOST_TEST(info.reason.starts_with("9\n10\n"));
    BOOST_TEST(info.reason.ends_with("\n20"));
}

BOOST_AUTO_TEST_CASE(root_can_run_a_program_as_another_user, *boost::unit_test::precondition([](auto) {
                         return boost::test_tools::assertion_result{::geteuid() == 0};
                     })) {
    process_request request;
    request.arguments = {"id", "-un"};
    request.user = "nobody";
    BOOST_TEST(run_process(request).output == "nobody\n");
    request.user = "no-such-user";
    test::require_error(errc::child_process_failed, [&] { return run_process(request); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::base
