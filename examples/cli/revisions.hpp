// Revisions as the result of a command, in JSON: the same shape for history, heads, branches, show and current.
#pragma once

#include "invocation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace alembicore::cli {

/// `{"revisions": […], "current": […] | null, "diagnostics": […]}`. `current` are the database's rows, nullopt when it
/// was not asked.
void print_revisions(
    invocation const& call,
    project const& opened,
    std::vector<std::string> const& ids,
    std::optional<std::vector<std::string>> const& current = std::nullopt
);

/// The revisions that an identifier means; `current` asks the database.
struct meant_revisions {
    std::vector<std::string> ids;
    std::optional<std::vector<std::string>> current; ///< the database's rows, where it was asked
};

[[nodiscard]] meant_revisions revisions_meant_by(project const& opened, std::string const& identifier);

} // namespace alembicore::cli
