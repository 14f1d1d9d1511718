#include "browser.hpp"
#include "running_server.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

struct plain_server {
    migrated_project project{two_tables()};
    running_server server{project};
    browser page{server.port()};

    [[nodiscard]] std::string exchange(std::string const& bytes) const { return test::exchange(server.port(), bytes); }
};

std::string first_line(std::string const& text) {
    return text.substr(0, text.find("\r\n"));
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_hardening)

BOOST_AUTO_TEST_CASE(malformed_requests_get_one_refusal_and_the_end_of_the_connection) {
    plain_server const made;
    std::string const host = "Host: localhost\r\n";

    struct {
        std::string bytes;
        std::string_view status;
    } const cases[]{
        {"GARBAGE\r\n\r\n", "HTTP/1.1 400"},
        {"GET / HTTP/9.9\r\n" + host + "\r\n", "HTTP/1.1 400"},
        {"GET /%zz HTTP/1.1\r\n" + host + "\r\n", "HTTP/1.1 400"},
        {"GET /\xff HTTP/1.1\r\n" + host + "\r\n", "HTTP/1.1 400"},
        {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'x') + "\r\n\r\n", "HTTP/1.1 431"},
        {"POST /api/x HTTP/1.1\r\n" + host + "Content-Length: 99999999999\r\n\r\n", "HTTP/1.1 413"},
        {"POST /api/x HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", "HTTP/1.1 400"},
        // Two lengths, or a length and chunks, are how one request is smuggled within another.
        {"POST /api/x HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 400"},
        {"POST /api/x HTTP/1.1\r\n" + host + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "HTTP/1.1 400"},
    };

    for (auto const& [bytes, status] : cases)
        BOOST_TEST_CONTEXT(bytes.substr(0, 60)) {
            auto const seen = made.exchange(bytes);
            BOOST_TEST(first_line(seen).starts_with(status), first_line(seen));
            BOOST_TEST(seen.find("HTTP/1.1 ", 1) == std::string::npos);
        }
    BOOST_TEST(
        made.exchange("GET /healthz HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n").starts_with("HTTP/1.1 200")
    );
}

BOOST_AUTO_TEST_CASE(requests_that_were_sent_together_are_answered_in_order) {
    plain_server const made;
    auto const seen = made.exchange("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    "HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    "GET /api/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    auto const second = seen.find("HTTP/1.1", 1);
    auto const third = seen.find("HTTP/1.1", second + 1);
    BOOST_REQUIRE(third != std::string::npos);
    BOOST_TEST(seen.substr(second, third - second).find("\"status\"") == std::string::npos);
    BOOST_TEST(seen.substr(third).find("\"version\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_outside_the_page_is_read) {
    plain_server made;
    for (char const* const target :
         {"/../../etc/passwd",
          "/assets/../../../../etc/passwd",
          "/%2e%2e/%2e%2e/etc/passwd",
          "/..%2f..%2fetc%2fpasswd",
          "//etc/passwd"}) {
        auto const seen = made.page.get(target);
        BOOST_TEST(seen.body.find("root:") == std::string::npos, target);
    }
}

BOOST_AUTO_TEST_CASE(every_route_that_changes_something_needs_the_token_and_our_own_origin) {
    plain_server made;
    auto const described = made.page.get("/api/openapi.json").json();
    std::size_t seen = 0;
    for (auto const& [path, operations] : described.at("paths").as_object())
        for (auto const& [method, operation] : operations.as_object()) {
            std::string verb{method};
            for (auto& c : verb)
                c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            std::string target{path};
            for (auto brace = target.find('{'); brace != std::string::npos; brace = target.find('{'))
                target.replace(brace, target.find('}') - brace + 1, "x");
            BOOST_TEST(made.page.send(verb, target, "{}", {{"Host", "evil.example"}}).status == 403U, verb + target);
            BOOST_TEST(
                made.page.send(verb, target, "{}", {{"Origin", "http://evil.example"}}).status == 403U, verb + target
            );
            if (verb != "GET") {
                BOOST_TEST(made.page.send(verb, target, "{}").status == 403U, verb + target);
                ++seen;
            }
        }
    BOOST_TEST(seen > 10U);
    BOOST_TEST(made.project.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0");
}

BOOST_AUTO_TEST_CASE(what_goes_for_every_answer) {
    plain_server made;
    auto const seen = made.page.get("/api/openapi.json", {{"Accept-Encoding", "gzip"}});
    auto const& policy = seen.fields.at("content-security-policy");
    BOOST_TEST(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
    BOOST_TEST(policy.find("unsafe") == std::string::npos);
    BOOST_TEST(seen.fields.at("x-content-type-options") == "nosniff");
    BOOST_TEST(seen.fields.at("content-encoding") == "gzip");
    auto const again = made.page.get("/api/openapi.json", {{"If-None-Match", seen.fields.at("etag")}});
    BOOST_TEST(again.status == 304U);
    BOOST_TEST(again.body.empty());
    auto const wrong = made.page.send("PUT", "/api/version", "", {{"X-Alembicore-Token", made.page.token()}});
    BOOST_TEST(wrong.status == 405U);
    BOOST_TEST(wrong.fields.at("allow") == "OPTIONS, GET, HEAD");
}

BOOST_AUTO_TEST_CASE(bodies_that_make_no_sense_are_told) {
    plain_server made;
    for (char const* const body :
         {"", "[]", "{", "{\"target\": 5}", "{\"targte\": \"head\"}", "{\"lock_wait\": -1}", "\xff"}) {
        auto const seen = made.page.post("/api/alembic/migrations/downgrade", body);
        BOOST_TEST(seen.status == 400U, body);
        BOOST_TEST(!seen.json().at("fix").as_string().empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
