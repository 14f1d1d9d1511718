// The one exception type of the library, and the diagnostics it reports about a user's project.
#pragma once

#include <alembicore/export.hpp>

#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace alembicore {

/// What went wrong, for programs. `name_of` gives the stable text used in JSON.
enum class errc {
    // Files and settings
    not_a_project,       ///< no alembic.ini and no [tool.alembic] in pyproject.toml where one was looked for
    file_unreadable,     ///< missing, not permitted, or not a regular file
    file_too_large,      ///< larger than any real revision or configuration file
    file_exists,         ///< a file or folder that would be written is there already
    file_unwritable,     ///< could not be created or written
    invalid_encoding,    ///< not UTF-8
    bad_configuration,   ///< a setting that cannot be read or makes no sense
    bad_database_url,    ///< a database URL that does not parse or is not for PostgreSQL
    no_database,         ///< no database URL anywhere
    decided_at_run_time, ///< env.py computes a setting; only running Python could know it
    // Revision files and their graph
    syntax_error,       ///< a revision file is not valid Python
    bad_revision_file,  ///< a revision file without a readable revision or down_revision
    unknown_parent,     ///< down_revision or depends_on names a revision that is not there
    cycle,              ///< revisions that are their own ancestors
    duplicate_revision, ///< two files declare the same revision
    duplicate_label,    ///< two revisions declare the same branch label
    unknown_revision,   ///< an identifier that matches nothing
    ambiguous_revision, ///< a partial identifier that matches several revisions
    multiple_heads,     ///< `head` where there are several
    bad_target,         ///< a target that cannot be reached from the current revisions
    bad_range,          ///< a malformed range, or one where a single revision is needed
    bad_revision_id,    ///< an identifier with characters that are not allowed, or too long
    // Evaluation of revision files
    needs_database,   ///< the revision asks the database, and none is at hand
    not_evaluable,    ///< a construct that the native evaluator does not know exactly
    evaluation_limit, ///< too many steps, too deep, too large
    python_exception, ///< the revision itself raises, as it would under Python
    // Database
    connection_failed,         ///< no server there, or it refuses
    authentication_failed,     ///< the server does not accept user or password
    connection_lost,           ///< the server went away in the middle
    statement_failed,          ///< the server reports an error for a statement
    read_only_database,        ///< the server accepts no changes
    version_mismatch,          ///< alembic_version did not change as planned: somebody else changed it
    unknown_database_revision, ///< alembic_version holds a revision the project does not have
    commit_in_doubt,           ///< the connection broke during COMMIT: it may or may not have happened
    run_locked,                ///< another run goes on, and went on for longer than was to be waited
    lock_not_granted,          ///< a statement did not get a lock that another session has
    journal_altered,           ///< entries of the journal were changed or removed
    cancelled,                 ///< stopped by request
    // Backups
    unknown_backup,  ///< no backup has this id
    damaged_backup,  ///< the files of a backup are not what its manifest says, or cannot be read
    client_too_old,  ///< pg_dump or pg_restore is older than the server
    no_space,        ///< the disk, or what this user may use of it, is full
    database_in_use, ///< other sessions are connected to a database that nobody may be connected to
    // Use
    bad_usage,            ///< wrong arguments
    not_available,        ///< known, but not part of this version
    child_process_failed, ///< initdb, pg_ctl, an editor, a hook or the project's Python failed
    python_unavailable,   ///< a revision needs Python, and there is none with Alembic
    internal,             ///< a defect of alembicore
};

/// The stable name of a code, as in JSON: `unknown_parent`.
[[nodiscard]] ALEMBICORE_EXPORT std::string_view name_of(errc code) noexcept;

/// A place in a file of the user's project.
struct source_place {
    std::string file;    ///< path as given or found
    unsigned line = 0;   ///< from 1; 0 = the file as a whole
    unsigned column = 0; ///< from 1, in characters; 0 = the line as a whole
    std::string excerpt; ///< the source line, without its line break
};

/// What a PostgreSQL server said. Text is the server's: show it, never parse it.
struct server_message {
    std::string severity; ///< ERROR, FATAL, NOTICE, WARNING, …
    std::string sqlstate; ///< five characters, PostgreSQL appendix A
    std::string message;
    std::string detail;
    std::string hint;
    std::string context;
    std::string schema;
    std::string table;
    std::string column;
    std::string constraint;
    unsigned position = 0; ///< character in the statement, from 1; 0 = not given
};

/// Everything a person or a program needs about a failure. Passwords never appear here.
struct error_info {
    errc code = errc::internal;
    std::string message;                  ///< what happened, one sentence, no trailing period
    std::string reason;                   ///< why, where known
    std::string remedy;                   ///< how to fix it
    std::optional<source_place> place;    ///< where in the project
    std::string revision;                 ///< the revision being read or run
    std::string statement;                ///< the SQL statement being run
    std::string traceback;                ///< Python's, where Python ran the revision
    std::optional<server_message> server; ///< what the server said
    std::string database_state;           ///< what the database looks like now, after a failed run
    bool connection_usable = true;        ///< false: the connection must be opened anew
    bool retryable = false;               ///< true: the same call may succeed later
};

/// The exception thrown by every function of the library that can fail.
class ALEMBICORE_EXPORT error : public std::exception {
public:
    explicit error(error_info info);
    error(errc code, std::string message, std::string remedy = {});

    [[nodiscard]] errc code() const noexcept { return info_.code; }

    [[nodiscard]] error_info const& info() const noexcept { return info_; }

    /// The same error with more known about it; for callers that add context on the way up.
    [[nodiscard]] error_info& info() noexcept { return info_; }

    /// The message alone; `describe` gives the rest.
    [[nodiscard]] char const* what() const noexcept override { return info_.message.c_str(); }

private:
    error_info info_;
};

/// The whole error as text of several lines for a terminal: message, place with excerpt and caret, reason, server
/// fields, remedy. No trailing line break.
[[nodiscard]] ALEMBICORE_EXPORT std::string describe(error_info const& info);

/// How much a finding about a project matters.
enum class severity { info, warning, error };

/// A finding about the user's project that does not stop what does not need it.
struct diagnostic {
    alembicore::severity severity = severity::error;
    errc code = errc::internal;
    std::string message;               ///< what is the matter, one sentence
    std::string remedy;                ///< how to fix it
    std::optional<source_place> place; ///< where
    std::string revision;              ///< which revision, where known
};

/// The error that a diagnostic becomes for an operation that cannot go on without the thing it is about.
[[nodiscard]] ALEMBICORE_EXPORT error to_error(diagnostic const& finding);

} // namespace alembicore
