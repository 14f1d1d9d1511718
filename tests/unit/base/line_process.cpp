#include "base/line_process.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>

#include <sys/eventfd.h>
#include <unistd.h>

namespace alembicore::base {

namespace {

using namespace std::chrono_literals;

line_process_request shell(std::string script) {
    line_process_request request;
    request.arguments = {"sh", "-c", std::move(script)};
    return request;
}

struct heard {
    std::array<std::vector<std::string>, 3> lines;
    std::size_t partial = 0;
};

heard listen_to(line_process& child) {
    heard all;
    while (!child.ended())
        if (auto const line = child.next(-1, std::chrono::steady_clock::now() + 20s)) {
            all.lines[static_cast<std::size_t>(line->from)].push_back(line->text);
            all.partial += line->partial ? 1 : 0;
        }
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(lines_of_a_process)

BOOST_AUTO_TEST_CASE(three_streams_are_heard_line_by_line) {
    line_process child{shell("echo out; echo err >&2; echo a message >&3; printf 'no end'; exit 7")};
    auto const all = listen_to(child);
    BOOST_TEST((all.lines[0] == std::vector<std::string>{"out", "no end"}));
    BOOST_TEST((all.lines[1] == std::vector<std::string>{"err"}));
    BOOST_TEST((all.lines[2] == std::vector<std::string>{"a message"}));
    BOOST_TEST(all.partial == 1U);
    BOOST_TEST(child.exit_status() == 7);
}

BOOST_AUTO_TEST_CASE(lines_come_while_it_runs) {
    line_process child{shell("echo first >&3; read answer; sleep 60")};
    auto const line = child.next(-1, std::chrono::steady_clock::now() + 20s);
    BOOST_TEST(line.value().text == "first");
    BOOST_TEST(!child.ended());
}

BOOST_AUTO_TEST_CASE(input_and_environment_reach_it) {
    auto request = shell("cat; echo \"$NAME\"");
    request.input = "given\n";
    request.environment = std::map<std::string, std::string>{{"NAME", "value"}, {"PATH", "/usr/bin:/bin"}};
    line_process child{request};
    BOOST_TEST((listen_to(child).lines[0] == std::vector<std::string>{"given", "value"}));
}

BOOST_AUTO_TEST_CASE(a_line_without_end_comes_in_pieces) {
    auto request = shell("head -c 300000 /dev/zero | tr '\\0' x");
    request.longest_line = 1000;
    line_process child{request};
    auto const all = listen_to(child);
    std::size_t sum = 0;
    for (auto const& piece : all.lines[0]) {
        BOOST_TEST(piece.size() <= 1000U + (16U << 10U));
        sum += piece.size();
    }
    BOOST_TEST(sum == 300000U);
    BOOST_TEST(all.partial == all.lines[0].size());
}

BOOST_AUTO_TEST_CASE(much_output_passes_through) {
    line_process child{shell("seq 1 200000; seq 1 200000 >&3")};
    auto const all = listen_to(child);
    BOOST_TEST(all.lines[0].size() == 200000U);
    BOOST_TEST(all.lines[2].size() == 200000U);
    BOOST_TEST(all.lines[2].back() == "200000");
}

BOOST_AUTO_TEST_CASE(waiting_ends_at_the_deadline_and_when_woken) {
    line_process child{shell("sleep 60")};
    BOOST_TEST(!child.next(-1, std::chrono::steady_clock::now() + 20ms).has_value());
    file_descriptor const waker{::eventfd(1, EFD_CLOEXEC)};
    BOOST_TEST(!child.next(waker.get(), std::nullopt).has_value());
    BOOST_TEST(!child.ended());
}

BOOST_AUTO_TEST_CASE(signals_reach_it_and_killing_ends_what_it_started) {
    line_process polite{shell("trap 'echo bye; exit 0' INT; echo ready; while :; do sleep 0.05; done")};
    BOOST_TEST(polite.next(-1, std::nullopt).value().text == "ready");
    polite.signal(SIGINT);
    BOOST_TEST((listen_to(polite).lines[0] == std::vector<std::string>{"bye"}));

    line_process stubborn{shell("trap '' INT TERM; echo ready; sleep 60; sleep 60")};
    BOOST_TEST(stubborn.next(-1, std::nullopt).value().text == "ready");
    stubborn.kill();
    listen_to(stubborn);
    BOOST_TEST(stubborn.exit_status() == 128 + SIGKILL);
}

BOOST_AUTO_TEST_CASE(a_closed_stream_of_messages_is_noticed) {
    line_process child{shell("exec 3>&-; echo closed; sleep 60")};
    BOOST_TEST(child.next(-1, std::nullopt).value().text == "closed");
    static_cast<void>(child.next(-1, std::chrono::steady_clock::now() + 50ms));
    BOOST_TEST(child.messages_closed());
}

BOOST_AUTO_TEST_CASE(nothing_is_left_behind) {
    test::temporary_folder const folder;
    auto const mark = folder.path() / "pid";
    { line_process const child{shell("echo $$ > " + mark.string() + "; sleep 60")}; }
    for (int i = 0; i < 20; ++i) {
        line_process child{shell("true")};
        listen_to(child);
    }
    // Descriptors are given again: the next one is low.
    file_descriptor const next{::dup(0)};
    BOOST_TEST(next.get() < 10);
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_is_said) {
    line_process_request request;
    request.arguments = {"/nowhere/python"};
    test::require_error(errc::child_process_failed, [&] {
        line_process const child{request};
        return 0;
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::base
