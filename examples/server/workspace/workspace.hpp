// The project and the database that a server is for.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/pool.hpp>
#include <alembicore/project.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::server {

/// A project as its files were when it was read.
struct loaded_project {
    alembicore::project project;
    std::uint64_t revision = 0; ///< another one for every reading
};

/// Files are read anew when they have changed; connections are made when they are needed, so that a server starts with
/// a broken project and without a database, and answers properly once they are mended.
///
/// Thread safety: all members may be called at once.
class workspace {
public:
    explicit workspace(settings_request request);
    workspace(workspace const&) = delete;
    workspace& operator=(workspace const&) = delete;
    ~workspace();

    /// Errors: those of project::open.
    [[nodiscard]] std::shared_ptr<loaded_project const> project();

    /// The address of the database: the project's, else DATABASE_URL. Errors: those of load_database_url.
    [[nodiscard]] database_url database_address();

    /// Runs `work` with a connection of the pool. Errors: those of database_pool::run and database_address.
    void with_database(database_pool::request const& work, std::stop_token const& stop = {});

    /// Rows of the version table. Errors: as with_database; decided_at_run_time.
    [[nodiscard]] std::vector<std::string> current();

private:
    [[nodiscard]] std::shared_ptr<database_pool> pool();

    settings_request const request_;
    std::mutex mutex_;
    std::shared_ptr<loaded_project const> loaded_;
    std::uint64_t seen_ = 0; ///< of the files of `loaded_`
    std::chrono::steady_clock::time_point looked_;
    std::uint64_t readings_ = 0;
    std::shared_ptr<database_pool> pool_;
    std::string pool_address_;
};

} // namespace alembicore::server
