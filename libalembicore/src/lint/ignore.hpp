// Comments in a revision that accept findings: `# alembicore: ignore L01 the table is small`, on the line of the call
// or above it; `# alembicore: ignore-file L01 …` for the whole file. In a file of SQL
// they begin with `--`.
#pragma once

#include <alembicore/lint.hpp>

#include <string_view>
#include <vector>

namespace alembicore::lint {

struct ignoring {
    std::vector<finding> left; ///< with what is the matter with the comments
    std::size_t ignored = 0;
};

/// `findings` are all of one file. A comment that names a rule which was not asked counts as used.
[[nodiscard]] ignoring ignore_accepted(
    std::vector<finding> findings,
    std::string_view source,
    std::string const& file,
    std::vector<std::string> const& asked
);

} // namespace alembicore::lint
