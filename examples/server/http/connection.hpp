// One client's connection: requests one after the other, each answered before the next is read.
#pragma once

#include "http/application.hpp"
#include "http/server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>

namespace alembicore::server::http {

class connection;

/// What the connections of a server share. All of it is used by the thread that reads and writes, but `workers`.
struct connection_context {
    application& answers;
    boost::asio::thread_pool& workers;
    server_options const& options;
    tls_identity const* identity = nullptr; ///< null: without TLS
    std::set<connection*> open{};
    std::map<std::string, std::size_t> of_client{}; ///< how many of those, by the address
    std::size_t streams = 0;                        ///< that are being sent
};

class connection : public std::enable_shared_from_this<connection> {
public:
    connection(boost::asio::ip::tcp::socket socket, connection_context& shared);
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;
    ~connection();

    /// Keeps itself alive as long as the client stays.
    void start();

    /// Tells what makes an answer if its client has left.
    void look_after_client();

    /// Ends when the answer that is being made is sent, or now where there is none.
    void finish();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace alembicore::server::http
