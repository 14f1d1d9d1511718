// What the server writes down while it runs: a line of JSON for each request and each run.
#pragma once

#include "http/application.hpp"
#include "workspace/runs.hpp"

#include <boost/json/object.hpp>

#include <iosfwd>
#include <mutex>

namespace alembicore::server {

/// Queries of requests are left out, since they may hold what is in rows; so are bodies.
///
/// Thread safety: all members may be called at once.
class event_log {
public:
    /// `to` must outlive it.
    explicit event_log(std::ostream& to) : to_(to) {}

    void request_done(http::record const& done) noexcept;

    void run_changed(run_notice const& what) noexcept;

    /// Any other line; `time` is added. A log that cannot be written stops nothing.
    void write(boost::json::object line) noexcept;

private:
    std::mutex mutex_;
    std::ostream& to_;
};

} // namespace alembicore::server
