// What one revision makes of the schema that the revisions before it have made.
#pragma once

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>
#include <alembicore/project.hpp>

#include <boost/json/value.hpp>

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::rehearsal {

struct revision_effect {
    std::string revision{};
    std::vector<std::string> after{};       ///< the revisions that it was applied behind, with all before them
    std::vector<catalog::change> changes{}; ///< of the schema
};

/// Replays the history up to the revision in a scratch database on the server of `like`, which is not touched.
/// `revision` is an exact id. Errors: unknown_revision; not_available where no scratch database can be made; those of a
/// run, where the history cannot be replayed; cancelled.
[[nodiscard]] ALEMBICORE_EXPORT revision_effect
effect_of(project const& of, database& like, std::string_view revision, std::stop_token const& stop = {});

} // namespace alembicore::rehearsal

namespace alembicore {

[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(rehearsal::revision_effect const& seen);

} // namespace alembicore
