// The first revision of a database that has lived without Alembic.
#pragma once

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>
#include <alembicore/project.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::baseline {

/// Whether anything is changed.
enum class effect { written, none };

struct options {
    std::string message = "baseline";             ///< of the revision
    std::string id{};                             ///< of the revision; empty = twelve random hexadecimal digits
    std::filesystem::path version_path{};         ///< the folder of the revision, if there are several
    std::vector<std::string> schemas{};           ///< exact names; empty = all
    bool dump = true;                             ///< also what pg_dump says of the schema
    std::filesystem::path dump_file{};            ///< empty = beside the revision
    std::filesystem::path programs{};             ///< the folder of pg_dump; empty = found
    std::optional<database_url> scratch_server{}; ///< where the user may create databases; absent: that of the database
    baseline::effect effect = effect::written;
    std::stop_token stop{};
};

struct report {
    std::string revision{};                     ///< its id
    std::filesystem::path path{};               ///< its file
    std::filesystem::path dump{};               ///< empty = none
    std::string text{};                         ///< of the revision
    std::string fingerprint{};                  ///< of the schema of the database
    std::size_t statements = 0;                 ///< that upgrade() sends
    std::vector<catalog::change> differences{}; ///< what it would make otherwise: then nothing is written
    std::vector<catalog::change> left_over{};   ///< what downgrade() would leave: likewise
    bool written = false;                       ///< the files are there, and the database is stamped
    std::vector<hook_report> hooks{};
};

/// Writes a revision that makes the schema of the database with the directives of Alembic, the dump of the schema
/// beside it, and stamps the database with it; but only after it was run in a scratch database, there and back: its
/// schema must have the fingerprint of the database, and be empty again. Where it is not, the report says in what, and
/// nothing is written. The version table and the schema `alembicore` are left out; owners and privileges are no part.
/// Errors: bad_usage where the project has revisions; version_mismatch where the database has rows in its version
/// table; not_available for what cannot be written as a revision, or where no scratch database can be made;
/// client_too_old and child_process_failed of pg_dump; those of `create_revision`, of statements and of a run;
/// cancelled.
[[nodiscard]] ALEMBICORE_EXPORT report make(project const& of, database& from, options const& how = {});

} // namespace alembicore::baseline
