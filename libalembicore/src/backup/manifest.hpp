// A backup's manifest as JSON: what lies beside the dump, and what programs are shown.
#pragma once

#include <alembicore/backup.hpp>

#include <boost/json/value.hpp>

#include <string_view>

namespace alembicore::backup {

[[nodiscard]] boost::json::value to_json(backup_manifest const& manifest);

/// Errors: damaged_backup, where the text is no manifest.
[[nodiscard]] backup_manifest parse_manifest(std::string_view text);

/// The manifest in this folder, which its `folder` then is. Errors: damaged_backup.
[[nodiscard]] backup_manifest load_manifest(std::filesystem::path const& folder);

} // namespace alembicore::backup
