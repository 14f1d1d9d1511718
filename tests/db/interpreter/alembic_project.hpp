// A project as `alembic init` makes it, a database, and runs through the real Alembic.
#pragma once

#include "support/temporary_cluster.hpp"
#include "support/temporary_folder.hpp"

#include <alembicore/migrator.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::test {

/// What a revision file does; each revises the one before.
struct body {
    std::string upgrade = "pass";
    std::string downgrade = "pass";
    std::string head; ///< lines of the module, before the functions
};

class alembic_project {
public:
    /// Revisions r1, r2, …
    explicit alembic_project(std::vector<body> const& bodies);

    /// Replaces a line of env.py.
    void change_env(std::string_view from, std::string_view to) const;

    std::filesystem::path write(std::filesystem::path const& relative, std::string_view content) const {
        return folder_.write(relative, content);
    }

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return folder_.path(); }

    [[nodiscard]] std::filesystem::path file_of(std::string const& revision) const;

    /// Its python is the one for tests, unless `options` or the environment name another.
    [[nodiscard]] project open() const;

    run_report upgrade(run_options const& options = {}, std::string const& target = "head");
    run_report downgrade(std::string const& target, run_options const& options = {});

    /// The error of an upgrade.
    error_info fail(errc code, run_options const& options = {});

    [[nodiscard]] std::string ask(std::string const& query) const { return database_.ask(query); }

    [[nodiscard]] std::string tables() const;

    /// The rows of the version table.
    [[nodiscard]] std::string version() const;

    /// Of the last run.
    std::vector<event> events;

    /// Those of one kind.
    template <typename Event>
    [[nodiscard]] std::vector<Event> seen() const {
        std::vector<Event> found;
        for (auto const& each : events)
            if (auto const* const one = std::get_if<Event>(&each))
                found.push_back(*one);
        return found;
    }

    /// Called with each event.
    event_sink listener;

    std::map<std::string, std::string> environment;
    std::optional<database_url> url; ///< instead of the database's own

    [[nodiscard]] temporary_database const& database() const noexcept { return database_; }

private:
    temporary_folder folder_;
    temporary_database database_;
};

[[nodiscard]] run_options with_python();
[[nodiscard]] run_options with_engine(engine chosen);

} // namespace alembicore::test
