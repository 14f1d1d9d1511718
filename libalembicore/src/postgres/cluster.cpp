#include "postgres/cluster.hpp"

#include "base/file.hpp"
#include "base/process.hpp"
#include "postgres/cluster_process.hpp"
#include "postgres/cluster_programs.hpp"
#include "postgres/connection.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace alembicore::postgres {

namespace fs = std::filesystem;

namespace {

bool is_there(fs::path const& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
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
