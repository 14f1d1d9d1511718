// PostgreSQL's own grammar, from libpg_query, which is loaded when it is first needed.
#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace alembicore::data {

/// The statements as PostgreSQL 15 parses them, in the JSON of libpg_query. `prefix` are the bytes of ours that the
/// text begins with, `source` is what the rest is called in errors. Errors: statement_failed with the place, for what
/// is no SQL; not_available when libpg_query is not installed.
[[nodiscard]] boost::json::value parse_sql(std::string const& text, std::size_t prefix, std::string const& source);

} // namespace alembicore::data
