// Operations as the calls of `op` that make them.
#pragma once

#include "authoring/modules_needed.hpp"
#include "operation/operation.hpp"

#include <string>
#include <vector>

namespace alembicore::authoring {

/// The two functions of a revision, and what it imports for them. Bodies are indented, but for their first line.
struct revision_body {
    std::string imports{};
    std::string upgrade{};
    std::string downgrade{};
};

/// What is no call of its own becomes `op.execute` with its SQL.
/// Errors: not_available for SQL that text() of SQLAlchemy cannot say.
[[nodiscard]] revision_body
written(std::vector<operation::any_operation> const& upgrade, std::vector<operation::any_operation> const& downgrade);

/// One statement each, without indentation.
[[nodiscard]] std::vector<std::string>
directives(std::vector<operation::any_operation> const& operations, modules_needed& needed);

} // namespace alembicore::authoring
