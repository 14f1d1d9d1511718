// A revision from its file's text.
#pragma once

#include "base/file.hpp"
#include "script/header.hpp"

#include <alembicore/revision.hpp>

#include <filesystem>
#include <string>

namespace alembicore::script {

/// Longest identifier that fits the version table's column.
inline constexpr std::size_t longest_revision_id = 32;

/// Characters that Alembic gives a meaning in targets and therefore refuses in identifiers.
inline constexpr std::string_view illegal_id_characters = "@-+:";

/// Reads a revision from a file. Whatever is wrong with the file is a diagnostic of the value; its `id` is empty when
/// it cannot be known.
[[nodiscard]] revision load_revision(std::filesystem::path const& file);

/// As that, for one of many files.
[[nodiscard]] revision load_revision(std::string const& file, base::folder_reader& folders);

/// Reads a revision from the bytes of its file.
[[nodiscard]] revision parse_revision(std::string file, std::string bytes);

/// The header of decoded text: the fast way where that is certain, else through the syntax tree.
/// Errors: syntax_error, with `file` in the place.
[[nodiscard]] header parse_header(std::string const& file, std::string const& source);

/// The header through the syntax tree. Errors: as `parse_header`.
[[nodiscard]] header read_header(std::string const& file, std::string const& source);

} // namespace alembicore::script
