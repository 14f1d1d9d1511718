#include "postgres/cluster.hpp"

#include "base/file.hpp"
#include "base/process.hpp"
#include "postgres/cluster_programs.hpp"
#include "postgres/connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <system_error>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <locale.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace alembicore::postgres {

namespace fs = std::filesystem;

namespace {

/// What the server says about itself in postmaster.pid.
struct postmaster {
    pid_t process = 0;
    int port = 0;
};

std::optional<postmaster> read_postmaster(cluster_folder const& folder) {
    std::string text;
    try {
        text = base::read_file(folder.data / "postmaster.pid");
    } catch (error const&) {
        return std::nullopt; // there is none, or it has just gone
    }
    std::istringstream lines{text};
    std::string skipped;
    postmaster found;
    lines >> found.process;
    std::getline(lines, skipped);
    std::getline(lines, skipped); // data directory
    std::getline(lines, skipped); // start time
    lines >> found.port;
    return found;
}

bool is_there(fs::path const& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

/// A process id may have gone to another process since the file was written, and a killed process may still be listed;
/// the server works in its data directory.
bool is_alive(postmaster const& server, cluster_folder const& folder) {
    if (server.process <= 0 || ::kill(server.process, 0) != 0)
        return false;
    std::error_code failure;
    auto const place = fs::read_symlink("/proc/" + std::to_string(server.process) + "/cwd", failure);
    return failure ? !is_there("/proc/self") : place == folder.data;
}

std::optional<postmaster> find_running(cluster_folder const& folder) {
    auto const server = read_postmaster(folder);
    return server && is_alive(*server, folder) ? server : std::nullopt;
}

/// Makes a dead server's process id one that nobody has, so that the next server does not take another process for it.
/// The file itself stays: by the rest of it the server sees whether children of the dead one still use the data.
void disown_process_id(cluster_folder const& folder, std::string const& user) {
    fs::path const file = folder.data / "postmaster.pid";
    if (!is_there(file))
        return;
    constexpr char const* beyond_all_processes = "4194305"; // Linux counts up to 2^22
    std::string const text = base::read_file(file);
    write_private_file(file, beyond_all_processes + text.substr(std::min(text.find('\n'), text.size())), user);
    fs::remove_all(folder.sockets);
    prepare_folder(folder, user);
}

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

/// The port of the last start, so that URLs stay good, or another one when that is taken.
int choose_port(cluster_folder const& folder) {
    if (is_there(folder.settings)) {
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

/// Sorting by code point with UTF-8 letters, where the C library has that.
std::string cluster_locale() {
    locale_t const found = ::newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
    if (found == nullptr)
        return "C";
    ::freelocale(found);
    return "C.UTF-8";
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

/// A server program, run as the cluster's user with nothing of the caller's PostgreSQL settings.
class server_programs {
public:
    server_programs(cluster_folder const& folder, std::string user)
        : folder_(folder), user_(std::move(user)),
          programs_(find_server_programs(folder.exists() ? major_version(folder) : std::string{})) {}

    void run(std::string const& program, std::vector<std::string> arguments) const {
        base::process_request request;
        request.arguments = std::move(arguments);
        request.arguments.insert(request.arguments.begin(), (programs_ / program).string());
        request.environment = std::map<std::string, std::string>{{"PATH", "/usr/bin:/bin"}, {"LC_ALL", "C"}};
        request.directory = folder_.root;
        request.session = base::session_mode::own;
        request.user = user_;
        base::run_successfully(request);
    }

    [[nodiscard]] std::string const& user() const noexcept { return user_; }

private:
    static std::string major_version(cluster_folder const& folder) {
        std::string text = base::read_file(folder.data / "PG_VERSION");
        return text.substr(0, text.find('\n'));
    }

    cluster_folder const& folder_;
    std::string user_;
    fs::path programs_;
};

/// Everything of the file system that holds this folder.
void write_through(fs::path const& folder) {
    base::file_descriptor const opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.get() < 0 || ::syncfs(opened.get()) != 0)
        throw std::system_error(errno, std::generic_category(), "cannot write " + folder.string() + " to disk");
}

/// initdb works beside the final place, so that an interrupted one is not taken for a cluster.
void create_cluster(cluster_folder const& folder, server_programs const& programs, durability wanted) {
    fs::path const unfinished = folder.root / "data.new";
    fs::remove_all(unfinished);
    write_private_file(folder.password, random_password() + "\n", programs.user());
    std::vector<std::string> arguments = {
        "--pgdata=" + unfinished.string(),
        "--username=" + std::string{cluster_superuser},
        "--pwfile=" + folder.password.string(),
        "--auth-local=trust", // the socket lies in a folder that only the server's user can enter
        "--auth-host=scram-sha-256",
        "--encoding=UTF8",
        "--locale=" + cluster_locale(),
        "--no-instructions",
        "--no-sync", // file by file takes seconds; once for all below
    };
    programs.run("initdb", arguments);
    std::string const settings = base::read_file(unfinished / "postgresql.conf");
    write_private_file(unfinished / "postgresql.conf", settings + "\ninclude 'alembicore.conf'\n", programs.user());
    if (wanted == durability::full)
        write_through(unfinished);
    fs::rename(unfinished, folder.data);
}

std::string text_after(fs::path const& file, std::uintmax_t offset) {
    if (!is_there(file))
        return {};
    std::string const text = base::read_file(file, std::size_t{1} << 30U);
    return text.substr(std::min<std::size_t>(static_cast<std::size_t>(offset), text.size()));
}

std::uintmax_t size_of(fs::path const& file) {
    std::error_code ignored;
    auto const size = fs::file_size(file, ignored);
    return ignored ? 0 : size;
}

void start_server(cluster_folder const& folder, server_programs const& programs, durability wanted) {
    write_private_file(folder.settings, render_settings(folder, choose_port(folder), wanted), programs.user());
    auto const logged = size_of(folder.log);
    try {
        programs.run("pg_ctl", {"start", "-w", "-t", "60", "-D", folder.data.string(), "-l", folder.log.string()});
    } catch (error& failure) {
        failure.info().message = "the private PostgreSQL server does not start";
        if (auto const said = text_after(folder.log, logged); !said.empty())
            failure.info().reason = said.substr(said.size() > 2000 ? said.size() - 2000 : 0);
        failure.info().remedy = "see " + folder.log.string();
        throw;
    }
}

void start_stopped(cluster_folder const& folder, durability wanted) {
    server_programs const programs{folder, server_user(folder)};
    bool const created = !folder.exists();
    if (created)
        create_cluster(folder, programs, wanted);
    disown_process_id(folder, programs.user());
    start_server(folder, programs, wanted);
    if (created)
        create_database_if_missing(cluster_url(folder, find_running(folder).value().port, "postgres"), first_database);
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (char const c : text) {
        bool const plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           std::string_view{"/-._~"}.find(c) != std::string_view::npos;
        auto const byte = static_cast<unsigned char>(c);
        if (plain)
            encoded += c;
        else
            (((encoded += '%') += "0123456789ABCDEF"[byte >> 4U]) += "0123456789ABCDEF"[byte & 15U]);
    }
    return encoded;
}

} // namespace

database_url cluster_url(cluster_folder const& folder, int port, std::string const& database) {
    return {
        .driver = {},
        .parameters =
            {{"host", folder.sockets.string()},
             {"port", std::to_string(port)},
             {"user", cluster_superuser},
             {"dbname", database}},
        .source = "private cluster",
    };
}

std::string cluster_url_text(cluster_folder const& folder, int port, std::string const& database) {
    return "postgresql://" + std::string{cluster_superuser} + "@/" + percent_encoded(database) +
           "?host=" + percent_encoded(folder.sockets.string()) + "&port=" + std::to_string(port);
}

cluster_status cluster_state(cluster_folder const& folder) {
    cluster_status state;
    state.directory = folder.root;
    state.exists = folder.exists();
    auto const server = state.exists ? find_running(folder) : std::nullopt;
    if (!server)
        return state;
    try {
        connection const opened{cluster_url(folder, server->port, "postgres")};
        std::string const version = opened.reported("server_version");
        state.server_version = version.substr(0, version.find(' '));
        state.running = true;
        state.port = server->port;
        state.url = cluster_url_text(folder, server->port, first_database);
    } catch (error const&) {
        state.running = false; // on its way up or down
    }
    return state;
}

namespace {

/// A server that is on its way up is waited for; one that is on its way down has gone then.
cluster_status wait_for_answer(cluster_folder const& folder) {
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    for (;;) {
        auto state = cluster_state(folder);
        auto const server = find_running(folder);
        if (state.running || !server)
            return state;
        if (std::chrono::steady_clock::now() > deadline)
            throw error{
                errc::child_process_failed,
                "the private PostgreSQL server runs as process " + std::to_string(server->process) +
                    " but does not answer",
                "see " + folder.log.string()};
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
}

} // namespace

cluster_status start_cluster(cluster_folder const& folder, durability wanted) {
    if (auto state = cluster_state(folder); state.running)
        return state;
    prepare_folder(folder, server_user(folder));
    folder_lock const lock{folder};
    if (auto state = wait_for_answer(folder); state.running)
        return state;
    start_stopped(folder, wanted);
    return cluster_state(folder);
}

void stop_cluster(cluster_folder const& folder, shutdown how) {
    if (!folder.exists())
        return;
    folder_lock const lock{folder};
    if (!find_running(folder))
        return;
    server_programs const programs{folder, server_user(folder)};
    std::string const mode = how == shutdown::fast ? "fast" : "immediate";
    programs.run("pg_ctl", {"stop", "-w", "-t", "60", "-m", mode, "-D", folder.data.string()});
}

void destroy_cluster(cluster_folder const& folder) {
    if (!is_there(folder.root))
        return;
    if (!folder.exists())
        throw error{
            errc::file_exists,
            folder.root.string() + " is not a private cluster and is left as it is",
            "remove it by hand if that is what you want"};
    stop_cluster(folder, shutdown::fast);
    folder_lock const lock{folder};
    fs::remove_all(folder.sockets);
    fs::remove_all(folder.root);
}

void create_database_if_missing(database_url const& server, std::string const& name) {
    connection opened{server};
    if (opened.execute("SELECT 1 FROM pg_database WHERE datname = $1", {name}).row_count() > 0)
        return;
    try {
        opened.execute("CREATE DATABASE " + quote_name(name));
    } catch (error const& failure) {
        bool const made_by_another = failure.info().server && (failure.info().server->sqlstate == "42P04" ||
                                                               failure.info().server->sqlstate == "23505");
        if (!made_by_another)
            throw;
    }
}

} // namespace alembicore::postgres
