// Whether the revisions that a database has are still what was applied to it.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/journal.hpp>
#include <alembicore/project.hpp>

#include <map>
#include <string>
#include <vector>

namespace alembicore {

/// A revision whose file is not the one that was applied.
struct edited_revision {
    std::string revision;
    std::string file;           ///< as it is now
    std::string applied_at;     ///< UTC
    std::string applied_sha256; ///< of the file that was applied
    std::string sha256;         ///< of the file now
};

/// Of the revisions that the journal has as applied, those whose file has changed since. Revisions without a file are
/// left out. Errors: those of the journal; file_unreadable.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<edited_revision> edited_revisions(project const& of, database& in);

/// As that, where it is known what the journal has as applied.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<edited_revision>
edited_revisions(project const& of, std::map<std::string, journal::applied_revision> const& applied);

} // namespace alembicore
