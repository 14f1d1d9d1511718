// Models as text for people.
#pragma once

#include "terminal.hpp"

#include <alembicore/models.hpp>

#include <string>

namespace alembicore::cli {

/// One paragraph for each class, then the tables without one, and a last line that says where they were found. Ends in
/// a line break.
[[nodiscard]] std::string render_models(models::collection const& shown, terminal const& look);

/// One paragraph for each part that differs, with both sides. Ends in a line break.
[[nodiscard]] std::string render_differences(models::comparison const& found, terminal const& look);

} // namespace alembicore::cli
