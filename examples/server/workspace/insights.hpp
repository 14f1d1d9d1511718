// What evaluating all revisions of a project tells of each.
#pragma once

#include <alembicore/inspection.hpp>
#include <alembicore/project.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

namespace alembicore::server {

/// How many findings of lint there are of each severity.
struct finding_counts {
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t infos = 0;
};

struct revision_insight {
    evaluation_kind upgrade = evaluation_kind::native;
    evaluation_kind downgrade = evaluation_kind::native;
    std::optional<finding_counts> lint; ///< absent where lint is not available
};

using insights = std::map<std::string, revision_insight, std::less<>>;

[[nodiscard]] std::string_view name_of(evaluation_kind kind) noexcept;

/// Takes about two seconds for a thousand revisions. Those that cannot be read are left out.
[[nodiscard]] insights look_into(project const& of, settings_request const& request, std::stop_token const& stop = {});

} // namespace alembicore::server
