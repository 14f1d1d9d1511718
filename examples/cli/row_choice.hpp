// How a person says which rows of which table are meant.
#pragma once

#include "parse.hpp"

#include <alembicore/data.hpp>

#include <string>
#include <vector>

namespace alembicore::cli {

/// `table`, of the schema `public`, or `schema.table`.
[[nodiscard]] catalog::name parse_table_name(std::string const& word);

/// `column`, or `-column` for descending, with commas between them.
[[nodiscard]] std::vector<data::sort_key> parse_sort(std::string const& text);

/// Conditions that must all hold, each like `age>=18`: =, !=, <, <=, >, >=, ~ (contains), and `column=` for NULL.
/// Errors: bad_usage.
[[nodiscard]] data::filter parse_filter(std::vector<std::string> const& conditions);

/// A key of `column=value` pairs. Errors: bad_usage.
[[nodiscard]] data::row_key parse_key(std::vector<std::string> const& pairs);

} // namespace alembicore::cli
