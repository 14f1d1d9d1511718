// Messages that are sent over a connection after its client has asked for that. Source: RFC 6455.
#pragma once

#include "http/message.hpp"
#include "http/transport.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string_view>

namespace alembicore::server::http {

/// All members but `write` are called by the thread that reads and writes. What the client says is not listened to.
class web_socket {
public:
    /// `leaving` is requested to stop when the client goes.
    web_socket(transport& over, std::stop_source leaving);
    web_socket(web_socket const&) = delete;
    web_socket& operator=(web_socket const&) = delete;
    ~web_socket();

    /// Agrees to what was asked; where that cannot be understood, it is answered so.
    void
    accept(request const& asked, std::chrono::seconds patience, std::function<void(boost::system::error_code)> then);

    /// Notices when the client closes, and answers its pings. Keeps the owner alive until the end of the connection.
    void watch(std::shared_ptr<void> owner);

    /// One message, from another thread: waits until it is on its way. False: nobody reads any more.
    bool write(std::string_view message);

    void close(std::function<void()> then);

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace alembicore::server::http
