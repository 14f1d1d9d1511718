// What is certain about the database while a run goes on, for the report of one that fails.
#pragma once

#include <alembicore/error.hpp>
#include <alembicore/plan.hpp>

#include <string>
#include <vector>

namespace alembicore::migrate {

/// What is committed and what is not. All of it is known without asking the server, which may be gone.
struct run_progress {
    std::vector<std::string> committed_rows;  ///< of the version table
    std::vector<std::string> committed_steps; ///< revisions
    std::vector<std::string> open_rows;       ///< as they will be after the next commit
    std::vector<std::string> open_steps;      ///< revisions done, but not committed
    std::string current;                      ///< the revision that is under way
    bool open_work = false;                   ///< `current` has changed something that is not committed
    bool partly_committed = false;            ///< an autocommit block has made a part of `current` permanent
    bool outside_transaction = false;         ///< in an autocommit block

    void start(step const& started);
    void finish(step const& finished);
    void commit();
};

/// One or two sentences for `error_info::database_state`.
[[nodiscard]] std::string describe_state(run_progress const& progress, errc failure);

} // namespace alembicore::migrate
