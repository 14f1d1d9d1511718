// Requests that nobody sends by accident. Each gets one refusal and the end of its connection, or one proper answer.
#include "browser.hpp"
#include "running_server.hpp"

#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

namespace alembicore::test {

namespace {

using namespace std::string_literals;

/// One server for all cases: it has to live through them.
struct shared_server {
    migrated_project project{two_tables()};
    running_server server{project};
};

struct attack {
    std::string bytes;
    std::string_view status; ///< of the first answer
};

std::size_t answers_in(std::string const& seen) {
    std::size_t count = 0;
    for (auto at = seen.find("HTTP/1.1 "); at != std::string::npos; at = seen.find("HTTP/1.1 ", at + 1))
        ++count;
    return count;
}

void require_one_answer(shared_server const& to, std::vector<attack> const& attacks) {
    // What is smuggled would be answered too.
    auto const smuggled = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"s;
    for (auto const& [bytes, status] : attacks)
        BOOST_TEST_CONTEXT(bytes.substr(0, 120)) {
            auto const seen = exchange(to.server.port(), bytes + smuggled);
            BOOST_TEST(seen.starts_with("HTTP/1.1 "s + std::string{status}), seen.substr(0, 60));
            BOOST_TEST(answers_in(seen) == 1U);
        }
    BOOST_TEST(exchange(to.server.port(), "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                   .starts_with("HTTP/1.1 200"));
}

std::string post(std::string const& fields, std::string const& body = {}) {
    return "POST /api/login HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}

std::string get(std::string const& fields) {
    return "GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_malformed)

BOOST_AUTO_TEST_CASE(lengths_that_two_servers_could_read_differently) {
    shared_server const to;
    require_one_answer(
        to,
        {
            {post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400"},
            {post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n"), "400"},
            {post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"), "400"},
            {post("Content-Length: 2\r\nContent-Length: 2\r\n", "ab"), "400"},
            {post("Content-Length: 1, 1\r\n", "a"), "400"},
            {post("Content-Length: +1\r\n", "a"), "400"},
            {post("Content-Length: 0x1\r\n", "a"), "400"},
            {post("Content-Length: 1 1\r\n", "a"), "400"},
            {post("Content-Length: 1\r\n 1\r\n", "a"), "400"},
            {post("Content-Length: -1\r\n"), "400"},
            {post("Content-Length: \r\n"), "400"},
            {post("Content-Length: 18446744073709551617\r\n", "a"), "400"},
            {post("Content-Length: 99999999999\r\n"), "413"},
            {post("Transfer-Encoding: identity\r\n"), "400"},
            {post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "400"},
            {post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), "400"},
            {post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "400"},
            {post("Transfer-Encoding: chun\r\n ked\r\n", "0\r\n\r\n"), "400"},
            {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"), "400"},
            {post(
                 "Transfer-Encoding: \x0b"
                 "chunked\r\n",
                 "0\r\n\r\n"
             ),
             "400"},
            {post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), "400"},
            {"POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        }
    );
}

BOOST_AUTO_TEST_CASE(chunks_that_are_none) {
    shared_server const to;
    auto const token = browser{to.server.port()}.token(); // or the body would not be read at all
    auto const chunked = [&](std::string const& body) {
        return post("X-Alembicore-Token: " + token + "\r\nTransfer-Encoding: chunked\r\n", body);
    };
    require_one_answer(
        to,
        {
            {chunked("g\r\n"), "400"},
            {chunked("-1\r\n"), "400"},
            {chunked("0x1\r\na\r\n0\r\n\r\n"), "400"},
            {chunked("1\r\nab\r\n0\r\n\r\n"), "400"},
            {chunked("1\na\r\n0\r\n\r\n"), "400"},
            {chunked("\r\n"), "400"},
            {chunked("FFFFFFFFFFFFFFFFF\r\n"), "400"},
            {chunked("FFFFFFFF\r\n"), "413"},
            {chunked("1;" + std::string(300'000, 'x') + "\r\na\r\n0\r\n\r\n"), "400"},
        }
    );
}

BOOST_AUTO_TEST_CASE(lines_and_fields_that_are_none) {
    shared_server const to;
    require_one_answer(
        to,
        {
            {"GARBAGE\r\n\r\n", "400"},
            {"\0\0\0\0\r\n\r\n"s, "400"},
            {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, "400"},
            {"GET /\r\n\r\n", "400"},
            {"GET / HTTP/1.1 \r\nHost: localhost\r\n\r\n", "400"},
            {"GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"},
            {"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", "400"},
            {"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", "400"},
            {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"},
            {"GET / HTTP/1.1\nHost: localhost\n\n", "400"},
            {"GET /healthz HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n", "400"},
            {"GET /healthz HTTP/1.1\r\nHost: localhost\rX: y\r\n\r\n", "400"},
            {"GET /healthz HTTP/1.1\r\n\r\n", "400"},
            {"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", "400"},
            {"GET /healthz HTTP/1.1\r\n Host: localhost\r\n\r\n", "400"},
            {get("X\0Y: z\r\n"s), "400"},
            {get("X: a\0b\r\n"s), "400"},
            {get(": empty\r\n"), "400"},
            {get("No colon\r\n"), "400"},
            {get("X Y: z\r\n"), "400"},
            {get("X: " + std::string(20'000, 'x') + "\r\n"), "431"},
            {"GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", "431"},
            {get("Authorization: a\r\nAuthorization: b\r\n"), "400"},
        }
    );
    std::string many;
    for (int i = 0; i < 3000; ++i)
        many += "X" + std::to_string(i) + ": y\r\n";
    require_one_answer(to, {{get(many), "431"}});
}

BOOST_AUTO_TEST_CASE(targets_that_lead_elsewhere) {
    shared_server const to;
    browser page{to.server.port()};
    for (auto const* const target : {
             "/%zz",
             "/%",
             "/\xff",
             "/%ff",
             "/%c0%ae%c0%ae/etc/passwd",
             "/%00",
             "/api/tables/users%00/data",
             "/api/tables/x/data?filter=%00",
             "http://localhost/healthz",
             "//",
             "*",
             "",
             "/a b",
         }) {
        auto const seen =
            exchange(to.server.port(), "GET "s + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        BOOST_TEST(!seen.empty(), target);
        BOOST_TEST((seen.starts_with("HTTP/1.1 400") || target == "//"s), target + " "s + seen.substr(0, 40));
    }
    for (auto const* const target :
         {"/../../etc/passwd",
          "/assets/../../../../etc/passwd",
          "/assets/..%2f..%2f..%2fetc%2fpasswd",
          "/%2e%2e/%2e%2e/etc/passwd",
          "/..%5c..%5cetc%5cpasswd",
          "/./etc/passwd",
          "//etc/passwd",
          "/proc/self/environ",
          "/assets/%252e%252e/etc/passwd"}) {
        auto const seen = page.get(target);
        BOOST_TEST(seen.body.find("root:") == std::string::npos, target);
        BOOST_TEST(seen.body.find("PATH=") == std::string::npos, target);
    }
}

BOOST_AUTO_TEST_CASE(methods_that_nobody_answers) {
    shared_server const to;
    for (auto const* const verb : {"TRACE", "CONNECT", "PROPFIND", "PATCHX", "get"}) {
        auto const seen = exchange(
            to.server.port(),
            std::string{verb} +
                " /api/version HTTP/1.1\r\nHost: localhost\r\nCookie: secret\r\nConnection: close\r\n\r\n"
        );
        BOOST_TEST(seen.starts_with("HTTP/1.1 4"), seen.substr(0, 40));
        BOOST_TEST(seen.find("secret") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(bodies_that_are_no_json) {
    shared_server const to;
    browser page{to.server.port()};
    for (auto const& body : {
             "\xff\xfe"s,
             "{\"user\": \"\xc3\x28\", \"password\": \"x\"}"s,
             "{\"user\": \"a\\u0000b\", \"password\": \"x\"}"s,
             "{\"user\": \"a\0b\"}"s,
             std::string(100'000, '['),
             std::string(100'000, '{'),
             "{\"user\": 1e99999}"s,
             "{\"user\": \"\\ud800\"}"s,
             "{\"user\": \"x\",}"s,
             "{} {}"s,
             "nul"s,
         }) {
        auto const seen = page.post("/api/login", body);
        BOOST_TEST(seen.status == 400U, body.substr(0, 40));
        BOOST_TEST(!seen.json().at("fix").as_string().empty());
    }
    BOOST_TEST(page.get("/healthz").status == 200U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
