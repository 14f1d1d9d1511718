// All commands, and the options that every command takes.
#pragma once

#include "command.hpp"

#include <string_view>
#include <vector>

namespace alembicore::cli {

/// In the order in which help lists them.
[[nodiscard]] std::vector<command> const& all_commands();

[[nodiscard]] std::vector<option> const& global_options();

/// The command of this name (`list-templates` is `list_templates`), or null.
[[nodiscard]] command const* find_command(std::string_view name);

} // namespace alembicore::cli
