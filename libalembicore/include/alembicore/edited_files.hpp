// Whether revisions are still what was applied, for whoever asks again and again.
#pragma once

#include <alembicore/applied_files.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace alembicore {

/// Remembers the hashes of files. One is read again when its size or the time of its last change is another one, or
/// when that change was so young that the clock of a file system may not tell it from the next.
///
/// Thread safety: none.
class ALEMBICORE_EXPORT edited_files {
public:
    /// As `edited_revisions`.
    [[nodiscard]] std::vector<edited_revision>
    find(project const& of, std::map<std::string, journal::applied_revision> const& applied);

    /// How many files were read by now.
    [[nodiscard]] std::size_t files_read() const noexcept { return files_read_; }

private:
    struct known_file {
        std::uintmax_t size = 0;
        std::filesystem::file_time_type changed; ///< the clock's epoch: it was too young to be remembered
        std::string sha256;
    };

    [[nodiscard]] std::string const& hash_of(std::string const& file);

    std::map<std::string, known_file> known_; ///< by path
    std::size_t files_read_ = 0;
};

} // namespace alembicore
