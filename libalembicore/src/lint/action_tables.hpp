// The actions of CREATE TABLE and ALTER TABLE.
#pragma once

#include "lint/action.hpp"

namespace alembicore::lint {

[[nodiscard]] std::vector<action> actions_of_create(node const& create);
[[nodiscard]] std::vector<action> actions_of_alter(node const& alter);

/// Of a `RangeVar`; empty for null.
[[nodiscard]] relation relation_of(node const* range);

/// Of a name in parts.
[[nodiscard]] relation relation_of_names(std::vector<std::string> const& names);

} // namespace alembicore::lint
