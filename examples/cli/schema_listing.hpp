// What is in a database, as text for people.
#pragma once

#include "terminal.hpp"

#include <alembicore/catalog.hpp>

#include <cstdint>
#include <string>

namespace alembicore::cli {

/// `640 bytes`, `1.2 MB`
[[nodiscard]] std::string render_bytes(std::int64_t count);

/// One paragraph for each table and view, then types, sequences of their own, and routines. Ends in a line break.
[[nodiscard]] std::string render_schema(catalog::snapshot const& shown, terminal const& look);

/// One line for each part that differs, with both sides. Ends in a line break; empty when nothing differs.
[[nodiscard]] std::string render_changes(std::vector<catalog::change> const& changes, terminal const& look);

} // namespace alembicore::cli
