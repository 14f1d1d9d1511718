// A revision as its file declares it. Source: `versions/*.py`, read without running it.
#pragma once

#include <alembicore/error.hpp>

#include <string>
#include <vector>

namespace alembicore {

/// One revision of a project.
struct revision {
    std::string id;                          ///< `revision`
    std::vector<std::string> down_revisions; ///< `down_revision`, in file order; empty for a base
    std::vector<std::string> depends_on;     ///< `depends_on`, as written: ids or labels
    std::vector<std::string> branch_labels;  ///< `branch_labels`, as declared here (not inherited)
    std::string doc;                         ///< the module docstring, stripped; may have several lines
    std::string path;                        ///< absolute path of the file; empty for a ghost
    bool ghost = false;                      ///< no such file: only named as somebody's parent
    std::vector<diagnostic> diagnostics;     ///< what is wrong with this file; empty when it is fine

    /// The docstring up to its first blank line: what `alembic history` prints. It keeps its line breaks, as there.
    [[nodiscard]] ALEMBICORE_EXPORT std::string message() const;
};

} // namespace alembicore
