// The checksums of a backup's files.
#pragma once

#include <alembicore/backup.hpp>

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::backup {

/// Called with the bytes read so far of one file.
using byte_count_sink = std::function<void(std::uint64_t)>;

/// SHA-256 in hexadecimal. Errors: file_unreadable, cancelled, not_available.
[[nodiscard]] std::string
sha256_of(std::filesystem::path const& file, std::stop_token const& stop, byte_count_sink const& read = {});

/// All regular files below the folder, sorted by name, with size and checksum. Errors: as above.
[[nodiscard]] std::vector<backup_file>
files_below(std::filesystem::path const& folder, std::stop_token const& stop, byte_count_sink const& read = {});

/// Of one file its checksum; of several that of the list that sha256sum prints of them.
[[nodiscard]] std::string combined(std::vector<backup_file> const& files);

} // namespace alembicore::backup
