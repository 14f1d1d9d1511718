// All that a server answers with, put together.
#pragma once

#include "access/door.hpp"
#include "log.hpp"
#include "metrics.hpp"
#include "resources/run_requests.hpp"
#include "settings.hpp"
#include "site.hpp"
#include "workspace/cancellable.hpp"
#include "workspace/runs.hpp"
#include "workspace/workspace.hpp"

#include <iosfwd>

namespace alembicore::server {

class service {
public:
    /// `log` gets a line of JSON for each request and each run, and must outlive it. Errors: those of access::door.
    service(server_settings const& chosen, std::ostream& log);

    [[nodiscard]] workspace& served() noexcept { return served_; }

    [[nodiscard]] http::application& answers() noexcept { return site_; }

    [[nodiscard]] std::vector<http::route> const& routes() const noexcept { return site_.routes(); }

    /// Lets a run go on for a while, and rolls it back then. From any thread; a second call without patience ends the
    /// first one's.
    void finish_runs(std::chrono::milliseconds patience) { going_.finish(patience); }

private:
    event_log log_;
    metrics counted_;
    workspace served_;
    cancellable_requests comparisons_;
    runs going_;
    access::door door_;
    resources::run_desk const desk_{served_, going_, door_.rules()};
    site site_;
};

} // namespace alembicore::server
