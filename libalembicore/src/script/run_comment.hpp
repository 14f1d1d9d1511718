// What a revision file says about its run in a comment: `# alembicore: lock_timeout=5s statement_timeout=10min`.
#pragma once

#include <alembicore/run_limits.hpp>

#include <string>
#include <string_view>

namespace alembicore::script {

/// Comments of this form that say something else than a timeout are somebody else's. `file` is for the place of errors.
/// Errors: bad_revision_file for a timeout that there is not, or that is no duration.
[[nodiscard]] statement_limits read_run_comments(std::string_view text, std::string const& file);

} // namespace alembicore::script
