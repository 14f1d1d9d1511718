#include "browser.hpp"

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/parse.hpp>

#include <sys/socket.h>

namespace alembicore::test {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

tcp::endpoint endpoint_of(std::uint16_t port) {
    return {asio::ip::address_v4::loopback(), port};
}

} // namespace

boost::json::value answer::json() const {
    return boost::json::parse(body);
}

browser::browser(std::uint16_t port) : port_(port) {}

answer browser::get(std::string const& target, header_fields const& fields) {
    return send("GET", target, {}, fields);
}

answer browser::send(
    std::string const& method, std::string const& target, std::string const& body, header_fields const& fields
) {
    asio::io_context io;
    boost::beast::tcp_stream stream{io};
    stream.connect(endpoint_of(port_));
    http::request<http::string_body> asked{http::string_to_verb(method), target, 11};
    asked.set(http::field::host, "127.0.0.1:" + std::to_string(port_));
    if (!cookie_.empty())
        asked.set(http::field::cookie, cookie_);
    for (auto const& [name, value] : fields)
        asked.set(name, value);
    asked.body() = body;
    asked.prepare_payload();
    http::write(stream, asked);
    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> read;
    read.body_limit(boost::none);
    read.skip(method == "HEAD");
    http::read(stream, buffer, read);
    answer got;
    got.status = read.get().result_int();
    for (auto const& field : read.get())
        got.fields.emplace(
            boost::algorithm::to_lower_copy(std::string{field.name_string()}), std::string{field.value()}
        );
    got.body = std::move(read.get().body());
    return got;
}

std::string const& browser::token() {
    if (token_.empty())
        token_ = std::string{get("/api/session").json().at("token").as_string()};
    return token_;
}

answer browser::log_in(std::string const& user, std::string const& password) {
    auto got = post("/api/login", R"({"user": ")" + user + R"(", "password": ")" + password + "\"}");
    if (got.status == 200) {
        auto const& cookie = got.fields.at("set-cookie");
        cookie_ = cookie.substr(0, cookie.find(';'));
        token_ = std::string{got.json().at("token").as_string()};
    }
    return got;
}

answer browser::post(std::string const& target, std::string const& body) {
    return send("POST", target, body, {{"X-Alembicore-Token", token()}});
}

boost::json::value browser::run(std::string const& target, std::string const& body) {
    auto const started = post(target, body);
    if (started.status != 202)
        return started.json();
    std::string const run = "/api/runs/" + std::string{started.json().at("id").as_string()};
    static_cast<void>(get(run + "/events")); // ends with the run
    return get(run).json();
}

std::string exchange(std::uint16_t port, std::string const& bytes) {
    asio::io_context io;
    tcp::socket socket{io};
    socket.connect(endpoint_of(port));
    timeval const patience{.tv_sec = 2, .tv_usec = 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    boost::system::error_code ignored;
    asio::write(socket, asio::buffer(bytes), ignored);
    std::string all;
    std::array<char, 4096> piece{};
    while (true) {
        auto const length = ::recv(socket.native_handle(), piece.data(), piece.size(), 0);
        if (length <= 0)
            return all;
        all.append(piece.data(), static_cast<std::size_t>(length));
    }
}

} // namespace alembicore::test
