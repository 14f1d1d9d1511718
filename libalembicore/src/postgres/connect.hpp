// Opening connections.
#pragma once

#include "postgres/handle.hpp"
#include "postgres/waiting.hpp"

#include <alembicore/database_url.hpp>

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::postgres {

/// What libpq is given: the URL's keywords, and ours where they go before the user's or fill a gap.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> connection_parameters(database_url const& url);

/// A connection on its way. Most of the time that it takes is the server's, which starts a process for it; meanwhile we
/// can do something else.
class pending_connection {
public:
    /// Goes as far as is possible without waiting for the server. What fails is told by `wait`.
    pending_connection(database_url url, std::chrono::seconds timeout);

    /// Goes through the rest of the dialogue, which the timeout is for.
    /// Errors: connection_failed, authentication_failed, cancelled.
    [[nodiscard]] connection_handle wait(std::stop_token const& stop = {});

    [[nodiscard]] database_url const& url() const noexcept { return url_; }

private:
    wait_end advance(std::optional<steady_time> until);

    database_url url_;
    wakeup waker_;
    connection_handle handle_;
    std::optional<std::chrono::seconds> patience_;        ///< of `wait`
    std::optional<interest> awaited_ = interest::writing; ///< of the socket; nothing when the dialogue is over
};

} // namespace alembicore::postgres
