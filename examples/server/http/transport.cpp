#include "http/transport.hpp"

#include "http/tls_context.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <vector>

#include <poll.h>

namespace alembicore::server::http {

namespace asio = boost::asio;
using boost::system::error_code;

struct transport::secure_stream {
    asio::ssl::stream<boost::beast::tcp_stream&> over;

    secure_stream(boost::beast::tcp_stream& tcp, asio::ssl::context& identity) : over(tcp, identity) {}
};

transport::transport(asio::ip::tcp::socket socket, tls_identity const* identity) : tcp_(std::move(socket)) {
    error_code ignored;
    tcp_.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
    if (identity != nullptr)
        tls_ = std::make_unique<secure_stream>(tcp_, context_of(*identity));
}

transport::~transport() = default;

std::string transport::peer() {
    error_code gone;
    auto const endpoint = tcp_.socket().remote_endpoint(gone);
    return gone ? std::string{} : endpoint.address().to_string();
}

bool transport::peer_has_left() {
    pollfd asked{.fd = tcp_.socket().native_handle(), .events = POLLRDHUP, .revents = 0};
    return ::poll(&asked, 1, 0) == 1;
}

void transport::handshake(std::function<void(error_code)> then) {
    if (!tls_)
        return then({});
    tls_->over.async_handshake(asio::ssl::stream_base::server, std::move(then));
}

void transport::finish_sending(std::function<void()> then) {
    auto const shut = [this] {
        error_code ignored;
        tcp_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    };
    if (!tls_) {
        shut();
        return then();
    }
    tls_->over.async_shutdown([shut, then = std::move(then)](error_code) {
        shut();
        then();
    });
}

void transport::read_raw(asio::mutable_buffer into, finished then) {
    tcp_.async_read_some(into, std::move(then));
}

void transport::read(asio::mutable_buffer into, finished then) {
    if (tls_)
        tls_->over.async_read_some(into, std::move(then));
    else
        tcp_.async_read_some(into, std::move(then));
}

void transport::write(pieces const& from, finished then) {
    auto const all = from.all();
    if (tls_)
        tls_->over.async_write_some(std::vector(all.begin(), all.end()), std::move(then));
    else
        tcp_.async_write_some(std::vector(all.begin(), all.end()), std::move(then));
}

} // namespace alembicore::server::http
