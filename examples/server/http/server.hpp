// Listens, and keeps the connections of clients.
#pragma once

#include "http/application.hpp"
#include "http/forwarding.hpp"
#include "http/tls.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace alembicore::server::http {

struct server_options {
    std::string address = "127.0.0.1"; ///< a numeric address
    std::uint16_t port = 3000;         ///< 0 = a free one
    std::string prefix{};              ///< of paths, which is taken away: `/migrations`; empty = none
    std::size_t threads = 12;          ///< that answer requests, and mostly wait for the database
    std::size_t streams = 128;         ///< answers that are sent while they are made, each by a thread of its own
    std::size_t connections = 512;     ///< at once; who comes later is turned away
    std::size_t of_one_client = 64;    ///< of those; not counted for this machine and known proxies
    tls_files tls{};                   ///< none = without TLS
    forwarding proxies{};              ///< that may say for whom they ask
    std::chrono::seconds patience{30}; ///< for the next piece of a request or of an answer
    std::chrono::seconds idle{75};     ///< between two requests of a connection
};

/// One thread reads and writes; others answer.
class server {
public:
    /// Listens from now on. `answers` must outlive it. Errors: bad_usage for an address that is none or is taken;
    /// those of tls_identity.
    server(application& answers, server_options options);
    server(server const&) = delete;
    server& operator=(server const&) = delete;
    ~server();

    [[nodiscard]] std::uint16_t port() const noexcept;

    /// Answers until `stop` is called.
    void run();

    /// No new connection, no new request; `run` returns when what is being answered is sent. From any thread.
    void stop();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace alembicore::server::http
