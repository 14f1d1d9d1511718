#include "journal/table.hpp"

#include "postgres/copy_field.hpp"
#include "postgres/transaction.hpp"

#include <alembicore/error.hpp>

#include <utility>

namespace alembicore::journal {

namespace {

// The views are for people with psql; nothing here reads them.
constexpr char const* definition = R"(CREATE SCHEMA IF NOT EXISTS alembicore;
COMMENT ON SCHEMA alembicore IS 'What alembicore has done to this database: see "alembicore journal"';
CREATE TABLE alembicore.entry (
    number bigint NOT NULL CONSTRAINT entry_pkey PRIMARY KEY,
    run bigint NOT NULL,
    kind text NOT NULL,
    content json NOT NULL,
    hash text NOT NULL
);
COMMENT ON TABLE alembicore.entry IS 'Written once and never changed: each hash is over the entry and the hash before';
CREATE VIEW alembicore.run AS
    SELECT began.number AS run, (began.content->>'at')::timestamptz AS began, began.content->>'direction' AS direction,
        began.content->>'target' AS target, began.content->>'os_user' AS os_user, began.content->>'host' AS host,
        began.content->>'database_user' AS database_user, began.content->>'engine' AS engine,
        coalesce(ended.content->>'outcome', 'unfinished') AS outcome,
        (ended.content->>'elapsed_us')::bigint / 1000.0 AS milliseconds,
        ended.content->'failure'->>'message' AS failure
    FROM alembicore.entry AS began
    LEFT JOIN alembicore.entry AS ended ON ended.run = began.number AND ended.kind = 'run_ended'
    WHERE began.kind = 'run_started';
CREATE VIEW alembicore.step AS
    SELECT run, number, (content->>'at')::timestamptz AS at, content->>'revision' AS revision,
        content->>'direction' AS direction, content->>'file' AS file, content->>'file_sha256' AS file_sha256,
        content->>'sql_sha256' AS sql_sha256, (content->>'elapsed_us')::bigint / 1000.0 AS milliseconds,
        (content->>'statement_count')::bigint AS statements
    FROM alembicore.entry WHERE kind = 'step_done';)";

constexpr std::size_t most_in_one_text = 100; ///< entries; more are cheaper to copy, which takes more round trips
constexpr std::size_t bytes_at_once = 64U << 10U;

bool is_missing(error const& failure) {
    return failure.info().server && failure.info().server->sqlstate == "42P01";
}

void create(postgres::connection& in) {
    postgres::transaction creation{in};
    // IF NOT EXISTS would ask for the right to create schemas even where an administrator has made this one.
    auto const found = in.execute("SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'alembicore'");
    std::string text = definition;
    if (found.row_count() > 0)
        text.erase(0, text.find("CREATE TABLE"));
    in.execute(text);
    creation.commit();
}

/// The role must be able to write: to be told after the work is done would be too late.
opened_journal look(postgres::connection& in) {
    auto const found =
        in.execute("SELECT session_user, number, hash, pg_catalog.has_table_privilege('alembicore.entry', 'INSERT') "
                   "FROM (SELECT) AS always LEFT JOIN "
                   "(SELECT number, hash FROM alembicore.entry ORDER BY number DESC LIMIT 1) AS newest ON true");
    if (found.value(0, 3) != "t") {
        error_info info;
        info.code = errc::statement_failed;
        info.message = "this role may read alembicore.entry, but not write to it";
        throw error{std::move(info)};
    }
    opened_journal opened;
    opened.database_user = found.value(0, 0).value_or("");
    if (auto const number = found.value(0, 1))
        opened.end = {.number = std::stoll(std::string{*number}), .hash = std::string{found.value(0, 2).value_or("")}};
    return opened;
}

/// However the server reads a backslash between plain quotes.
void append_literal(std::string& text, std::string_view value) {
    text += "E'";
    for (char const c : value) {
        if (c == '\'' || c == '\\')
            text += c;
        text += c;
    }
    text += '\'';
}

std::string render_insert(std::vector<entry> const& entries) {
    std::string text = "INSERT INTO alembicore.entry (number, run, kind, content, hash) VALUES ";
    std::string_view separator = "(";
    for (auto const& each : entries) {
        text += std::exchange(separator, ",\n(");
        text += std::to_string(each.number) + ", " + std::to_string(each.run) + ", ";
        append_literal(text, each.kind);
        text += ", ";
        append_literal(text, each.content);
        text += ", ";
        append_literal(text, each.hash);
        text += ')';
    }
    return text;
}

void append_line(std::string& text, entry const& of) {
    text += std::to_string(of.number) + '\t' + std::to_string(of.run);
    for (std::string_view const field :
         {std::string_view{of.kind}, std::string_view{of.content}, std::string_view{of.hash}}) {
        text += '\t';
        postgres::append_copy_field(text, field);
    }
    text += '\n';
}

void copy(postgres::connection& in, std::vector<entry> const& entries) {
    std::string piece;
    auto next = entries.begin();
    in.copy_in("COPY alembicore.entry (number, run, kind, content, hash) FROM STDIN", [&]() -> std::string_view {
        piece.clear();
        while (next != entries.end() && piece.size() < bytes_at_once)
            append_line(piece, *next++);
        return piece;
    });
}

/// What holds entries together, also within somebody's transaction.
struct brackets {
    std::string begin;
    std::string end;
    std::string undo;
};

brackets brackets_in(postgres::connection const& in) {
    if (in.in_transaction())
        return {
            .begin = "SAVEPOINT alembicore_journal",
            .end = "RELEASE SAVEPOINT alembicore_journal",
            .undo = "ROLLBACK TO SAVEPOINT alembicore_journal; RELEASE SAVEPOINT alembicore_journal"};
    return {.begin = "BEGIN", .end = "COMMIT", .undo = "ROLLBACK"};
}

} // namespace

opened_journal open(postgres::connection& in) {
    try {
        return look(in);
    } catch (error const& failure) {
        if (!is_missing(failure))
            throw;
    }
    create(in);
    return look(in);
}

void insert(postgres::connection& in, std::vector<entry> const& entries) {
    if (entries.empty())
        return;
    auto const [begin, end, undo] = brackets_in(in);
    try {
        if (entries.size() <= most_in_one_text) {
            in.execute(begin + "; " + render_insert(entries) + "; " + end);
            return;
        }
        in.execute(begin);
        copy(in, entries);
        in.execute(end);
    } catch (error const&) {
        if (in.usable() && in.in_transaction())
            in.execute(undo);
        throw;
    }
}

std::optional<std::vector<entry>> read(postgres::connection& from, selection const& wanted) {
    std::string query = "SELECT number, run, kind, content, hash FROM alembicore.entry WHERE " + wanted.condition +
                        " ORDER BY " + wanted.order;
    if (wanted.most)
        query += " LIMIT " + std::to_string(*wanted.most);
    std::vector<entry> entries;
    try {
        auto const found = from.execute(query);
        entries.reserve(found.row_count());
        for (std::size_t i = 0; i < found.row_count(); ++i) {
            auto const text = [&](std::size_t column) { return std::string{found.value(i, column).value_or("")}; };
            entries.push_back({std::stoll(text(0)), std::stoll(text(1)), text(2), text(3), text(4)});
        }
    } catch (error const& failure) {
        if (is_missing(failure))
            return std::nullopt;
        throw;
    }
    return entries;
}

} // namespace alembicore::journal
