// Asking the person at the terminal.
#pragma once

#include "console.hpp"

#include <stop_token>
#include <string_view>

namespace alembicore::cli {

/// Whether there is one: a question can be seen, and be answered.
[[nodiscard]] bool somebody_is_there(console const& shown);

/// Whether the answer is yes; none, or anything else, is no. Ctrl-C ends the waiting. Errors: cancelled.
[[nodiscard]] bool is_agreed(console const& shown, std::string_view question, std::stop_token const& stop);

} // namespace alembicore::cli
