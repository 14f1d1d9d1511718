// Another parent for a revision, as a change of its file's text.
#pragma once

#include <string>

namespace alembicore::script {

/// The text with `down_revision = '…'` and the line `Revises: …` of its docstring changed, and nothing else.
/// Errors: syntax_error; not_available where the assignment is no plain one on a line of its own, or the revision has
/// several parents.
[[nodiscard]] std::string with_parent(std::string const& file, std::string const& source, std::string const& parent);

} // namespace alembicore::script
