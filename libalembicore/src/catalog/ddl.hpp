// The statements that make a schema, cut where rows come in.
#pragma once

#include <alembicore/catalog.hpp>

#include <string>
#include <vector>

namespace alembicore::catalog {

/// One behind the other they are `ddl`.
struct ddl_sections {
    std::vector<std::string> before_rows; ///< types and tables
    std::vector<std::string> after_rows; ///< keys, views, triggers: what would check rows one by one, or be built twice
};

/// Errors: as `ddl`.
[[nodiscard]] ddl_sections sectioned_ddl(snapshot const& of);

} // namespace alembicore::catalog
