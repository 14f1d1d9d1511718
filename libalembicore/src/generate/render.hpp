// Changes as Alembic writes them into a revision.
#pragma once

#include "generate/change.hpp"

#include <string>
#include <vector>

namespace alembicore::generate {

/// Whether the changes of a table stand in a block of `op.batch_alter_table`.
enum class block_style { plain, batch };

/// The body of a function, indented but for its first line.
[[nodiscard]] std::string render_body(std::vector<change> const& changes, block_style style);

/// What is imported for both functions; empty = nothing.
[[nodiscard]] std::string render_imports(std::vector<change> const& upgrade, std::vector<change> const& downgrade);

/// One call of `op` each, without the comments around them.
[[nodiscard]] std::vector<std::string> render_calls(std::vector<change> const& changes);

} // namespace alembicore::generate
