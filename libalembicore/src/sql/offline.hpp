// Statements as the text of a script.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::sql {

/// How `%` is written: Alembic doubles it where env.py sets no `paramstyle`.
enum class percent { plain, doubled };

/// A statement as `alembic … --sql` prints it: tabs as four spaces, no white space around it, a semicolon after it.
[[nodiscard]] std::string render_offline(std::string_view text, percent style);

} // namespace alembicore::sql
