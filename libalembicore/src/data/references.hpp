// The rows that foreign keys point to, and those that point.
#pragma once

#include "data/call.hpp"
#include "data/shape.hpp"

namespace alembicore::data {

/// The name of the column that tells a person which row it is, empty when there is none. `unique` are columns that each
/// make rows unique.
[[nodiscard]] std::string choose_label(shape const& of, std::vector<std::string> const& unique);

[[nodiscard]] std::string read_label(call& in, shape const& of);

[[nodiscard]] candidate_page
read_candidates(call& in, candidate_request const& wanted, std::string const& secret, std::stop_token const& stop);

[[nodiscard]] referring_report
read_references(call& in, shape const& of, row_key const& row, std::stop_token const& stop);

} // namespace alembicore::data
