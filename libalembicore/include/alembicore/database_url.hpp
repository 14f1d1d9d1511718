// Where a database is: SQLAlchemy's URL grammar, handed to libpq.
#pragma once

#include <alembicore/export.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alembicore {

/// A PostgreSQL database address. The password is kept, and shown by nothing here but `parameters` and `text`.
struct database_url {
    std::string driver; ///< `psycopg2`, `asyncpg`, …; empty when the URL names none
    std::vector<std::pair<std::string, std::string>> parameters; ///< libpq keywords and values, decoded
    std::string source; ///< where it came from: `--database-url`, `DATABASE_URL`, `alembic.ini`, …
    std::string text{}; ///< as written; empty when it was not parsed

    /// `postgresql+psycopg2://user:***@host:5432/name?sslmode=require`: fit for people and logs.
    [[nodiscard]] ALEMBICORE_EXPORT std::string masked() const;
};

/// Reads `dialect[+driver]://user:password@host:port/db?query` (SQLAlchemy) and libpq's own `postgresql://` form.
/// Percent-encoding, IPv6 in brackets, several hosts, and libpq keywords in the query are understood. The text of the
/// URL does not appear in errors, since it may hold a password.
/// Errors: bad_database_url.
[[nodiscard]] ALEMBICORE_EXPORT database_url parse_database_url(std::string_view text, std::string source = {});

} // namespace alembicore
