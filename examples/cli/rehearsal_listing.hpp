// What a rehearsal has found, as text for people.
#pragma once

#include "console.hpp"
#include "terminal.hpp"

#include <alembicore/rehearsal.hpp>

#include <string>

namespace alembicore::cli {

/// Its steps with what each statement did, the schema's changes in number, and the way back. Ends in a line break.
[[nodiscard]] std::string render_rehearsal(rehearsal::report const& shown, terminal const& look);

/// The whole of it on one line, without its end: how much ran, the strongest locks, and the way back.
[[nodiscard]] std::string render_rehearsal_line(rehearsal::report const& shown);

/// The text above, or as JSON, with the error that stopped it.
void show_rehearsal(console const& shown, rehearsal::report const& found);

} // namespace alembicore::cli
