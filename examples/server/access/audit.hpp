// A line for every change and every refused attempt, in a file that is only ever added to.
#pragma once

#include "http/message.hpp"
#include "http/role.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

namespace alembicore::server::access {

/// What was asked and what became of it.
struct deed {
    std::string_view kind; ///< `change`, `session`, `refused`
    http::identity const& who;
    http::request const& asked;
    http::response const& answer;
};

/// The file is opened anew for each line, so that it may be renamed at any time.
///
/// Thread safety: all members may be called at once.
class audit_log {
public:
    /// An empty path: nothing is written. Errors: bad_configuration where it cannot be written.
    explicit audit_log(std::filesystem::path file);
    audit_log(audit_log const&) = delete;
    audit_log& operator=(audit_log const&) = delete;

    /// Whether a line could be written now; after a failure, writes one to see. While none can, nothing should be
    /// changed.
    [[nodiscard]] bool ready() noexcept;

    /// Errors: file_unwritable.
    void write(deed const& done, std::chrono::system_clock::time_point now);

private:
    [[nodiscard]] bool append(std::string const& line) noexcept;

    std::filesystem::path file_;
    std::mutex mutex_; ///< for the order of lines
    std::atomic<bool> failing_ = false;
};

} // namespace alembicore::server::access
