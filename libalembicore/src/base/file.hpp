// Files as text: read whole with a size limit, written whole or not at all.
#pragma once

#include "base/file_descriptor.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace alembicore::base {

/// Larger than any revision or configuration file that people write.
inline constexpr std::size_t largest_source_file = 8U << 20U;

/// The bytes of a regular file. Errors: file_unreadable, file_too_large.
[[nodiscard]] std::string read_file(std::filesystem::path const& file, std::size_t limit = largest_source_file);

/// Reads files that lie side by side: the way to their folder is walked once, not for each.
class folder_reader {
public:
    /// As `read_file`.
    [[nodiscard]] std::string read(std::string const& file, std::size_t limit = largest_source_file);

private:
    std::string folder_; ///< with its slash; that of `opened_`
    file_descriptor opened_;
};

/// As `read_file`, for text: a UTF-8 byte order mark is dropped. Errors: also invalid_encoding, with the line.
[[nodiscard]] std::string read_text_file(std::filesystem::path const& file, std::size_t limit = largest_source_file);

/// Offset of the first byte that is not UTF-8; npos when all is well.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text) noexcept;

/// Creates a file that must not exist, with its folders. Errors: file_exists, file_unwritable.
void write_new_file(std::filesystem::path const& file, std::string_view content);

} // namespace alembicore::base
