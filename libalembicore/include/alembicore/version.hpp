// The version of the library that is linked.
#pragma once

#include <alembicore/export.hpp>

#include <string_view>

namespace alembicore {

/// `0.1.0`
[[nodiscard]] ALEMBICORE_EXPORT std::string_view version() noexcept;

} // namespace alembicore
