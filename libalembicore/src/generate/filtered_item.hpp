// Tables, columns and keys as filters of env.py see them.
#pragma once

#include "generate/compare.hpp"
#include "python/value.hpp"

namespace alembicore::generate {

/// Its name, its schema, its table, the type of a column; anything else refuses.
[[nodiscard]] python::value filtered_item(filtered_object const& of);

/// What the filter gets as `compare_to`.
[[nodiscard]] python::value other_item(filtered_object const& of);

/// `{"schema_name": …, "table_name": …, "schema_qualified_table_name": …}`
[[nodiscard]] python::value parent_names(std::string_view kind, table const& of);

} // namespace alembicore::generate
