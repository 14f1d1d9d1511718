#include "migrate/rows.hpp"

#include "sql/identifier.hpp"

#include <alembicore/error.hpp>

#include <algorithm>

namespace alembicore::migrate {

namespace {

constexpr char const* look_again = "another session works on this database; run again when it is done";

/// As SQLAlchemy looks for a table: also views and foreign tables count, but only where the search path finds them.
bool table_exists(postgres::connection& in, version_table const& table) {
    std::string query = "SELECT 1 FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace "
                        "ON pg_namespace.oid = pg_class.relnamespace WHERE pg_class.relname = $1 "
                        "AND pg_class.relkind IN ('r', 'p', 'f', 'v', 'm') AND ";
    postgres::connection::parameters values{table.name.name.text};
    if (table.name.schema) {
        query += "pg_namespace.nspname = $2";
        values.emplace_back(table.name.schema->text);
    } else
        query += "pg_catalog.pg_table_is_visible(pg_class.oid) AND pg_namespace.nspname <> 'pg_catalog'";
    return in.execute(query, values).row_count() > 0;
}

std::string render_select(version_table const& table) {
    return "SELECT version_num FROM " + sql::quote(table.name);
}

std::string render_lock(version_table const& table) {
    return "LOCK TABLE " + sql::quote(table.name) + " IN SHARE ROW EXCLUSIVE MODE";
}

bool is_missing_table(error_info const& failure) {
    return failure.server && failure.server->sqlstate == "42P01";
}

error mismatch(std::string message, std::string reason) {
    error_info info;
    info.code = errc::version_mismatch;
    info.message = std::move(message);
    info.reason = std::move(reason);
    info.remedy = look_again;
    info.retryable = true;
    return error{std::move(info)};
}

/// Two sessions that create the same thing at once: one of them meets the other's catalogue row.
bool made_by_another(error_info const& failure) {
    return failure.server && (failure.server->sqlstate == "23505" || failure.server->sqlstate == "42P07");
}

std::string quoted(std::string const& id) {
    return "'" + id + "'";
}

std::string describe_change(row_change const& change) {
    switch (change.kind) {
    case row_change_kind::insert_row:
        return "inserting " + quoted(change.to);
    case row_change_kind::update_row:
        return "updating " + quoted(change.from) + " to " + quoted(change.to);
    case row_change_kind::delete_row:
        break;
    }
    return "deleting " + quoted(change.from);
}

postgres::result execute_on_present(
    postgres::connection& in, version_table const& table, std::string const& text, std::stop_token const& stop
) {
    try {
        return in.execute(text, stop);
    } catch (error const& failure) {
        if (is_missing_table(failure.info()))
            throw mismatch(sql::quote(table.name) + " is not there any more", failure.info().message);
        throw;
    }
}

} // namespace

// The rows are asked for at once: to a session that has just begun, the question whether there is a table is dear.

std::vector<std::string> read_rows(postgres::connection& from, version_table const& table) {
    try {
        return from.execute(render_select(table)).first_column();
    } catch (error const& failure) {
        if (!is_missing_table(failure.info()))
            throw;
        if (!table_exists(from, table))
            return {};
        // Another run has created it in between.
        return from.execute(render_select(table)).first_column();
    }
}

void lock_table(postgres::connection& in, version_table const& table, std::stop_token const& stop) {
    execute_on_present(in, table, render_lock(table), stop);
}

std::vector<std::string>
lock_and_read_rows(postgres::connection& in, version_table const& table, std::stop_token const& stop) {
    return execute_on_present(in, table, render_lock(table) + "; " + render_select(table), stop).first_column();
}

void ensure_table(postgres::connection& in, version_table const& table) {
    if (table_exists(in, table))
        return;
    try {
        in.execute(render_create(table));
    } catch (error const& failure) {
        if (made_by_another(failure.info()))
            throw mismatch("another session has just created " + sql::quote(table.name), failure.info().message);
        throw;
    }
}

void apply_change(postgres::connection& in, version_table const& table, row_change const& change) {
    std::string const what = describe_change(change) + " in " + sql::quote(table.name);
    std::string const text = render_change(change, table);
    std::uint64_t touched = 0;
    try {
        touched = in.execute(text).affected();
    } catch (error const& failure) {
        if (made_by_another(failure.info()))
            throw mismatch(what + " found it there already", failure.info().server->detail);
        throw;
    }
    if (touched == 1)
        return;
    auto failure = mismatch(
        what + " matched " + std::to_string(touched) + " rows instead of one",
        "its rows are not those of the plan any more"
    );
    failure.info().statement = text;
    throw failure;
}

void require_rows(std::vector<std::string> found, std::vector<std::string> expected, version_table const& table) {
    std::ranges::sort(found);
    std::ranges::sort(expected);
    if (found != expected)
        throw mismatch(
            sql::quote(table.name) + " is at " + describe_rows(found) + ", but the plan starts from " +
                describe_rows(expected),
            {}
        );
}

std::string describe_rows(std::vector<std::string> rows) {
    if (rows.empty())
        return "base";
    std::ranges::sort(rows);
    std::string text = rows.size() == 1 ? "revision " : "revisions ";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i > 0)
            text += i + 1 == rows.size() ? " and " : ", ";
        text += rows[i];
    }
    return text;
}

} // namespace alembicore::migrate
