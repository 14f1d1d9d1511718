#include "commands/commands.hpp"

#include "invocation.hpp"
#include "row_choice.hpp"
#include "table.hpp"

#include <alembicore/data.hpp>
#include <alembicore/json.hpp>

namespace alembicore::cli {

namespace {

// A cursor that is printed by one call is given to the next.
constexpr char const* cursor_secret = "alembicore rows";

data::page_request request_in(invocation const& call) {
    data::page_request wanted;
    wanted.table = parse_table_name(call.given.arguments().front());
    wanted.sort = parse_sort(call.given.value_or("sort", ""));
    wanted.where = parse_filter(call.given.values("where"));
    wanted.where.sql = call.given.value_or("condition", "");
    wanted.size = parse_count(call.given.value_or("limit", "100"), "--limit");
    if (call.given.has("last"))
        wanted.position = data::page_position::last;
    for (auto const& [option, position] :
         {std::pair{"after", data::page_position::after_cursor}, {"before", data::page_position::before_cursor}})
        if (auto const cursor = call.given.value(option)) {
            wanted.position = position;
            wanted.cursor = *cursor;
        }
    return wanted;
}

std::string render_page(data::page const& shown, terminal const& look) {
    std::vector<std::string> names;
    for (auto const& column : shown.columns)
        names.push_back(column.name);
    table drawn{look, names};
    for (auto const& row : shown.rows) {
        std::vector<data::value> values;
        for (auto const& cell : row.cells)
            values.push_back(cell.text);
        drawn.add(values);
    }
    return drawn.render();
}

void show_references(invocation const& call, data::access& rows) {
    auto const& table_word = call.given.arguments().front();
    auto const report = rows.references_to(parse_table_name(table_word), parse_key(call.given.values("references")));
    if (call.shown.json)
        return call.shown.print(to_json(report));
    table drawn{call.shown.out_look, {"table", "rows", "foreign key", "where"}};
    for (auto const& each : report.keys) {
        std::string where;
        for (auto const& [column, text] : each.values)
            where += (where.empty() ? "" : " ") + column + '=' + text.value_or("");
        drawn.add({each.from.schema + '.' + each.from.object, std::to_string(each.rows), each.name, where});
    }
    call.shown.out << drawn.render();
    if (!report.complete)
        call.shown.err << "the time was over before all was counted\n";
}

void run(invocation& call) {
    auto const wanted = request_in(call);
    auto target = database::connect(database_address(call));
    data::access rows{target, {.cursor_secret = cursor_secret}};
    if (call.given.has("references"))
        return show_references(call, rows);
    auto const shown = rows.read(wanted);
    if (call.shown.json)
        return call.shown.print(to_json(shown));
    call.shown.out << render_page(shown, call.shown.out_look);
    if (!shown.after.empty() && !call.shown.quiet)
        call.shown.err << "more: --after " << shown.after << '\n';
}

} // namespace

command rows_command() {
    using enum option_kind;
    return {
        .name = "rows",
        .group = command_group::look,
        .summary = "show rows of a table, page by page",
        .details = "Shows rows of a table or view. A page costs the same wherever it lies: the next one begins behind "
                   "the last row, by key. Values are compared by the server as the type of their column. Nothing is "
                   "written. With --database-url no project is needed.",
        .arguments = {{"TABLE", arity::one, "table, or schema.table", {}}},
        .options =
            {
                {"where",
                 'w',
                 list,
                 "CONDITION",
                 "like 'age>=18': = != < <= > >= ~ (contains), 'x=' for NULL; repeatable"},
                {"condition", '\0', value, "SQL", "one more condition, as behind WHERE"},
                {"sort", 's', value, "COLUMNS", "columns with commas between them; -column descends"},
                {"limit", 'l', value, "ROWS", "rows of a page, up to 10,000 (default: 100)"},
                {"after", '\0', value, "CURSOR", "the page behind the one that printed this cursor"},
                {"before", '\0', value, "CURSOR", "the page before it"},
                {"last", '\0', flag, "", "the last page"},
                {"references", '\0', list, "KEY", "what points to the row with this key, like 'id=7'; repeatable"},
            },
        .examples =
            {
                {"rows users --sort -created_at --limit 20", "the newest"},
                {"rows users --where 'email~@example.com' --json", "for a program"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
