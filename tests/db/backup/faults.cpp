// What goes wrong while a backup is made leaves nothing that looks like one.
#include "shop.hpp"

#include "backup/client_programs.hpp"
#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <fstream>
#include <iterator>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace alembicore::test {

namespace {

/// Rows that cannot be compressed well, some megabytes of them.
void fill(shop const& of) {
    of.run("CREATE TABLE large AS SELECT string_agg(md5(random()::text), '') AS text "
           "FROM generate_series(1, 100000) n GROUP BY n % 500");
}

/// Called while pg_dump writes rows.
backup_request with_hook(shop const& of, std::function<void()> const& hook) {
    auto wanted = of.request();
    wanted.progress = [done = false, hook](backup_progress const& now) mutable {
        if (!done && now.activity == "dumping" && !now.subject.empty()) {
            done = true;
            hook();
        }
    };
    return wanted;
}

/// 0: there is none.
pid_t child_called(std::string_view program) {
    for (auto const& entry : std::filesystem::directory_iterator{"/proc"}) {
        auto const name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos)
            continue;
        std::ifstream file{entry.path() / "stat"};
        std::string const text{std::istreambuf_iterator<char>{file}, {}};
        auto const end = text.rfind(')');
        if (end == std::string::npos || text.find('(' + std::string{program} + ')') == std::string::npos)
            continue;
        auto const parent = text.substr(end + 4, text.find(' ', end + 4) - end - 4);
        if (parent == std::to_string(::getpid()))
            return std::stoi(name);
    }
    return 0;
}

/// Sends it to the pg_dump that this process has started.
void signal_pg_dump(int signal) {
    auto const process = child_called("pg_dump");
    BOOST_REQUIRE(process != 0);
    ::kill(process, signal);
}

class file_size_limit {
public:
    explicit file_size_limit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit const limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }

    file_size_limit(file_size_limit const&) = delete;
    file_size_limit& operator=(file_size_limit const&) = delete;

    ~file_size_limit() { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
    rlimit before_{};
};

} // namespace

BOOST_AUTO_TEST_SUITE(broken_backups)

BOOST_AUTO_TEST_CASE(a_stop_request_ends_it) {
    shop const of;
    fill(of);
    std::stop_source stop;
    auto wanted = with_hook(of, [&] { stop.request_stop(); });
    wanted.stop = stop.get_token();
    require_error(errc::cancelled, [&] { return of.back_up(wanted); });
    BOOST_TEST(of.left_in_directory() == "");
}

BOOST_AUTO_TEST_CASE(pg_dump_is_killed) {
    shop const of;
    fill(of);
    auto const told = require_error(errc::child_process_failed, [&] {
        return of.back_up(with_hook(of, [] { signal_pg_dump(SIGKILL); }));
    });
    BOOST_TEST(told.message == "pg_dump was ended by signal 9");
    BOOST_TEST(of.left_in_directory() == "");
}

BOOST_AUTO_TEST_CASE(the_server_ends_all_sessions) {
    shop const of;
    fill(of);
    auto const end_sessions = [&] {
        signal_pg_dump(SIGSTOP); // or it would be done before its session ends
        postgres::connection{temporary_cluster::shared().url("postgres")}.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", {of.database().name()}
        );
        signal_pg_dump(SIGCONT);
    };
    BOOST_CHECK_THROW(of.back_up(with_hook(of, end_sessions)), error);
    BOOST_TEST(of.left_in_directory() == "");
    BOOST_TEST(of.back_up(of.request()).size > 0U);
}

BOOST_AUTO_TEST_CASE(a_table_stays_locked) {
    shop const of;
    postgres::connection other{of.database().url()};
    other.execute("BEGIN; LOCK TABLE orders");
    auto wanted = of.request();
    wanted.policy = backup_policy::schema;
    wanted.lock_wait = std::chrono::seconds{1};
    BOOST_CHECK_THROW(of.back_up(wanted), error);
    BOOST_TEST(of.left_in_directory() == "");
}

BOOST_AUTO_TEST_CASE(files_may_not_be_as_large) {
    shop const of;
    fill(of);
    file_size_limit const limit{100'000};
    auto const told = require_error(errc::no_space, [&] { return of.back_up(of.request()); });
    BOOST_TEST(told.remedy.find("--directory") != std::string::npos);
    BOOST_TEST(of.left_in_directory() == "");
}

BOOST_AUTO_TEST_CASE(the_disk_is_full) {
    shop const of;
    fill(of);
    std::filesystem::create_directory(of.directory());
    if (::mount("none", of.directory().c_str(), "tmpfs", 0, "size=300k") != 0) {
        BOOST_TEST_MESSAGE("SKIPPED: this user may not mount a small file system");
        return;
    }
    auto const told = require_error(errc::no_space, [&] { return of.back_up(of.request()); });
    BOOST_TEST(told.reason.find("No space left on device") != std::string::npos, told.reason);
    BOOST_TEST(of.left_in_directory() == "");
    ::umount(of.directory().c_str());
}

BOOST_AUTO_TEST_CASE(what_a_killed_maker_leaves_is_recognised_and_removed) {
    shop const of;
    fill(of);
    auto const child = ::fork();
    if (child == 0) {
        static_cast<void>(of.back_up(with_hook(of, [] { ::kill(::getpid(), SIGKILL); })));
        ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_REQUIRE(WIFSIGNALED(status));
    auto const listing = list_backups(of.directory());
    BOOST_TEST(listing.backups.empty());
    BOOST_TEST(listing.damaged.empty());
    BOOST_REQUIRE(listing.abandoned.size() == 1U);
    BOOST_TEST(of.left_in_directory() == listing.abandoned.front() + ".partial");
    auto const made = of.back_up(of.request());
    BOOST_TEST(of.left_in_directory() == made.id);
}

BOOST_AUTO_TEST_CASE(one_that_is_being_made_is_left_alone) {
    shop const of;
    fill(of);
    std::size_t in_progress = 0;
    std::size_t removed = 1;
    auto const made = of.back_up(with_hook(of, [&] {
        in_progress = list_backups(of.directory()).in_progress.size();
        removed = prune_backups(of.directory(), {}).abandoned.size();
    }));
    BOOST_TEST(in_progress == 1U);
    BOOST_TEST(removed == 0U);
    BOOST_TEST(of.left_in_directory() == made.id);
}

BOOST_AUTO_TEST_CASE(programs_that_are_older_than_a_server) {
    auto const told = require_error(errc::client_too_old, [] {
        return backup::find_client_programs({}, "99.1", "the server").version;
    });
    BOOST_TEST(told.message.find("are older than the server (99.1)") != std::string::npos, told.message);
    require_error(errc::not_available, [] { return backup::find_client_programs("/nowhere", "15", "x").version; });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
