// What requests say about rows, as the library's values.
#pragma once

#include "http/router.hpp"

#include <alembicore/data.hpp>

#include <boost/json/value.hpp>

namespace alembicore::server::resources {

/// The table of the path; with `?schema=` its segment is the bare name, dots and all.
[[nodiscard]] catalog::name table_of(http::call const& asked);

/// `?sort=name,-age`
[[nodiscard]] std::vector<data::sort_key> sort_of(http::request const& asked);

/// `?filter=`, JSON: `{"how": "all", "conditions": [{"column": "age", "how": "at_least", "values": ["18"]}],
/// "groups": [], "sql": ""}`. Errors: bad_usage.
[[nodiscard]] data::filter filter_of(http::call const& asked);

/// `?after=`, `?before=`, `?last=`, `?size=`, `?clip=` with all of the above. Errors: bad_usage.
[[nodiscard]] data::page_request page_of(http::call const& asked);

/// A JSON object whose members are texts, numbers, booleans, null; objects and arrays are given as their JSON.
[[nodiscard]] data::row_values values_of(boost::json::value const& object);

/// `{"kind": "insert" | "update" | "delete", "key": {…}, "values": {…}, "version": "…", "seen": {…}}`
[[nodiscard]] data::edit edit_of(catalog::name const& table, boost::json::value const& described);

} // namespace alembicore::server::resources
