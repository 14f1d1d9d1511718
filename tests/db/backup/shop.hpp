// A database worth a backup, and a directory to put it.
#pragma once

#include "support/temporary_cluster.hpp"
#include "support/temporary_folder.hpp"

#include <alembicore/backup.hpp>

#include <string>

namespace alembicore::test {

/// Tables with keys, an enumeration, partitions, a view, names that must be quoted, an index, rows; and a version
/// table.
class shop {
public:
    shop();

    [[nodiscard]] temporary_database const& database() const noexcept { return database_; }

    [[nodiscard]] alembicore::database connect() const { return alembicore::database::connect(database_.url()); }

    [[nodiscard]] std::filesystem::path directory() const { return folder_.path() / "backups"; }

    /// A full one, into `directory`.
    [[nodiscard]] backup_request request() const;

    backup_manifest back_up(backup_request const& wanted) const;

    void run(std::string const& statements) const;

    /// Names in `directory`, with commas between them.
    [[nodiscard]] std::string left_in_directory() const;

private:
    temporary_database database_;
    temporary_folder folder_;
};

} // namespace alembicore::test
