// The help texts, made from the table of commands.
#pragma once

#include "command.hpp"
#include "terminal.hpp"

#include <string>

namespace alembicore::cli {

/// All commands by group and the global options: one screen.
[[nodiscard]] std::string render_help(terminal const& look);

/// One command: usage, what it does, its options, examples.
[[nodiscard]] std::string render_help(command const& shown, terminal const& look);

} // namespace alembicore::cli
