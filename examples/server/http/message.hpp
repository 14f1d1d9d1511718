// What a request asks and what is answered, as plain values: resources know nothing of sockets.
#pragma once

#include "http/content.hpp"
#include "http/stream_writer.hpp"

#include <cctype>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alembicore::server::http {

enum class method { get, head, post, put, patch, delete_, options, other };

[[nodiscard]] std::string_view name_of(method verb) noexcept;

/// Names of header fields in any case of letters.
struct field_order {
    using is_transparent = void;
    [[nodiscard]] bool operator()(std::string_view left, std::string_view right) const noexcept;
};

using fields = std::map<std::string, std::string, field_order>;

struct request {
    http::method verb = method::get;
    std::string target;                                     ///< as sent
    std::vector<std::string> path;                          ///< segments, decoded
    std::vector<std::pair<std::string, std::string>> query; ///< decoded
    http::fields fields;
    std::string body;
    std::string client;        ///< its address; behind a proxy, what that says of it
    bool secure = false;       ///< came by TLS
    bool wants_socket = false; ///< asks for a WebSocket instead of an answer
    std::stop_token gone{};    ///< requested when the client leaves, or the server ends

    /// The first value of a name in the query; nullopt = not given.
    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;

    /// All values of a name in the query, in order.
    [[nodiscard]] std::vector<std::string> parameters(std::string_view name) const;

    /// A header field; empty = not given.
    [[nodiscard]] std::string_view field(std::string_view name) const noexcept;
};

/// Sends a body while it is made, in a thread of its own. Returns when it is over, or when nobody reads any more.
using body_writer = std::function<void(stream_writer& to)>;

struct response {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> fields{};
    std::shared_ptr<content const> body = std::make_shared<content const>(std::string{});
    body_writer streamed{}; ///< instead of `body`
    bool by_socket = false; ///< each piece of `streamed` is a message of a WebSocket, which was asked for
    std::string about{};    ///< for the audit log, not for the client: whom or what it concerns
    std::string route{};    ///< the pattern of what has answered; empty = none
};

/// The trace id of a `traceparent`, its second part; empty where it is none. Source: W3C Trace Context.
[[nodiscard]] std::string trace_of(std::string_view traceparent);

[[nodiscard]] response text_response(std::string text, std::string content_type, unsigned status = 200);

} // namespace alembicore::server::http
