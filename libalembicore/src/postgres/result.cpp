#include "postgres/result.hpp"

#include "postgres/libpq.hpp"

#include <charconv>

namespace alembicore::postgres {

namespace {

std::string field(pg_result const& handle, int code) {
    char const* const text = libpq().PQresultErrorField(&handle, code);
    return text != nullptr ? text : "";
}

unsigned number_in(std::string const& text) {
    unsigned number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// libpq's own errors (a lost connection) have no fields, only text.
std::string message_without_fields(pg_result const& handle) {
    std::string text = libpq().PQresultErrorMessage(&handle);
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

} // namespace

void handle_deleter::operator()(pg_result* handle) const noexcept {
    libpq().PQclear(handle);
}

std::size_t result::row_count() const noexcept {
    return static_cast<std::size_t>(libpq().PQntuples(handle_.get()));
}

std::size_t result::column_count() const noexcept {
    return static_cast<std::size_t>(libpq().PQnfields(handle_.get()));
}

std::optional<std::string_view> result::value(std::size_t row, std::size_t column) const noexcept {
    int const r = static_cast<int>(row);
    int const c = static_cast<int>(column);
    if (libpq().PQgetisnull(handle_.get(), r, c) != 0)
        return std::nullopt;
    return std::string_view{
        libpq().PQgetvalue(handle_.get(), r, c), static_cast<std::size_t>(libpq().PQgetlength(handle_.get(), r, c))};
}

std::vector<std::string> result::first_column() const {
    std::vector<std::string> values;
    for (std::size_t row = 0; row < row_count(); ++row)
        values.emplace_back(value(row, 0).value_or(""));
    return values;
}

std::string_view result::column_name(std::size_t column) const noexcept {
    char const* const name = libpq().PQfname(handle_.get(), static_cast<int>(column));
    return name != nullptr ? name : "";
}

std::uint32_t result::column_type(std::size_t column) const noexcept {
    return libpq().PQftype(handle_.get(), static_cast<int>(column));
}

int result::column_modifier(std::size_t column) const noexcept {
    return libpq().PQfmod(handle_.get(), static_cast<int>(column));
}

std::optional<std::uint64_t> result::counted() const {
    std::string_view const text = handle_ ? libpq().PQcmdTuples(handle_.get()) : "";
    std::uint64_t count = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), count).ec != std::errc{})
        return std::nullopt;
    return count;
}

std::uint64_t result::affected() const {
    return counted().value_or(0);
}

std::string_view result::command() const noexcept {
    return handle_ ? libpq().PQcmdStatus(handle_.get()) : "";
}

server_message message_of(pg_result const& handle) {
    server_message message;
    message.severity = field(handle, PG_DIAG_SEVERITY_NONLOCALIZED);
    message.sqlstate = field(handle, PG_DIAG_SQLSTATE);
    message.message = field(handle, PG_DIAG_MESSAGE_PRIMARY);
    message.detail = field(handle, PG_DIAG_MESSAGE_DETAIL);
    message.hint = field(handle, PG_DIAG_MESSAGE_HINT);
    message.context = field(handle, PG_DIAG_CONTEXT);
    message.schema = field(handle, PG_DIAG_SCHEMA_NAME);
    message.table = field(handle, PG_DIAG_TABLE_NAME);
    message.column = field(handle, PG_DIAG_COLUMN_NAME);
    message.constraint = field(handle, PG_DIAG_CONSTRAINT_NAME);
    message.position = number_in(field(handle, PG_DIAG_STATEMENT_POSITION));
    if (message.message.empty())
        message.message = message_without_fields(handle);
    return message;
}

} // namespace alembicore::postgres
