#include "http/server.hpp"

#include "http/connection.hpp"

#include <alembicore/error.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

namespace alembicore::server::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds between_looks{500};

} // namespace

struct server::state {
    state(application& answers, server_options chosen)
        : options(std::move(chosen)), workers(options.threads),
          acceptor(io), shared{.answers = answers, .workers = workers, .options = options} {
        if (!options.tls.empty()) {
            identity = std::make_unique<tls_identity>(options.tls);
            shared.identity = identity.get();
        }
    }

    void listen() {
        boost::system::error_code failed;
        auto const address = asio::ip::make_address(options.address, failed);
        if (failed)
            throw error{errc::bad_usage, "'" + options.address + "' is no address to listen on", "give an IP address"};
        tcp::endpoint const endpoint{address, options.port};
        acceptor.open(endpoint.protocol());
        acceptor.set_option(asio::socket_base::reuse_address{true});
        acceptor.bind(endpoint, failed);
        if (failed)
            throw error{
                errc::bad_usage,
                "cannot listen on " + options.address + ':' + std::to_string(options.port) + ": " + failed.message(),
                "stop what uses the port, or choose another one with --port"};
        acceptor.listen();
    }

    void accept() {
        acceptor.async_accept([this](boost::system::error_code failed, tcp::socket socket) {
            if (!acceptor.is_open())
                return;
            if (!failed && has_room_for(socket))
                std::make_shared<connection>(std::move(socket), shared)->start();
            accept();
        });
    }

    /// One timer for all: a timer for each request would cost more than most of them.
    void look_after_clients() {
        next_look.expires_after(between_looks);
        next_look.async_wait([this](boost::system::error_code failed) {
            if (failed || !acceptor.is_open())
                return;
            for (auto* each : shared.open)
                each->look_after_client();
            look_after_clients();
        });
    }

    [[nodiscard]] bool has_room_for(tcp::socket const& socket) const {
        if (shared.open.size() >= options.connections)
            return false;
        boost::system::error_code gone;
        auto const address = socket.remote_endpoint(gone).address();
        if (gone || address.is_loopback() || options.proxies.trusts(address.to_string()))
            return !gone;
        auto const found = shared.of_client.find(address.to_string());
        return found == shared.of_client.end() || found->second < options.of_one_client;
    }

    server_options options;
    std::unique_ptr<tls_identity> identity;
    asio::io_context io{1};
    asio::thread_pool workers;
    tcp::acceptor acceptor;
    asio::steady_timer next_look{io};
    connection_context shared;
};

server::server(application& answers, server_options options)
    : state_{std::make_unique<state>(answers, std::move(options))} {
    state_->listen();
}

server::~server() = default;

std::uint16_t server::port() const noexcept {
    boost::system::error_code ignored;
    return state_->acceptor.local_endpoint(ignored).port();
}

void server::run() {
    state_->accept();
    state_->look_after_clients();
    state_->io.run();
    state_->workers.join();
}

void server::stop() {
    asio::post(state_->io, [this] {
        boost::system::error_code ignored;
        state_->acceptor.close(ignored);
        state_->next_look.cancel();
        auto const open = state_->shared.open;
        for (auto* each : open)
            each->finish();
    });
}

} // namespace alembicore::server::http
