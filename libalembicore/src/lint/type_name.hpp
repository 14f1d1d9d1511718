// Column types as texts that can be compared, and which changes of a type PostgreSQL makes without touching the rows.
#pragma once

#include "lint/node.hpp"

#include <string>
#include <string_view>

namespace alembicore::lint {

/// The type of a `TypeName` node: `int4`, `varchar(40)`, `numeric(10,2)`, `timestamptz`, `text[]`, `app.mood`.
/// Types that SERIAL stands for are `serial4` and the like.
[[nodiscard]] std::string type_of(node const& type_name);

/// As PostgreSQL's `format_type` spells it, in the spelling of `type_of`.
[[nodiscard]] std::string type_of_catalog(std::string_view formatted);

/// Whether the rows stay as they are and need not be read: PostgreSQL changes the catalogue only.
[[nodiscard]] bool keeps_rows(std::string_view before, std::string_view after);

[[nodiscard]] bool is_serial(std::string_view type);

} // namespace alembicore::lint
