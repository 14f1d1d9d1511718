// Completion scripts for shells, made from the table of commands.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::cli {

/// `shell` is bash, zsh or fish. Errors: bad_usage.
[[nodiscard]] std::string render_completion(std::string_view shell);

} // namespace alembicore::cli
