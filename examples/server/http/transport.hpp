// The bytes of a connection, with TLS or without. One type for both, so that what reads and writes HTTP is compiled
// once.
#pragma once

#include "http/tls.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <utility>

namespace alembicore::server::http {

/// An AsyncStream of Asio. Not for two threads at once.
class transport {
public:
    using executor_type = boost::beast::tcp_stream::executor_type;
    using finished = std::function<void(boost::system::error_code, std::size_t)>;

    /// `identity` null: without TLS.
    transport(boost::asio::ip::tcp::socket socket, tls_identity const* identity);
    transport(transport const&) = delete;
    transport& operator=(transport const&) = delete;
    ~transport();

    [[nodiscard]] executor_type get_executor() noexcept { return tcp_.get_executor(); }

    [[nodiscard]] bool is_secure() const noexcept { return tls_ != nullptr; }

    [[nodiscard]] std::string peer();

    /// Whether the client sends nothing any more; what it has sent before may still be there to be read.
    [[nodiscard]] bool peer_has_left();

    void expires_after(std::chrono::seconds time) { tcp_.expires_after(time); }

    void expires_never() { tcp_.expires_never(); }

    /// Closes it at once, whatever is on its way.
    void abandon() { tcp_.close(); }

    /// What goes on ends with an error.
    void cancel() { tcp_.cancel(); }

    /// Before anything is read. Over at once without TLS.
    void handshake(std::function<void(boost::system::error_code)> then);

    /// Says that nothing is sent any more.
    void finish_sending(std::function<void()> then);

    /// Reads what still comes, past TLS, to nowhere.
    void read_raw(boost::asio::mutable_buffer into, finished then);

    template <typename Buffers, typename Token>
    auto async_read_some(Buffers const& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, boost::asio::mutable_buffer into) { read(into, erased(std::move(handler))); },
            token,
            first_of(buffers)
        );
    }

    template <typename Buffers, typename Token>
    auto async_write_some(Buffers const& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, pieces const& from) { write(from, erased(std::move(handler))); },
            token,
            pieces{buffers}
        );
    }

private:
    /// The first few of a sequence of buffers: enough for head and body in one call of the system.
    class pieces {
    public:
        static constexpr std::size_t most = 8;

        template <typename Buffers>
        explicit pieces(Buffers const& from) {
            auto const end = boost::asio::buffer_sequence_end(from);
            for (auto at = boost::asio::buffer_sequence_begin(from); at != end && count_ < most; ++at)
                if (boost::asio::const_buffer const piece{*at}; piece.size() != 0)
                    all_[count_++] = piece;
        }

        [[nodiscard]] std::span<boost::asio::const_buffer const> all() const noexcept { return {all_.data(), count_}; }

    private:
        std::array<boost::asio::const_buffer, most> all_{};
        std::size_t count_ = 0;
    };

    template <typename Buffers>
    static boost::asio::mutable_buffer first_of(Buffers const& buffers) {
        auto const end = boost::asio::buffer_sequence_end(buffers);
        for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end; ++at)
            if (boost::asio::mutable_buffer const piece{*at}; piece.size() != 0)
                return piece;
        return {};
    }

    /// Handlers of Asio can only be moved, and a std::function wants copies.
    template <typename Handler>
    static finished erased(Handler handler) {
        return
            [kept = std::make_shared<Handler>(std::move(handler))](boost::system::error_code failed, std::size_t size) {
                auto called = std::move(*kept);
                called(failed, size);
            };
    }

    void read(boost::asio::mutable_buffer into, finished then);
    void write(pieces const& from, finished then);

    struct secure_stream;
    boost::beast::tcp_stream tcp_;
    std::unique_ptr<secure_stream> tls_;
};

} // namespace alembicore::server::http
