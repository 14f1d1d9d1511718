#include "support/server_under_test.hpp"

#include "backup/client_programs.hpp"
#include "postgres/connection.hpp"
#include "support/temporary_cluster.hpp"

#include <alembicore/error.hpp>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace alembicore::test {

int server_major_version() {
    postgres::connection const asked{temporary_cluster::shared().url("postgres")};
    return std::stoi(asked.reported("server_version"));
}

bool server_knows(std::string_view type, std::string_view text) {
    bool const recent = type.ends_with("multirange") || (type == "numeric" && text == "Infinity");
    static int const major = server_major_version();
    return !recent || major >= 14;
}

std::string pg_dump_of_server() {
    try {
        return backup::find_client_programs({}, std::to_string(server_major_version()), "the server").dump();
    } catch (error const&) {
        return {};
    }
}

void end_session(database_url const& on, std::string const& backend) {
    postgres::connection administrator{on};
    administrator.execute("SELECT pg_terminate_backend(" + backend + ")");
    for (int waits = 0; waits < 500; ++waits) {
        if (administrator.execute("SELECT 1 FROM pg_stat_activity WHERE pid = " + backend).row_count() == 0)
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    throw std::runtime_error("the session " + backend + " does not end");
}

} // namespace alembicore::test
