#include "commands/commands.hpp"

#include "invocation.hpp"

#include <alembicore/error.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <ostream>

namespace alembicore::cli {

namespace {

boost::json::value text_or_null(std::optional<std::string> const& text) {
    return text ? boost::json::value(*text) : boost::json::value{};
}

/// `file.py:3:5: message: why`, on one line.
boost::json::value one_line(std::optional<error_info> const& refusal) {
    if (!refusal)
        return nullptr;
    std::string line;
    if (auto const& place = refusal->place) {
        line = std::filesystem::path{place->file}.filename().string();
        if (place->line != 0)
            line += ":" + std::to_string(place->line);
        if (place->column != 0)
            line += ":" + std::to_string(place->column);
        line += ": ";
    }
    line += refusal->message;
    if (!refusal->reason.empty())
        line += ": " + refusal->reason;
    for (char& c : line)
        c = c == '\n' ? ' ' : c;
    return boost::json::string{line};
}

project open_wanted(invocation const& call) {
    auto const folders = call.given.values("versions");
    if (folders.empty())
        return open_project(call);
    return project::open_versions({folders.begin(), folders.end()}, process_environment());
}

void run(invocation& call) {
    if (!call.given.has("all"))
        throw error{errc::bad_usage, "render needs --all", "for one revision use: alembicore inspect REVISION"};
    auto const opened = open_wanted(call);
    char const* separator = "{";
    // One line per revision, written as it comes, so that a long history needs no second copy in memory.
    for (auto const& each : opened.render_all()) {
        boost::json::object const shown{
            {"file", each.file},
            {"up", text_or_null(each.up)},
            {"up_error", one_line(each.up_error)},
            {"down", text_or_null(each.down)},
            {"down_error", one_line(each.down_error)},
        };
        call.shown.out << separator << '\n' << boost::json::serialize(each.revision) << ": " << shown;
        separator = ",";
    }
    call.shown.out << (*separator == '{' ? "{" : "\n") << "}\n";
}

} // namespace

command render_command() {
    using enum option_kind;
    return {
        .name = "render",
        .group = command_group::more,
        .summary = "print the SQL of every revision, both ways, as JSON",
        .details =
            "Prints one JSON document with the SQL of every revision, both ways: the statements of that revision "
            "alone as --sql prints them. A revision that cannot be rendered has an error instead and hides no "
            "other. Neither database nor env.py is needed.",
        .arguments = {},
        .options =
            {
                {"all", '\0', flag, "", "every revision"},
                {"versions", '\0', list, "DIR", "a bare folder of revision files instead of a project; repeatable"},
            },
        .examples =
            {
                {"render --all", "of the project here"},
                {"render --all --versions migrations/versions", "of a folder without configuration"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
