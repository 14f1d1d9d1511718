// The password of a database URL as its text has it, for those who must keep it out of what is said.
#pragma once

#include <string_view>

namespace alembicore::config {

/// The password as it stands in the URL, percent-encoded or not; empty when there is none.
[[nodiscard]] std::string_view written_password(std::string_view url) noexcept;

} // namespace alembicore::config
