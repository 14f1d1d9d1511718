// Files of SQL, for projects that still live with some: applied under the lock of a run, and rehearsed as revisions
// are.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/migrator.hpp>
#include <alembicore/project.hpp>
#include <alembicore/rehearsal.hpp>

#include <filesystem>

namespace alembicore {

/// Runs the statements of a file in one transaction, under the lock of a run and with the version table locked, whose
/// rows stay as they are. What cannot run in a transaction (CREATE INDEX CONCURRENTLY, VACUUM, …) runs outside of it,
/// after what stands before has been committed. A BEGIN at the beginning and a COMMIT at the end are left out. Before
/// it there is a backup, as before a run of revisions, and the journal records it under the name of the file.
/// Errors: file_unreadable, invalid_encoding; statement_failed with the place, before anything runs for what is no SQL;
/// bad_usage where the file begins or ends transactions in its midst; run_locked; those of create_backup and of
/// statements; cancelled.
ALEMBICORE_EXPORT run_report apply_sql(
    project const& of,
    database& target,
    std::filesystem::path const& file,
    run_options const& options = {},
    event_sink const& events = {}
);

/// The one step that applying the file would be. Errors: as apply_sql, before anything runs.
[[nodiscard]] ALEMBICORE_EXPORT plan
plan_of_sql(project const& of, database& target, std::filesystem::path const& file);

/// Tries them as `rehearse` does revisions; there is no way back. Errors: as both.
[[nodiscard]] ALEMBICORE_EXPORT rehearsal::report rehearse_sql(
    project const& of, database& target, std::filesystem::path const& file, rehearsal::options const& how = {}
);

} // namespace alembicore
