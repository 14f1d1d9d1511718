// What answers the requests of a server.
#pragma once

#include "http/message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace alembicore::server::http {

/// One request and what became of it, for the log.
struct record {
    http::method verb = method::get;
    std::string target;
    std::string route; ///< the pattern that has answered it; empty = none
    std::string client;
    std::string trace; ///< the trace id of `traceparent`; empty = none
    unsigned status = 0;
    std::chrono::microseconds elapsed{};
};

/// Thread safety: all members are called at once.
class application {
public:
    virtual ~application() = default;

    /// Bytes that the body of such a request may have.
    [[nodiscard]] virtual std::uint64_t body_limit(http::method verb, std::string_view target) const noexcept = 0;

    /// The answer to a request that is refused whatever its body is; nothing where that is not known from its head.
    /// Asked before a large body is read, by the thread that reads and writes.
    [[nodiscard]] virtual std::optional<response> refuse_early(request const& head) noexcept = 0;

    /// Does not throw.
    [[nodiscard]] virtual response answer(request const& asked) noexcept = 0;

    virtual void note(record const& done) noexcept = 0;
};

} // namespace alembicore::server::http
