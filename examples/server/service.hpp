// All that a server answers with, put together.
#pragma once

#include "access/guard.hpp"
#include "settings.hpp"
#include "site.hpp"
#include "workspace/runs.hpp"
#include "workspace/workspace.hpp"

#include <iosfwd>

namespace alembicore::server {

class service {
public:
    /// `log` gets a line of JSON for each request, and must outlive it.
    service(server_settings const& chosen, std::ostream& log);

    [[nodiscard]] workspace& served() noexcept { return served_; }

    [[nodiscard]] http::application& answers() noexcept { return site_; }

private:
    workspace served_;
    runs going_;
    access::guard allowed_;
    site site_;
};

} // namespace alembicore::server
