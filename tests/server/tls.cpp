// TLS of the server, seen by OpenSSL's own client.
#include "browser.hpp"
#include "certificate.hpp"
#include "running_server.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

namespace alembicore::test {

namespace {

struct secure_server {
    certificate proof;
    migrated_project project{two_tables()};
    running_server server{project, project.address(), proof.options()};

    /// What comes back for a request, or nothing where no connection comes about.
    [[nodiscard]] std::string ask(std::string const& path, std::string const& options) const {
        auto const line = "(printf 'GET " + path +
                          " HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n'; sleep 0.5) | openssl "
                          "s_client -quiet -connect 127.0.0.1:" +
                          std::to_string(server.port()) + ' ' + options + " 2>/dev/null";
        std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe{::popen(line.c_str(), "r"), ::pclose};
        std::string all;
        std::array<char, 4096> piece{};
        for (std::size_t length = 0; (length = std::fread(piece.data(), 1, piece.size(), pipe.get())) != 0;)
            all.append(piece.data(), length);
        return all;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(server_tls)

BOOST_AUTO_TEST_CASE(versions_since_1_2_are_spoken) {
    secure_server const made;
    for (char const* const version : {"-tls1_2", "-tls1_3"}) {
        auto const seen = made.ask("/healthz", version);
        BOOST_TEST(seen.starts_with("HTTP/1.1 200"), version);
        BOOST_TEST(seen.find("Strict-Transport-Security") != std::string::npos);
    }
    for (char const* const version : {"-tls1", "-tls1_1"})
        BOOST_TEST(made.ask("/healthz", std::string{version} + " -cipher DEFAULT@SECLEVEL=0").empty(), version);
    for (char const* const cipher : {"AES128-SHA", "AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA256", "NULL", "aNULL"})
        BOOST_TEST(made.ask("/healthz", "-tls1_2 -cipher " + std::string{cipher} + ":@SECLEVEL=0").empty(), cipher);
}

BOOST_AUTO_TEST_CASE(large_answers_come_whole) {
    secure_server const made;
    auto const seen = made.ask("/api/openapi.json", "-tls1_3");
    auto const length = seen.find("Content-Length: ");
    BOOST_REQUIRE(length != std::string::npos);
    auto const body = seen.substr(seen.find("\r\n\r\n") + 4);
    BOOST_TEST(body.size() == std::stoul(seen.substr(length + 16)));
}

BOOST_AUTO_TEST_CASE(what_is_no_tls_is_not_answered) {
    secure_server const made;
    BOOST_TEST(
        exchange(made.server.port(), "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").find("HTTP/1.1 200") ==
        std::string::npos
    );
    BOOST_TEST(made.ask("/healthz", "-tls1_3").starts_with("HTTP/1.1 200"));
}

BOOST_AUTO_TEST_CASE(files_that_do_not_belong_together_are_told_at_the_start) {
    certificate const one;
    certificate const other;
    auto const start = [](std::string const& file, std::string const& key) {
        auto const line = std::string{ALEMBICORE_SERVER} + " --port 0 --tls-certificate " + file + " --tls-key " + key +
                          " >/dev/null 2>&1";
        return WEXITSTATUS(std::system(line.c_str()));
    };
    BOOST_TEST(start(one.file, other.key) == 1);
    BOOST_TEST(start(one.file, "/no/such/file") == 1);
    BOOST_TEST(start(one.key, one.key) == 1);
    auto const half = std::string{ALEMBICORE_SERVER} + " --port 0 --tls-key " + one.key + " >/dev/null 2>&1";
    BOOST_TEST(WEXITSTATUS(std::system(half.c_str())) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
