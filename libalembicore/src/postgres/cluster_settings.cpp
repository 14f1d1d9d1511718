#include "postgres/cluster_settings.hpp"

#include "base/file.hpp"
#include "base/file_descriptor.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <arpa/inet.h>
#include <locale.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/socket.h>

namespace alembicore::postgres {

namespace {

bool is_free(int port) {
    base::file_descriptor const probe{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    int const yes = 1; // as the server does: connections of before that are closing are no obstacle
    static_cast<void>(::setsockopt(probe.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::bind(probe.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
}

int find_free_port() {
    base::file_descriptor const probe{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(probe.get(), generic, size) != 0 || ::getsockname(probe.get(), generic, &size) != 0)
        throw std::system_error(errno, std::generic_category(), "no free port");
    return ntohs(address.sin_port);
}

std::string quoted_setting(std::string const& text) {
    std::string quoted = "'";
    for (char const c : text) {
        if (c == '\'')
            quoted += '\'';
        quoted += c;
    }
    return quoted + "'";
}

} // namespace

std::string render_settings(cluster_folder const& folder, int port, durability wanted) {
    std::string text = "# Written by alembicore at every start.\n"
                       "listen_addresses = '127.0.0.1'\n"
                       "port = " +
                       std::to_string(port) +
                       "\n"
                       "unix_socket_directories = " +
                       quoted_setting(folder.sockets.string()) +
                       "\n"
                       "unix_socket_permissions = 0700\n";
    if (wanted == durability::none)
        text +=
            "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_wal_senders = 0\nwal_level = minimal\n";
    return text;
}

int choose_port(cluster_folder const& folder) {
    std::error_code ignored;
    if (std::filesystem::exists(folder.settings, ignored)) {
        std::string const text = base::read_file(folder.settings);
        auto const at = text.find("port = ");
        int const before = at == std::string::npos ? 0 : std::atoi(text.c_str() + at + 7);
        if (before > 0 && is_free(before))
            return before;
    }
    return find_free_port();
}

std::string random_password() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::system_error(errno, std::generic_category(), "getrandom");
    std::string text;
    for (unsigned const byte : bytes) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

std::string cluster_locale() {
    locale_t const found = ::newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
    if (found == nullptr)
        return "C";
    ::freelocale(found);
    return "C.UTF-8";
}

} // namespace alembicore::postgres
