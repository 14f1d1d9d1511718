// Several revisions as one that makes the same schema.
#pragma once

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>
#include <alembicore/project.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::squash {

/// What becomes of statements that do more than a schema shows: rows, privileges, owners, calls of functions.
enum class more_than_schema {
    refused,  ///< with the place of the first one
    kept,     ///< in their order, after the schema is made; the rows must come out the same
    left_out, ///< databases that are made anew will not have what they did
};

/// Whether anything is changed.
enum class effect { written, none };

struct options {
    std::string message{}; ///< of the revision; empty = `squash of FROM to TO`
    squash::more_than_schema more_than_schema = more_than_schema::refused;
    squash::effect effect = effect::written;
    std::optional<database_url> scratch_server{}; ///< where the user may create databases; absent: that of the database
    std::stop_token stop{};
};

struct report {
    std::string revision{};                     ///< its id, which is that of the last one
    std::optional<std::string> down_revision{}; ///< absent: none comes before it
    std::vector<std::string> replaced{};        ///< the revisions that it stands for, oldest first
    std::filesystem::path path{};               ///< its file
    std::filesystem::path folder{};             ///< where the files of the others go
    std::string text{};                         ///< of the revision
    std::string fingerprint{};                  ///< of the schema that both histories make
    std::vector<std::string> more{};            ///< statements that do more than a schema shows
    std::vector<catalog::change> differences{}; ///< what it would make otherwise: then nothing is written
    std::vector<catalog::change> left_over{};   ///< what downgrade() would leave: likewise
    std::vector<std::string> other_rows{};      ///< tables and sequences that would hold something else: likewise
    bool written = false;
};

/// Makes one revision of those from `FROM` to `TO`, both included: `base:d4`, `b2:d4`. It keeps the id of the last one,
/// so that databases that are there or further stay what they are, to Alembic as well. The old files go to
/// `squashed/<id>` beside the folder of revisions, where nothing runs them; a database that is at one of them is told
/// so. Both histories are run in scratch databases, the new one there and back: schema and rows must come out the same.
/// Otherwise the report says in what they differ, and nothing is written. `like` says where and how scratch databases
/// are made, and is only read.
/// Errors: bad_range; bad_target where the revisions are no chain of their own: a branch, a merge, a depends_on into
/// or out of it; bad_usage where the database is at a revision within; not_available for what cannot be known without
/// running Python or asking a database, what does more than a schema shows, and where no scratch database can be made;
/// file_exists, file_unwritable; those of a run; cancelled.
[[nodiscard]] ALEMBICORE_EXPORT report
make(project const& of, database& like, std::string_view range, options const& how = {});

} // namespace alembicore::squash
