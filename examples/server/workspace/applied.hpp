// What the journal of the database says about the revisions that are applied.
#pragma once

#include "workspace/workspace.hpp"

#include <alembicore/edited_files.hpp>
#include <alembicore/journal.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace alembicore::server {

struct applied_state {
    std::map<std::string, journal::applied_revision, std::less<>> applied; ///< by revision
    std::set<std::string, std::less<>> edited; ///< whose file is not the one that was applied
    std::uint64_t reading = 0;                 ///< another one for every reading
};

/// The journal grows with every run, so it is read when rows or files have changed, when something was changed here,
/// and else every few seconds.
///
/// Thread safety: all members may be called at once.
class applied_revisions {
public:
    explicit applied_revisions(workspace& served) : served_(served) {}

    /// `rows`: of the version table. What cannot be read of the journal is left out.
    [[nodiscard]] std::shared_ptr<applied_state const>
    find(loaded_project const& loaded, std::vector<std::string> const& rows);

private:
    [[nodiscard]] std::shared_ptr<applied_state const> read(loaded_project const& loaded);

    workspace& served_;
    std::mutex mutex_;
    journal::applied_history history_;
    edited_files files_;
    std::shared_ptr<applied_state const> known_;
    std::vector<std::string> rows_;
    std::uint64_t project_ = 0;
    std::uint64_t look_ = 0;
    std::chrono::steady_clock::time_point asked_;
    std::uint64_t readings_ = 0;
};

} // namespace alembicore::server
