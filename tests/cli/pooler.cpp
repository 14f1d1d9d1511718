#include "pooler.hpp"

#include "base/file.hpp"
#include "base/process.hpp"
#include "support/temporary_cluster.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace alembicore::test {

namespace {

constexpr char const* program = "/usr/sbin/pgbouncer";

int free_port() {
    int const probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    bool const found = ::bind(probe, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                       ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    ::close(probe);
    if (!found)
        throw std::runtime_error{"no port for a pooler"};
    return ntohs(address.sin_port);
}

std::string parameter(std::string const& name) {
    for (auto const& [keyword, value] : temporary_cluster::shared().url("postgres").parameters)
        if (keyword == name)
            return value;
    return {};
}

} // namespace

bool transaction_pooler::available() {
    return std::filesystem::exists(program);
}

transaction_pooler::transaction_pooler() : port_(free_port()) {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all); // it runs as another user than root
    auto const here = folder_.path().string();
    auto const configuration = folder_.write(
        "pgbouncer.ini",
        "[databases]\n* = host=" + parameter("host") + " port=" + parameter("port") + " user=" + parameter("user") +
            "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " + std::to_string(port_) +
            "\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\nmax_client_conn = 200\n"
            "default_pool_size = 30\nlogfile = " +
            here + "/log\npidfile = " + here + "/pid\n"
    );
    base::process_request start;
    start.arguments = {program, "-q", "-d"};
    if (::geteuid() == 0)
        start.arguments.insert(start.arguments.end(), {"-u", "postgres"});
    start.arguments.push_back(configuration.string());
    start.output = start.error_output = base::stream_mode::discarded;
    base::run_successfully(start);
}

transaction_pooler::~transaction_pooler() {
    try {
        ::kill(std::stoi(base::read_file(folder_.path() / "pid")), SIGINT);
        for (int tries = 0; tries < 50 && std::filesystem::exists(folder_.path() / "pid"); ++tries)
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
    } catch (std::exception const&) {
        // It never came up, as the tests have seen.
    }
}

std::string transaction_pooler::address(std::string const& database) const {
    return "postgresql://" + parameter("user") + "@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

} // namespace alembicore::test
