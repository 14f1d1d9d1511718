// Revisions with another parent.
#pragma once

#include <alembicore/project.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore {

/// A revision that is to come after another one. All that come after it go with it.
struct rebased_revision {
    std::string id;
    std::vector<std::string> from; ///< the parents it has
    std::string to;                ///< the one it will have
    std::filesystem::path path;
    std::string text; ///< of the file, afterwards
};

/// Decides it, and writes nothing. Errors: unknown_revision, ambiguous_revision; bad_target where nothing would change,
/// or one of them is base; cycle; not_available where the file is not written as Alembic writes it.
[[nodiscard]] ALEMBICORE_EXPORT rebased_revision
plan_rebase(project const& of, std::string_view revision, std::string_view onto);

/// Puts the new text in place of the old one. Errors: file_unwritable.
ALEMBICORE_EXPORT void write_rebase(rebased_revision const& decided);

} // namespace alembicore
