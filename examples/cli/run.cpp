#include "run.hpp"

#include "console.hpp"
#include "help.hpp"
#include "invocation.hpp"
#include "parse.hpp"

#include <alembicore/error.hpp>
#include <alembicore/version.hpp>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <ostream>

#include <unistd.h>

namespace alembicore::cli {

namespace {

console make_console(given_values const& given, std::ostream& out, std::ostream& err) {
    auto const colour = parse_colour_choice(given.value_or("color", "auto"));
    return {
        .out = out,
        .err = err,
        .out_look = detect_terminal(STDOUT_FILENO, colour),
        .err_look = detect_terminal(STDERR_FILENO, colour),
        .quiet = given.has("quiet") || given.has("json"),
        .json = given.has("json"),
        .every_detail = given.has("raiseerr"),
    };
}

int run_line(parsed_line const& line, console const& shown) {
    int status = 0;
    if (line.values.has("version"))
        shown.out << "alembicore " << version() << '\n';
    else if (line.values.has("help"))
        shown.out << (line.chosen == nullptr ? render_help(shown.out_look) : render_help(*line.chosen, shown.out_look));
    else if (line.chosen == nullptr)
        throw error{errc::bad_usage, "no command given", "see: alembicore --help"};
    else {
        invocation call{*line.chosen, line.values, shown};
        line.chosen->run(call);
        status = call.status;
    }
    shown.out.flush();
    if (!shown.out)
        throw error{errc::file_unwritable, "standard output cannot be written", "check that its disk has room"};
    return status;
}

int exit_code_of(errc code) {
    return code == errc::bad_usage || code == errc::not_available ? 2 : 1;
}

} // namespace

int run(std::vector<std::string> const& words, std::ostream& out, std::ostream& err) {
    console shown{.out = out, .err = err, .out_look = {}, .err_look = {}};
    shown.json = std::ranges::count(words, "--json") != 0;
    error_info failure;
    try {
        auto const line = parse_command_line(words);
        auto const chosen = make_console(line.values, out, err);
        shown.json = chosen.json;
        shown.every_detail = chosen.every_detail;
        shown.err_look = chosen.err_look;
        return run_line(line, chosen);
    } catch (error const& thrown) {
        failure = thrown.info();
    } catch (std::filesystem::filesystem_error const& thrown) {
        failure.code = errc::file_unreadable;
        failure.message = thrown.what();
        failure.remedy = "check that the folder exists and may be read";
    } catch (std::exception const& thrown) {
        failure.message = std::string{"unexpected: "} + thrown.what();
        failure.remedy = "this is a defect of alembicore: please report it with the command and the project";
    }
    shown.report(failure);
    out.flush();
    return exit_code_of(failure.code);
}

} // namespace alembicore::cli
