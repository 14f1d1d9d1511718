// Numbers about the server for those who watch over it, in Prometheus' text format.
#pragma once

#include "http/application.hpp"
#include "workspace/runs.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace alembicore::server {

/// How long things took, counted by bounds.
class histogram {
public:
    void add(std::chrono::microseconds elapsed) noexcept;

    /// Lines of one series; `labels` without braces.
    [[nodiscard]] std::string text(std::string_view name, std::string const& labels) const;

private:
    std::array<std::uint64_t, 13> within_{}; ///< for each bound, and for more than all of them
    std::chrono::microseconds sum_{};
};

/// `name="value"`, with what the format wants to be escaped.
[[nodiscard]] std::string metric_label(std::string_view name, std::string_view value);

/// A metric with one series and no labels, and its description.
[[nodiscard]] std::string
metric_text(std::string_view name, std::string_view type, std::string_view description, double value);

/// What is counted while the server runs.
///
/// Thread safety: all members may be called at once.
class metrics {
public:
    void request_done(http::record const& done);

    void run_changed(run_notice const& what);

    /// A look at the drift has found so many differences.
    void drift_found(std::size_t differences);

    [[nodiscard]] std::string text() const;

private:
    struct drift_seen {
        std::size_t differences = 0;
        std::chrono::system_clock::time_point when;
    };

    mutable std::mutex mutex_;
    std::map<std::tuple<std::string, std::string, unsigned>, std::uint64_t> requests_; ///< by method, route, status
    std::map<std::string, histogram> request_times_;                                   ///< by route
    std::map<std::pair<std::string, std::string>, std::uint64_t> runs_;                ///< by kind and state
    std::map<std::string, histogram> run_times_;                                       ///< by kind
    std::size_t going_ = 0;
    std::uint64_t lock_waits_ = 0;
    std::optional<drift_seen> drift_;
};

} // namespace alembicore::server
