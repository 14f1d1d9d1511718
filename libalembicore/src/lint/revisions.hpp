// Revisions of a project as views, read and evaluated on every processor.
#pragma once

#include "lint/revision_view.hpp"

#include <string>
#include <vector>

namespace alembicore::lint {

enum class reading {
    judged, ///< both directions, and the source
    known,  ///< only what the upgrade makes of the tables
};

struct revision_request {
    revision const* wanted = nullptr;
    reading how = reading::judged;
};

struct read_revision {
    revision const* from = nullptr;
    reading how = reading::judged;
    revision_view upgrade{};
    revision_view downgrade{};
    source_facts source{};
    std::string text{}; ///< of the file
};

/// In the order of the requests. What cannot be evaluated is the refusal of its view.
/// Errors: not_available when libpg_query is not installed; cancelled.
[[nodiscard]] std::vector<read_revision>
read_revisions(project const& opened, std::vector<revision_request> const& wanted, options const& how);

} // namespace alembicore::lint
