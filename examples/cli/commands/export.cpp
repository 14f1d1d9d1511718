#include "commands/commands.hpp"

#include "invocation.hpp"
#include "row_choice.hpp"

#include <alembicore/data.hpp>

namespace alembicore::cli {

namespace {

data::export_format parse_format(std::string const& text) {
    using enum data::export_format;
    for (auto const& [name, format] : {std::pair{"csv", csv}, {"json", json}, {"jsonl", json_lines}, {"sql", sql}})
        if (text == name)
            return format;
    throw error{errc::bad_usage, "--format " + text + " is not known", "choose csv, json, jsonl or sql"};
}

void run(invocation& call) {
    data::export_request wanted;
    wanted.table = parse_table_name(call.given.arguments().front());
    wanted.sort = parse_sort(call.given.value_or("sort", ""));
    wanted.where = parse_filter(call.given.values("where"));
    wanted.where.sql = call.given.value_or("condition", "");
    wanted.format = parse_format(call.given.value_or("format", "csv"));
    auto target = database::connect(database_address(call));
    data::access rows{target, {.time_limit = std::chrono::milliseconds{0}}};
    rows.write_out(wanted, [&](std::string_view piece) { call.shown.out << piece; });
}

} // namespace

command export_command() {
    using enum option_kind;
    return {
        .name = "export",
        .group = command_group::look,
        .summary = "write out the rows of a table as CSV, JSON or SQL",
        .details =
            "Writes rows to standard output as they come from the server, in memory that does not grow with their "
            "number. With --database-url no project is needed.",
        .arguments = {{"TABLE", arity::one, "table, or schema.table", {}}},
        .options =
            {
                {"format", 'f', value, "FORM", "csv (default), json, jsonl or sql"},
                {"where", 'w', list, "CONDITION", "as for rows; repeatable"},
                {"condition", '\0', value, "SQL", "one more condition, as behind WHERE"},
                {"sort", 's', value, "COLUMNS", "as for rows"},
            },
        .examples = {{"export users --format jsonl > users.jsonl", "one document a line"}},
        .run = run,
    };
}

} // namespace alembicore::cli
