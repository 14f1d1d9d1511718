// A sample project with a database of its own.
#pragma once

#include "sample_project.hpp"
#include "support/temporary_cluster.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::test {

using words = std::vector<std::string>;

/// A project and an empty database; every command is told its address.
class migrated_project {
public:
    explicit migrated_project(std::vector<sample_revision> const& revisions) : project_(revisions) {}

    [[nodiscard]] base::process_result
    run(words const& line, std::map<std::string, std::string> environment = {}) const {
        environment.emplace("DATABASE_URL", address());
        return project_.run(line, std::move(environment));
    }

    [[nodiscard]] std::string address() const {
        std::string host;
        std::string port;
        std::string user;
        for (auto const& [keyword, value] : database_.url().parameters) {
            if (keyword == "host")
                host = value;
            if (keyword == "port")
                port = value;
            if (keyword == "user")
                user = value;
        }
        return "postgresql:///" + database_.name() + "?host=" + host + "&port=" + port + "&user=" + user;
    }

    /// For a connection of the test's own.
    [[nodiscard]] database_url url() const { return database_.url(); }

    [[nodiscard]] std::string ask(std::string const& query) const { return database_.ask(query); }

    [[nodiscard]] sample_project const& files() const noexcept { return project_; }

private:
    sample_project project_;
    temporary_database database_;
};

} // namespace alembicore::test
