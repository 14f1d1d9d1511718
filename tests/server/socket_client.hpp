// A client of a WebSocket, over TCP or over TLS.
#pragma once

#include "browser.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::test {

namespace websocket = boost::beast::websocket;

template <typename Transport>
class socket_over {
public:
    /// `more`: what the transport is made of besides an io_context.
    template <typename... More>
    explicit socket_over(std::uint16_t port, More&... more) : port_(port), socket_(io_, more...) {
        boost::beast::get_lowest_layer(socket_).connect({boost::asio::ip::address_v4::loopback(), port});
    }

    [[nodiscard]] Transport& transport() { return socket_.next_layer(); }

    /// The status that the server answers with: 101 where it agrees.
    unsigned open(std::string const& target, header_fields const& fields = {}) {
        socket_.set_option(websocket::stream_base::decorator([&](websocket::request_type& asked) {
            for (auto const& [name, value] : fields)
                asked.set(name, value);
        }));
        websocket::response_type answered;
        boost::system::error_code refused;
        socket_.handshake(answered, "127.0.0.1:" + std::to_string(port_), target, refused);
        return answered.result_int();
    }

    /// The next message; empty: the server has closed.
    std::string read() {
        boost::beast::flat_buffer buffer;
        boost::system::error_code over;
        socket_.read(buffer, over);
        return over ? std::string{} : boost::beast::buffers_to_string(buffer.data());
    }

    std::vector<std::string> read_all() {
        std::vector<std::string> all;
        for (auto message = read(); !message.empty(); message = read())
            all.push_back(message);
        return all;
    }

    void say(std::string const& text) { socket_.write(boost::asio::buffer(text)); }

    [[nodiscard]] websocket::close_code closed_with() const {
        return static_cast<websocket::close_code>(socket_.reason().code);
    }

private:
    std::uint16_t port_;
    boost::asio::io_context io_;
    websocket::stream<Transport> socket_;
};

/// The messages that a WebSocket has for what these server-sent events tell.
inline std::vector<std::string> messages_of(std::string const& events) {
    std::vector<std::string> all;
    for (std::size_t at = 0; (at = events.find("\ndata: ", at)) != std::string::npos;) {
        at += std::string_view{"\ndata: "}.size();
        all.push_back(events.substr(at, events.find('\n', at) - at));
    }
    all.back() = R"({"event":"end"})";
    return all;
}

} // namespace alembicore::test
