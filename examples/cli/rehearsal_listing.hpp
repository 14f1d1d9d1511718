// What a rehearsal has found, as text for people.
#pragma once

#include "terminal.hpp"

#include <alembicore/rehearsal.hpp>

#include <string>

namespace alembicore::cli {

/// Its steps with what each statement did, the schema's changes in number, and the way back. Ends in a line break.
[[nodiscard]] std::string render_rehearsal(rehearsal::report const& shown, terminal const& look);

} // namespace alembicore::cli
