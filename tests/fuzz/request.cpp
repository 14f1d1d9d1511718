// The way of a request into the server, up to where its route would be run.
#include "access/bearer.hpp"
#include "access/cookies.hpp"
#include "access/guard.hpp"
#include "http/forwarding.hpp"
#include "http/framing.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"
#include "http/target.hpp"
#include "resources/answers.hpp"

#include "input.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstdlib>
#include <optional>

namespace {

using namespace alembicore::server;
namespace beast = boost::beast;

using received_request = beast::http::request<beast::http::string_body>;
using parser = beast::http::request_parser<beast::http::string_body>;

http::router const& routes() {
    using enum http::method;
    static http::router const all{{
        {get, "/api/tables/{table}/rows/{id}", http::role::viewer, "one row", {}},
        {patch, "/api/tables/{table}/rows/{id}", http::role::editor, "change it", {}},
        {post, "/api/login", http::role::anyone, "log in", {}},
    }};
    return all;
}

access::guard const& guard() {
    static access::guard const made{{"db.example"}, {"https://tools.example"}, access::reach::network};
    return made;
}

http::forwarding const& proxies() {
    static http::forwarding const made{{"127.0.0.1", "10.0.0.0/8"}};
    return made;
}

access::token_rules const& rules() {
    static access::token_rules const made{.issuer = "us", .audience = "we"};
    return made;
}

std::vector<access::token_key> const& keys() {
    static std::vector const made{access::key_of_secret("0123456789abcdef0123456789abcdef")};
    return made;
}

/// One request of the bytes; nothing where they end, or are refused.
std::optional<received_request> read_one(std::string_view& bytes) {
    parser reading;
    reading.header_limit(16 * 1024);
    reading.body_limit(1024 * 1024);
    reading.eager(true);
    boost::system::error_code failed;
    while (!reading.is_done()) {
        auto const taken = reading.put(boost::asio::const_buffer{bytes.data(), bytes.size()}, failed);
        bytes.remove_prefix(taken);
        if (failed || taken == 0)
            return std::nullopt;
    }
    return reading.release();
}

void take(received_request received) {
    if (http::framing_fault(received.base()))
        return;
    // What the parser lets through has one meaning: a length or chunks, and one host.
    if (received.count(beast::http::field::content_length) + received.count(beast::http::field::transfer_encoding) >
            1 ||
        received.count(beast::http::field::host) > 1)
        std::abort();
    http::request asked;
    asked.client = "127.0.0.1";
    asked.target = std::string{received.target()};
    asked.fields = http::fields_of(received.base());
    asked.body = std::move(received.body());
    if (!http::read_target(asked))
        return;
    for (auto const& segment : asked.path)
        if (segment.find('\0') != std::string::npos)
            std::abort();
    proxies().apply(asked);
    static_cast<void>(access::session_in_cookie(asked));
    static_cast<void>(guard().refuse_place(asked));
    static_cast<void>(guard().refuse_change(asked, guard().token()));
    static_cast<void>(routes().find(http::method::patch, asked.path));
    try {
        resources::body_members body{asked};
        static_cast<void>(body.text_or("target", ""));
        body.finish();
    } catch (alembicore::error const& refused) {
        static_cast<void>(http::problem(refused.info()));
    }
    static_cast<void>(access::judge_claims(asked.body, rules(), {}));
    static_cast<void>(access::read_token(std::string{asked.field("Authorization")}, keys(), rules(), {}));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto bytes = alembicore::fuzz::text_of(data, size);
    std::string_view rest{bytes};
    for (int pipelined = 0; pipelined < 8; ++pipelined) {
        auto read = read_one(rest);
        if (!read)
            break;
        take(*std::move(read));
    }
    return 0;
}
