// The project and the database that a server is for.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/pool.hpp>
#include <alembicore/project.hpp>

#include <atomic>
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
/// a broken project and without a database, and answers properly once they are mended. Files and version rows are
/// looked at a few times a second, and at once behind `look_again`.
///
/// Thread safety: all members may be called at once.
class workspace {
public:
    explicit workspace(settings_request request);
    workspace(workspace const&) = delete;
    workspace& operator=(workspace const&) = delete;
    ~workspace();

    [[nodiscard]] settings_request const& request() const noexcept { return request_; }

    /// Errors: those of project::open.
    [[nodiscard]] std::shared_ptr<loaded_project const> project();

    /// The address of the database: the project's, else DATABASE_URL. Errors: those of load_database_url.
    [[nodiscard]] database_url database_address();

    /// What the database is called: as its address says, else as the server does. Errors: those of with_database.
    [[nodiscard]] std::string database_name();

    /// Runs `work` with a connection of the pool. Errors: those of database_pool::run and database_address;
    /// connection_failed while the database is closed.
    void with_database(
        database_pool::request const& work, std::stop_token const& stop = {}, session_use use = session_use::anything
    );

    /// Of the pool as it is now.
    [[nodiscard]] pool_use connections();

    /// Rows of the version table. Errors: as with_database; decided_at_run_time.
    [[nodiscard]] std::vector<std::string> current();

    /// Files or rows were changed here: what is asked for next is read anew.
    void look_again();

    /// Grows with every `look_again`: what was made before of files and rows may be old.
    [[nodiscard]] std::uint64_t looks() const noexcept { return looks_.load(); }

    /// Keeps all sessions of this server out of the database as long as it lives.
    class closed_database {
    public:
        /// Waits a while for requests that go on; `why` is what others are told meanwhile.
        closed_database(workspace& of, std::string why, std::stop_token const& stop);
        closed_database(closed_database const&) = delete;
        closed_database& operator=(closed_database const&) = delete;
        ~closed_database();

    private:
        workspace& of_;
    };

private:
    [[nodiscard]] std::shared_ptr<database_pool> pool();

    struct known_rows {
        std::vector<std::string> rows;
        std::optional<error_info> failure; ///< why there are none
        std::chrono::steady_clock::time_point asked;
        std::uint64_t look = 0;
    };

    [[nodiscard]] known_rows ask_for_rows(alembicore::project const& of);

    settings_request const request_;
    std::atomic<std::uint64_t> looks_{1};

    std::mutex mutex_; ///< for what follows
    std::shared_ptr<loaded_project const> loaded_;
    std::uint64_t seen_ = 0; ///< of the files of `loaded_`
    std::chrono::steady_clock::time_point looked_;
    std::uint64_t look_ = 0;
    std::uint64_t readings_ = 0;
    std::shared_ptr<database_pool> pool_;
    std::string pool_address_;
    std::string closed_; ///< why; empty: it is open

    std::mutex rows_mutex_; ///< for what follows; held while they are asked for
    std::optional<known_rows> rows_;
};

/// What was changed while this lived is seen at once.
class changing {
public:
    explicit changing(workspace& of) : of_(of) {}

    changing(changing const&) = delete;
    changing& operator=(changing const&) = delete;

    ~changing() { of_.look_again(); }

private:
    workspace& of_;
};

} // namespace alembicore::server
