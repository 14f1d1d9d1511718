// What somebody may have meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::base {

/// Up to three names that `text` may be a slip or the beginning of, best first.
[[nodiscard]] std::vector<std::string> closest_names(std::vector<std::string> const& names, std::string_view text);

/// `did you mean 'a' or 'b'?`; empty when nothing comes close.
[[nodiscard]] std::string suggest(std::vector<std::string> const& names, std::string_view text);

} // namespace alembicore::base
