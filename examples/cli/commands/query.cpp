#include "commands/commands.hpp"

#include "interrupt.hpp"
#include "invocation.hpp"
#include "plan_tree.hpp"
#include "table.hpp"

#include <alembicore/json.hpp>
#include <alembicore/query.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

namespace alembicore::cli {

namespace {

constexpr std::size_t rows_at_once = 1000;

struct written_sql {
    std::string text;
    std::string source;
};

std::string all_of(std::istream& from) {
    return {std::istreambuf_iterator<char>{from}, {}};
}

written_sql sql_in(invocation const& call) {
    auto const& words = call.given.arguments();
    auto const file = call.given.value("file");
    if (words.size() + (file ? 1 : 0) != 1)
        throw error{errc::bad_usage, "one SQL text is needed: a word, or --file", "quote the text: query 'SELECT 1'"};
    if (file == "-" || (!file && words.front() == "-"))
        return {all_of(std::cin), "standard input"};
    if (!file)
        return {words.front(), "query"};
    std::ifstream opened{*file, std::ios::binary};
    written_sql read{all_of(opened), *file};
    if (!opened)
        throw error{errc::file_unreadable, "cannot read " + *file};
    return read;
}

std::chrono::milliseconds time_limit(invocation const& call) {
    return std::chrono::seconds{parse_count(call.given.value_or("timeout", "30"), "--timeout")};
}

data::query_request request_in(invocation const& call) {
    data::query_request wanted;
    auto [text, source] = sql_in(call);
    wanted.text = std::move(text);
    wanted.source = std::move(source);
    wanted.mode = call.given.has("write") ? data::query_mode::read_write : data::query_mode::read_only;
    wanted.row_limit = parse_count(call.given.value_or("limit", "1000"), "--limit");
    wanted.time_limit = time_limit(call);
    return wanted;
}

void say_end(console const& shown, data::query_result const& ended) {
    for (auto const& notice : ended.notices)
        shown.err << notice.severity << ": " << notice.message << '\n';
    if (shown.quiet)
        return;
    if (ended.more)
        shown.err << "there are more rows: --limit gives more\n";
    else
        shown.err << ended.command << '\n';
}

/// What rows become on standard output.
data::query_receiver as_tables(console const& shown, std::optional<table>& drawn) {
    data::query_receiver to;
    to.begin = [&](std::vector<std::string> const& names) { drawn.emplace(shown.out_look, names); };
    to.row = [&](std::vector<data::value> const& row) {
        drawn->add(row);
        if (drawn->rows() == rows_at_once)
            shown.out << drawn->render();
    };
    to.end = [&](data::query_result const& ended) {
        if (drawn)
            shown.out << drawn->render() << std::flush;
        drawn.reset();
        say_end(shown, ended);
    };
    return to;
}

data::query_receiver as_csv(console const& shown) {
    data::query_receiver to;
    to.begin = [&](std::vector<std::string> const& names) {
        shown.out << data::csv_line({names.begin(), names.end()});
    };
    to.row = [&](std::vector<data::value> const& row) { shown.out << data::csv_line(row); };
    to.end = [&](data::query_result const& ended) { say_end(shown, ended); };
    return to;
}

void explain(invocation& call, database& target, std::stop_token const& stop) {
    data::explain_request wanted;
    auto [text, source] = sql_in(call);
    wanted.text = std::move(text);
    wanted.source = std::move(source);
    wanted.time_limit = time_limit(call);
    if (call.given.has("analyze")) {
        wanted.mode = data::explain_mode::analyze;
        wanted.buffers = true;
    }
    auto const plan = data::explain(target, wanted, stop);
    if (call.shown.json)
        return call.shown.print(to_json(plan));
    call.shown.out << render_plan(plan, call.shown.out_look);
    if (plan.rolled_back)
        call.shown.err << "the statement was run and what it changed was rolled back\n";
}

void run(invocation& call) {
    interrupt const pressed;
    auto target = database::connect(database_address(call));
    if (call.given.has("explain") || call.given.has("analyze"))
        return explain(call, target, pressed.token());
    auto const wanted = request_in(call);
    if (call.shown.json)
        return call.shown.print(to_json(data::run_query(target, wanted, pressed.token())));
    std::optional<table> drawn;
    auto const to = call.given.has("csv") ? as_csv(call.shown) : as_tables(call.shown, drawn);
    data::run_query(target, wanted, to, pressed.token());
}

} // namespace

command query_command() {
    using enum option_kind;
    return {
        .name = "query",
        .group = command_group::look,
        .summary = "run SQL, read-only unless told otherwise",
        .details =
            "Runs SQL statements in one transaction that the server holds to reading; with --write they may change "
            "the database, all of them or none. Rows come as they are read. With --database-url no project is needed.",
        .arguments = {{"SQL", arity::any, "the statements; - reads them from standard input", {}}},
        .options =
            {
                {"file", 'f', value, "FILE", "read the statements from a file; - is standard input"},
                {"write", 'w', flag, "", "let the statements change the database"},
                {"limit", 'l', value, "ROWS", "rows shown of each statement; 0 shows all (default: 1000)"},
                {"timeout", 't', value, "SECONDS", "of each statement; 0 waits for ever (default: 30)"},
                {"csv", '\0', flag, "", "print rows as CSV"},
                {"explain", '\0', flag, "", "show how the server would run a statement"},
                {"analyze", '\0', flag, "", "run a statement, show what took how long, and roll it back"},
            },
        .examples =
            {
                {"query 'SELECT count(*) FROM users'", "a question"},
                {"query --write -f fix.sql", "all statements or none"},
                {"query --analyze 'SELECT * FROM users WHERE email = $$a@b.c$$'", "why is it slow?"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
