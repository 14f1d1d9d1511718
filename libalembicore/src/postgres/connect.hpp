// Opening connections.
#pragma once

#include "postgres/handle.hpp"
#include "postgres/waiting.hpp"

#include <alembicore/database_url.hpp>

#include <chrono>
#include <future>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::postgres {

/// What libpq is given: the URL's keywords, and ours where they go before the user's or fill a gap.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> connection_parameters(database_url const& url);

/// How far a connection has come.
struct dialogue {
    connection_handle handle;
    std::optional<interest> awaited = interest::writing; ///< of the socket; nothing when the dialogue is over
    std::optional<std::chrono::seconds> patience;        ///< for the rest of it
};

/// A connection on its way. Loading libpq, looking up the host and the process that the server starts take their time;
/// meanwhile we can do something else.
class pending_connection {
public:
    /// Loads libpq in a thread of its own.
    pending_connection();

    /// In that thread goes as far as is possible without waiting for the server. What fails is told by `wait`.
    void begin(database_url url, std::chrono::seconds timeout);

    /// Goes through the rest of the dialogue, which the timeout is for. Precondition: `begin` was called.
    /// Errors: connection_failed, authentication_failed, cancelled.
    [[nodiscard]] connection_handle wait(std::stop_token const& stop = {});

    [[nodiscard]] database_url const& url() const noexcept { return url_; }

private:
    /// What the thread waits for once libpq is loaded.
    struct destination {
        std::vector<std::pair<std::string, std::string>> parameters;
        std::chrono::seconds timeout;
    };

    database_url url_;
    std::future<dialogue> begun_;
    std::promise<destination> asked_; ///< behind `begun_`: giving up ends the thread that is waited for
};

} // namespace alembicore::postgres
