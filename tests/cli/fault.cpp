#include "fault.hpp"

#include "postgres/cluster.hpp"
#include "support/cutting_proxy.hpp"

#include <cstdlib>
#include <future>
#include <iostream>
#include <thread>
#include <utility>

namespace alembicore::test {

namespace {

constexpr std::chrono::milliseconds silence{400};

unsigned number_from(char const* variable, unsigned otherwise) {
    char const* const text = std::getenv(variable);
    return text != nullptr ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : otherwise;
}

int server_port() {
    for (auto const& [keyword, value] : temporary_cluster::shared().url("postgres").parameters)
        if (keyword == "port")
            return std::stoi(value);
    return 0;
}

/// Before the program: what limits it, or ends it.
void run_under(migrated_project const& project, words const& line, words wrapper) {
    wrapper.emplace_back(ALEMBICORE_PROGRAM);
    wrapper.insert(wrapper.end(), line.begin(), line.end());
    static_cast<void>(project.files().run_program(wrapper, {{"DATABASE_URL", project.address()}}));
}

template <typename Happening>
void run_and(migrated_project const& project, words const& line, std::string const& address, Happening const& happen) {
    auto running = std::async(std::launch::async, [&] { return project.run(line, {{"DATABASE_URL", address}}); });
    happen();
    running.get();
}

void strike_network(
    migrated_project const& project, words const& line, fault kind, std::chrono::milliseconds const after
) {
    cutting_proxy network{server_port()};
    auto const address = "postgresql://postgres:" + temporary_cluster::shared().password() +
                         "@127.0.0.1:" + std::to_string(network.port()) + "/" +
                         project.ask("SELECT current_database()");
    run_and(project, line, address, [&] {
        std::this_thread::sleep_for(after);
        if (kind == fault::network_swallowed) {
            network.swallow();
            std::this_thread::sleep_for(silence);
        }
        network.cut();
    });
}

} // namespace

std::string_view name_of(fault kind) noexcept {
    constexpr std::array names{
        std::string_view{"killed"},
        std::string_view{"sessions ended"},
        std::string_view{"server crashed"},
        std::string_view{"network cut"},
        std::string_view{"network swallowed"},
        std::string_view{"disk full"}};
    return names.at(static_cast<std::size_t>(kind));
}

void strike(migrated_project const& project, words const& line, fault kind, std::chrono::milliseconds const after) {
    switch (kind) {
    case fault::killed:
        return run_under(
            project, line, {"timeout", "-s", "KILL", std::to_string(static_cast<double>(after.count()) / 1000)}
        );
    case fault::disk_full:
        return run_under(project, line, {"prlimit", "--fsize=" + std::to_string(after.count() * 1024)});
    case fault::network_cut:
    case fault::network_swallowed:
        return strike_network(project, line, kind, after);
    case fault::sessions_ended:
        return run_and(project, line, project.address(), [&] {
            std::this_thread::sleep_for(after);
            static_cast<void>(
                ask_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                           "backend_type = 'client backend'")
            );
        });
    case fault::server_crashed:
        return run_and(project, line, project.address(), [&] {
            std::this_thread::sleep_for(after);
            postgres::stop_cluster(temporary_cluster::shared().folder(), postgres::shutdown::immediate);
            temporary_cluster::shared().start();
        });
    }
}

std::string ask_server(std::string const& query) {
    postgres::connection on{temporary_cluster::shared().url("postgres")};
    std::string joined;
    for (auto const& each : on.execute(query).first_column())
        joined += (joined.empty() ? "" : ",") + each;
    return joined;
}

bool comes_to_answer(std::string const& query, std::string_view expected, std::function<void()> const& before) {
    for (int tries = 0; tries < 100; ++tries) {
        before();
        if (ask_server(query) == expected)
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    return false;
}

campaign_size announced_campaign(unsigned rounds_otherwise) {
    campaign_size const size{
        number_from("ALEMBICORE_FAULT_SEED", std::random_device{}()),
        number_from("ALEMBICORE_FAULT_ROUNDS", rounds_otherwise)};
    std::cout << "ALEMBICORE_FAULT_SEED=" << size.seed << " ALEMBICORE_FAULT_ROUNDS=" << size.rounds << std::endl;
    return size;
}

} // namespace alembicore::test
