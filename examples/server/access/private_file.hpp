// Files that hold secrets, as they are now.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace alembicore::server::access {

/// All of it. Errors: bad_configuration, with `remedy` where it is missing, and where others than its owner may use it.
[[nodiscard]] std::string read_private_file(std::filesystem::path const& file, std::string const& remedy);

/// All of it, whoever may read it. Errors: bad_configuration where it cannot be read.
[[nodiscard]] std::string read_public_file(std::filesystem::path const& file);

/// Tells when a file has changed; looks once a second.
class watched_file {
public:
    explicit watched_file(std::filesystem::path file);

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return file_; }

    /// Since it was asked last. Not for two threads at once.
    [[nodiscard]] bool changed();

private:
    std::filesystem::path file_;
    std::uint64_t seen_ = 0;
    std::chrono::steady_clock::time_point looked_;
};

} // namespace alembicore::server::access
