#include "postgres/cluster.hpp"

#include "base/file.hpp"
#include "base/process.hpp"
#include "postgres/connection.hpp"
#include "support/error_checks.hpp"
#include "support/temporary_cluster.hpp"

#include <alembicore/private_cluster.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace alembicore::postgres {

namespace {

unsigned mode_of(std::filesystem::path const& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}

/// The server's own user must be able to reach it.
struct open_folder : test::temporary_folder {
    open_folder() { ::chmod(path().c_str(), 0755); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(cluster)

BOOST_AUTO_TEST_CASE(a_cluster_is_created_started_stopped_started_and_removed) {
    open_folder const folder;
    private_cluster const cluster{folder.path() / "mine"};
    BOOST_TEST(!cluster.status().exists);
    auto const started = cluster.start();
    BOOST_TEST(started.running);
    BOOST_TEST(started.url.starts_with("postgresql://postgres@/alembicore?host=/"));
    BOOST_TEST(cluster.start().url == started.url);
    cluster.stop();
    BOOST_TEST(cluster.status().exists);
    BOOST_TEST(!cluster.status().running);
    cluster.stop();
    BOOST_TEST(cluster.start().port == started.port);
    cluster.destroy();
    BOOST_TEST(!std::filesystem::exists(folder.path() / "mine"));
    cluster.destroy();
}

BOOST_AUTO_TEST_CASE(several_starters_at_once_get_the_same_cluster) {
    open_folder const folder;
    cluster_folder const place{folder.path() / "cluster"};
    std::vector<cluster_status> states(4);
    {
        std::vector<std::jthread> starters;
        for (auto& state : states)
            starters.emplace_back([&] { state = start_cluster(place, durability::none); });
    }
    for (auto const& state : states) {
        BOOST_TEST(state.running);
        BOOST_TEST(state.url == states.front().url);
    }
    destroy_cluster(place);
}

BOOST_AUTO_TEST_CASE(a_killed_server_is_started_again) {
    test::temporary_cluster cluster;
    std::istringstream file{base::read_file(cluster.folder().data / "postmaster.pid")};
    pid_t server = 0;
    file >> server;
    BOOST_REQUIRE(::kill(server, SIGKILL) == 0);
    cluster.start();
    BOOST_TEST(cluster_state(cluster.folder()).running);
}

BOOST_AUTO_TEST_CASE(a_dead_servers_process_id_may_have_gone_to_another_process) {
    test::temporary_cluster cluster;
    stop_cluster(cluster.folder(), shutdown::immediate);
    auto const file = cluster.folder().data / "postmaster.pid";
    std::string const ours = std::to_string(::getpid());
    write_private_file(file, ours + "\n/nowhere\n1\n5432\n", server_user(cluster.folder()));
    BOOST_TEST(!cluster_state(cluster.folder()).running);
    cluster.start();
    BOOST_TEST(cluster_state(cluster.folder()).running);
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_made_or_reached_is_an_error_that_names_it) {
    open_folder const folder;
    auto const file = folder.write("file", "");
    auto const info = test::require_error(errc::file_unwritable, [&] { return private_cluster{file / "c"}.start(); });
    BOOST_TEST(info.message.find(file.string()) != std::string::npos);
    BOOST_TEST(!private_cluster{file / "c"}.status().exists);
}

BOOST_AUTO_TEST_CASE(a_path_too_long_for_a_socket_is_no_obstacle) {
    open_folder const folder;
    auto const deep = folder.path() / std::string(60, 'a') / std::string(60, 'b');
    cluster_folder const place{deep};
    BOOST_TEST(start_cluster(place, durability::none).running);
    BOOST_TEST(mode_of(place.sockets) == 0700U);
    destroy_cluster(place);
    BOOST_TEST(!std::filesystem::exists(place.sockets));
}

BOOST_AUTO_TEST_CASE(nobody_else_can_enter_the_folder_or_read_the_password) {
    auto const& folder = test::temporary_cluster::shared().folder();
    BOOST_TEST(mode_of(folder.root) == 0700U);
    BOOST_TEST(mode_of(folder.data) == 0700U);
    BOOST_TEST(mode_of(folder.sockets) == 0700U);
    BOOST_TEST(mode_of(folder.password) == 0600U);
    BOOST_TEST(test::temporary_cluster::shared().password().size() == 32U);
}

BOOST_AUTO_TEST_CASE(psql_understands_the_url) {
    auto const state = cluster_state(test::temporary_cluster::shared().folder());
    base::process_request request;
    request.arguments = {"psql", "-XAtc", "SELECT current_user || '@' || current_database()", state.url};
    BOOST_TEST(base::run_successfully(request).output == "postgres@alembicore\n");
}

BOOST_AUTO_TEST_CASE(a_database_is_created_once_whatever_its_name) {
    private_cluster const cluster{test::temporary_cluster::shared().folder().root};
    std::string const name = "my \"data\" & more";
    auto const url = cluster.create_database(name);
    BOOST_TEST(cluster.create_database(name) == url);
    base::process_request request;
    request.arguments = {"psql", "-XAtc", "SELECT current_database()", url};
    BOOST_TEST(base::run_successfully(request).output == name + "\n");
}

BOOST_AUTO_TEST_CASE(a_folder_with_something_else_in_it_is_left_alone) {
    open_folder const folder;
    folder.write("other/notes.txt", "mine");
    private_cluster const cluster{folder.path() / "other"};
    test::require_error(errc::file_exists, [&] { return cluster.start(); });
    test::require_error(errc::file_exists, [&] {
        cluster.destroy();
        return 0;
    });
    BOOST_TEST(base::read_file(folder.path() / "other/notes.txt") == "mine");
}

BOOST_AUTO_TEST_CASE(a_server_that_does_not_start_is_explained_by_its_log) {
    test::temporary_cluster cluster;
    stop_cluster(cluster.folder(), shutdown::fast);
    auto const file = cluster.folder().data / "postgresql.conf";
    std::string const good = base::read_file(file);
    auto const user = server_user(cluster.folder());
    write_private_file(file, good + "\nno_such_setting = 1\n", user);
    auto const info = test::require_error(errc::child_process_failed, [&] {
        return start_cluster(cluster.folder(), durability::none);
    });
    BOOST_TEST(info.reason.find("no_such_setting") != std::string::npos);
    write_private_file(file, good, user);
    cluster.start();
}

BOOST_AUTO_TEST_CASE(a_cluster_of_another_version_is_refused_with_what_to_install) {
    test::temporary_cluster cluster;
    stop_cluster(cluster.folder(), shutdown::fast);
    auto const file = cluster.folder().data / "PG_VERSION";
    std::string const good = base::read_file(file);
    auto const user = server_user(cluster.folder());
    write_private_file(file, "9.6\n", user);
    auto const info =
        test::require_error(errc::not_available, [&] { return start_cluster(cluster.folder(), durability::none); });
    BOOST_TEST(info.message.find("9.6") != std::string::npos);
    write_private_file(file, good, user);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::postgres
