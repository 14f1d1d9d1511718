// What people are shown about backups.
#pragma once

#include "console.hpp"

#include <alembicore/backup.hpp>

#include <string>

namespace alembicore::cli {

/// `850 bytes`, `12.3 MB`
[[nodiscard]] std::string render_bytes(std::uint64_t bytes);

/// One line for each, newest first; then what is the matter with others. Ends in a line break when there is any.
[[nodiscard]] std::string render_backups(backup_listing const& listing, terminal const& look);

/// Several lines, without the last line break.
[[nodiscard]] std::string render_backup(backup_manifest const& made);

/// A line that is drawn over while a backup is made, and goes with this.
class backup_line {
public:
    /// It must not outlive the console.
    explicit backup_line(console const& shown) : shown_(shown) {}

    backup_line(backup_line const&) = delete;
    backup_line& operator=(backup_line const&) = delete;

    ~backup_line() { clear(); }

    void draw(backup_progress const& now);
    void clear();

private:
    console const& shown_;
    bool drawn_ = false;
};

/// A line that changes on a terminal; elsewhere a line where another activity begins. Must not outlive the console.
[[nodiscard]] backup_progress_sink show_backup_progress(console const& shown);

} // namespace alembicore::cli
