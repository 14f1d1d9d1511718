#include "journal/table.hpp"

#include "postgres/transaction.hpp"

#include <alembicore/error.hpp>

#include <algorithm>

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

constexpr std::size_t most_at_once = 200;

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

std::string render_insert(std::vector<entry> const& entries, std::size_t from, std::size_t to) {
    std::string text = "INSERT INTO alembicore.entry (number, run, kind, content, hash) VALUES ";
    for (std::size_t i = from; i < to; ++i) {
        auto const& each = entries[i];
        text += (i == from ? "(" : ",\n(") + std::to_string(each.number) + ", " + std::to_string(each.run) + ", ";
        append_literal(text, each.kind);
        text += ", ";
        append_literal(text, each.content);
        text += ", ";
        append_literal(text, each.hash);
        text += ')';
    }
    return text;
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
    bool const guarded = in.in_transaction();
    try {
        for (std::size_t from = 0; from < entries.size(); from += most_at_once) {
            auto text = render_insert(entries, from, std::min(from + most_at_once, entries.size()));
            if (guarded)
                text = "SAVEPOINT alembicore_journal; " + text + "; RELEASE SAVEPOINT alembicore_journal";
            in.execute(text);
        }
    } catch (error const&) {
        if (guarded && in.usable())
            in.execute("ROLLBACK TO SAVEPOINT alembicore_journal; RELEASE SAVEPOINT alembicore_journal");
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
