#include "commands/commands.hpp"

#include "interrupt.hpp"
#include "invocation.hpp"
#include "listing.hpp"
#include "row_choice.hpp"
#include "table.hpp"

#include <alembicore/import.hpp>
#include <alembicore/json.hpp>

#include <boost/algorithm/string/split.hpp>

#include <array>
#include <fstream>
#include <iostream>

namespace alembicore::cli {

namespace {

data::import_request request_in(invocation const& call) {
    data::import_request wanted;
    auto const& words = call.given.arguments();
    wanted.table = parse_table_name(words[0]);
    wanted.source = words[1] == "-" ? "standard input" : words[1];
    if (call.given.has("dry-run"))
        wanted.mode = data::import_mode::dry_run;
    if (call.given.has("set-sequences"))
        wanted.sequences = data::import_sequences::advanced;
    if (call.given.has("no-heading"))
        wanted.heading = data::import_heading::none;
    else if (call.given.has("columns"))
        wanted.heading = data::import_heading::ignored;
    if (auto const columns = call.given.value("columns"))
        boost::algorithm::split(wanted.columns, *columns, [](char c) { return c == ','; });
    auto const delimiter = call.given.value_or("delimiter", ",");
    if (delimiter.size() != 1)
        throw error{errc::bad_usage, "--delimiter " + delimiter + " is not one character"};
    wanted.delimiter = delimiter.front();
    wanted.null_text = call.given.value_or("null", "");
    wanted.time_limit = std::chrono::seconds{parse_count(call.given.value_or("timeout", "600"), "--timeout")};
    return wanted;
}

void tell_sequences(invocation const& call, data::import_report const& report) {
    for (auto const& each : report.sequences)
        if (each.advanced)
            call.shown.err << each.sequence << " goes on behind " << each.used << '\n';
        else
            call.shown.err << each.sequence << " would give " << each.next << " to " << each.column
                           << " next, which has numbers up to " << each.used
                           << " now: the next row without one may collide; --set-sequences moves it on\n";
}

void run(invocation& call) {
    interrupt const pressed;
    auto const wanted = request_in(call);
    std::ifstream file;
    auto const& name = call.given.arguments()[1];
    if (name != "-") {
        file.open(name, std::ios::binary);
        if (!file)
            throw error{errc::file_unreadable, "cannot read " + name};
    }
    std::istream& from = name == "-" ? std::cin : file;
    std::array<char, 65536> bytes{};
    auto const next = [&]() -> std::string_view {
        from.read(bytes.data(), bytes.size());
        if (from.bad())
            throw error{errc::file_unreadable, "cannot read " + name};
        return {bytes.data(), static_cast<std::size_t>(from.gcount())};
    };
    auto target = database::connect(database_address(call));
    auto const report = data::import_rows(target, wanted, next, pressed.token());
    if (call.shown.json)
        return call.shown.print(to_json(report));
    call.shown.say(
        std::to_string(report.rows) +
        (report.dry_run ? " rows would be imported; nothing was changed" : " rows imported")
    );
    if (!call.shown.quiet)
        tell_sequences(call, report);
    if (!report.computed.empty() && !call.shown.quiet)
        call.shown.err << "left to the server, which computes them: " << join(report.computed) << '\n';
}

} // namespace

command import_command() {
    using enum option_kind;
    return {
        .name = "import",
        .group = command_group::migrate,
        .summary = "read rows from a CSV file into a table, all or none",
        .details =
            "Reads rows into a table in one transaction. The first row that does not fit is told with its line, column "
            "and value, and nothing is changed then. Columns that the file does not have get their defaults. A "
            "sequence that would give a number again which the file has brought is told; --set-sequences moves it past "
            "them. With --database-url no project is needed.",
        .arguments =
            {{"TABLE", arity::one, "table, or schema.table", {}}, {"FILE", arity::one, "- is standard input", {}}},
        .options =
            {
                {"dry-run", '\0', flag, "", "do all of it, tell what happens, and roll it back"},
                {"set-sequences",
                 '\0',
                 flag,
                 "",
                 "let serial and identity columns go on behind the numbers of the file"},
                {"columns", '\0', value, "COLUMNS", "with commas between them, instead of the file's heading"},
                {"no-heading", '\0', flag, "", "the first line is a row"},
                {"null", '\0', value, "TEXT", "what NULL is written as, without quotes (default: nothing)"},
                {"delimiter", '\0', value, "CHARACTER", "between fields (default: a comma)"},
                {"timeout", 't', value, "SECONDS", "of each statement; 0 waits for ever (default: 600)"},
            },
        .examples = {{"import users users.csv --dry-run", "does it fit?"}},
        .run = run,
    };
}

} // namespace alembicore::cli
