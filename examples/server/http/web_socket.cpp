#include "http/web_socket.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <future>
#include <type_traits>
#include <utility>

namespace alembicore::server::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

// What Beast asks of the stream below a WebSocket, found by the type of that.

static void beast_close_socket(transport& of) {
    of.abandon();
}

template <typename Handler>
void async_teardown(beast::role_type, transport& of, Handler&& handler) {
    of.finish_sending([&of, kept = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler))] {
        asio::post(of.get_executor(), [kept] { (*kept)(error_code{}); });
    });
}

namespace {

constexpr std::size_t longest_message = 4096; // of the client, which has nothing to say
constexpr std::chrono::seconds longest_silence{60};

} // namespace

struct web_socket::state {
    websocket::stream<transport&, false> socket;
    beast::flat_buffer heard{longest_message};
    std::stop_source leaving;

    state(transport& over, std::stop_source to_leave) : socket(over), leaving(std::move(to_leave)) {}
};

web_socket::web_socket(transport& over, std::stop_source leaving)
    : state_{std::make_unique<state>(over, std::move(leaving))} {}

web_socket::~web_socket() = default;

void web_socket::accept(request const& asked, std::chrono::seconds patience, std::function<void(error_code)> then) {
    auto& socket = state_->socket;
    socket.set_option(websocket::stream_base::timeout{
        .handshake_timeout = patience, .idle_timeout = longest_silence, .keep_alive_pings = true});
    socket.read_message_max(longest_message);
    socket.text(true);
    auto const wanted =
        std::make_shared<beast::http::request<beast::http::empty_body>>(beast::http::verb::get, asked.target, 11);
    for (auto const name : {"Host", "Connection", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version"})
        if (auto const value = asked.field(name); !value.empty())
            wanted->set(name, value);
    socket.async_accept(*wanted, [wanted, then = std::move(then)](error_code failed) { then(failed); });
}

void web_socket::watch(std::shared_ptr<void> owner) {
    state_->socket.async_read(state_->heard, [this, owner = std::move(owner)](error_code failed, std::size_t) {
        if (failed) {
            state_->leaving.request_stop();
            return;
        }
        state_->heard.clear();
        watch(owner);
    });
}

bool web_socket::write(std::string_view message) {
    std::promise<bool> taken;
    asio::post(state_->socket.get_executor(), [&] {
        state_->socket.async_write(asio::buffer(message.data(), message.size()), [&](error_code failed, std::size_t) {
            if (failed)
                state_->leaving.request_stop();
            taken.set_value(!failed);
        });
    });
    return taken.get_future().get();
}

void web_socket::close(std::function<void()> then) {
    auto const why =
        state_->leaving.stop_requested() ? websocket::close_code::going_away : websocket::close_code::normal;
    state_->socket.async_close(why, [then = std::move(then)](error_code) { then(); });
}

} // namespace alembicore::server::http
