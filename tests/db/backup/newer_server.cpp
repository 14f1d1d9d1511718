// A server that is newer than every pg_dump: refused before anything is written. It takes a real one, whose folder with
// initdb, pg_ctl and postgres ALEMBICORE_TEST_NEWER_POSTGRES names.
#include "base/process.hpp"
#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <alembicore/backup.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

namespace alembicore::test {

namespace {

namespace fs = std::filesystem;

class newer_server {
public:
    explicit newer_server(fs::path programs) : programs_(std::move(programs)) {
        ::chmod(folder_.path().c_str(), 0777); // the server runs as another user than root
        run({"initdb", "-D", data(), "-U", "postgres", "-A", "trust", "--no-sync"});
        run(
            {"pg_ctl",
             "-D",
             data(),
             "-w",
             "-l",
             folder_.path() / "log",
             "-o",
             "-c listen_addresses= -c unix_socket_directories=" + folder_.path().string(),
             "start"}
        );
    }

    newer_server(newer_server const&) = delete;
    newer_server& operator=(newer_server const&) = delete;

    ~newer_server() { run({"pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop"}); }

    [[nodiscard]] database_url url() const {
        return parse_database_url("postgresql://postgres@/postgres?host=" + folder_.path().string());
    }

private:
    [[nodiscard]] std::string data() const { return folder_.path() / "data"; }

    void run(std::vector<std::string> words) const {
        base::process_request request;
        words.front() = programs_ / words.front();
        request.arguments = std::move(words);
        request.environment = std::map<std::string, std::string>{{"LC_ALL", "C"}, {"PATH", "/usr/bin:/bin"}};
        request.directory = folder_.path();
        request.user = ::geteuid() == 0 ? "postgres" : "";
        request.output = base::stream_mode::discarded;
        base::run_successfully(request);
    }

    temporary_folder folder_;
    fs::path programs_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(newer_servers)

BOOST_AUTO_TEST_CASE(pg_dump_is_too_old_for_it) {
    char const* const programs = std::getenv("ALEMBICORE_TEST_NEWER_POSTGRES");
    if (programs == nullptr) {
        BOOST_WARN_MESSAGE(false, "SKIPPED: ALEMBICORE_TEST_NEWER_POSTGRES names no newer PostgreSQL server");
        return;
    }
    newer_server const server{programs};
    temporary_folder const folder;
    auto from = database::connect(server.url());
    backup_request wanted;
    wanted.directory = folder.path() / "backups";
    auto const told = require_error(errc::client_too_old, [&] { return create_backup(from, wanted).id; });
    BOOST_TEST(told.message.find("older than the server (" + from.server_version() + ")") != std::string::npos);
    BOOST_TEST(told.remedy.find("postgresql-client-" + from.server_version().substr(0, 2)) != std::string::npos);
    BOOST_TEST(!fs::exists(wanted.directory));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
