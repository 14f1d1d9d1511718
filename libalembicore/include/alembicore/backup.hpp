// Backups of a database: made by pg_dump, looked over, loaded again by pg_restore.
#pragma once

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/settings.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore {

/// How pg_dump writes it.
enum class backup_format {
    custom,    ///< one file
    directory, ///< a file per table, written by several jobs at once
};

/// A table as it was when the backup was made.
struct backup_table {
    catalog::name name;
    bool data = false;                ///< its rows are in the backup
    std::optional<std::int64_t> rows; ///< absent: not counted, and never estimated by the server either
    bool exact = false;               ///< counted in the moment that the backup shows, not the planner's estimate
};

struct backup_file {
    std::string name; ///< below the backup's folder
    std::uint64_t size = 0;
    std::string sha256; ///< in hexadecimal
};

/// A foreign key from rows that are in the backup to rows that are not.
struct backup_left_out {
    catalog::name table;
    std::string key;
};

/// What a new database must be made with to take the contents of another.
struct backup_encoding {
    std::string encoding;
    std::string collate;
    std::string ctype;
    std::string provider;  ///< of its locale: `c`, `i`, `b`; empty where the server has one kind only
    std::string locale;    ///< of that provider; empty = that of `collate`
    std::string icu_rules; ///< empty = none
};

/// The run before which a backup was made.
struct backup_occasion {
    alembicore::direction direction = alembicore::direction::upgrade;
    std::string target;
    std::vector<std::string> revisions; ///< in the order in which they were to run
};

/// Everything about one backup. It lies beside the dump as `manifest.json`.
struct backup_manifest {
    std::string id;      ///< `20261126T101539Z-shop-4f1c`
    std::string created; ///< `2026-11-26T10:15:39Z`
    std::string database;
    std::string server; ///< its address, with the password masked
    std::string server_version;
    std::string client_version; ///< of pg_dump
    std::string engine_version; ///< of this library
    backup_policy policy = backup_policy::full;
    std::string reason; ///< why this policy
    backup_format format = backup_format::custom;
    unsigned jobs = 1;
    std::vector<std::string> revisions; ///< rows of the version table in the moment that the backup shows
    std::optional<backup_occasion> occasion;
    std::vector<std::string> schemas;
    std::vector<backup_table> tables;
    std::uint64_t database_size = 0; ///< bytes on the server
    std::uint64_t size = 0;          ///< bytes of the dump
    std::vector<backup_file> files;
    std::string sha256;      ///< of the one file; of several, over a list as sha256sum prints it
    std::string fingerprint; ///< of the schema, as `catalog::fingerprint`
    /// Of the schema that the backup gives when loaded: with the rows of some tables only, foreign keys from these to
    /// others are left out.
    std::string restored_fingerprint;
    std::vector<backup_left_out> left_out; ///< those foreign keys
    backup_encoding encoding;
    std::chrono::microseconds elapsed{};
    std::filesystem::path folder; ///< where it lies; not part of the file
};

/// How far a long piece of work is.
struct backup_progress {
    std::string activity; ///< `dumping`, `checking`, `restoring`, …
    std::string subject;  ///< the table or file it is at; may be empty
    std::size_t done = 0; ///< tables or files
    std::size_t count = 0;
    std::uint64_t bytes = 0; ///< written or read so far
};

/// Called in the thread that does the work. Exceptions from it stop the work as an error would.
using backup_progress_sink = std::function<void(backup_progress const&)>;

/// What a run would do to rows that are there, as far as it is known beforehand.
struct plan_effects {
    std::vector<catalog::name> destroyed; ///< tables that lose rows, columns or values; schema empty = by the search
                                          ///< path; object empty = all tables of the schema
    std::string unknown; ///< a statement whose tables nobody can tell, with its revision; empty: all is known
};

/// What `auto` has decided.
struct backup_choice {
    backup_policy policy = backup_policy::full;
    std::string reason;
    std::vector<catalog::name> tables; ///< for `affected`
    std::uint64_t estimate = 0;        ///< bytes that the backup takes at most, roughly
};

/// Whether any table has a page with rows; those that record migrations do not count. Errors: those of statements.
[[nodiscard]] ALEMBICORE_EXPORT bool has_rows(database& of, std::stop_token const& stop = {});

/// Decides what to keep before a run. Nothing, where no row can be lost: a run that fails is rolled back, and tables
/// without rows have nothing to lose. Where it is known which tables lose something, these and what a deletion reaches
/// by their foreign keys, if they are a small part of a large database; else everything. Errors: no_space, where not
/// even what must be kept has room; those of statements.
[[nodiscard]] ALEMBICORE_EXPORT backup_choice choose_backup(
    database& of, plan_effects const& effects, std::filesystem::path const& directory, std::stop_token const& stop = {}
);

/// `$XDG_DATA_HOME/alembicore/backups` (`~/.local/share/…`).
[[nodiscard]] ALEMBICORE_EXPORT std::filesystem::path default_backup_directory();

struct backup_request {
    std::filesystem::path directory;            ///< where all backups are; empty = `default_backup_directory()`
    backup_policy policy = backup_policy::full; ///< full, affected or schema
    std::string reason = "asked for";
    std::vector<catalog::name> tables;          ///< for `affected`: whose rows; schema empty = by the search path
    std::optional<catalog::name> version_table; ///< whose rows are the revisions; schema empty = by the search path
    std::optional<backup_occasion> occasion;
    std::optional<backup_format> format; ///< absent: by the size of the database
    unsigned jobs = 0;                   ///< for `directory`; 0 = by the number of processors, at most 4
    std::filesystem::path programs;      ///< the folder of pg_dump; empty = searched for
    std::chrono::seconds lock_wait{60};  ///< how long pg_dump waits for a table that is locked exclusively
    backup_progress_sink progress;
    std::stop_token stop;
};

/// Makes a backup: schema, rows, counts and revisions are those of one moment. pg_dump writes into a folder with a
/// temporary name, which gets its own only when all of it is on the disk, the manifest last; so nothing that looks like
/// a backup is half of one. What dead makers have left in the directory is removed.
///
/// Precondition: no transaction is open on the connection. Errors: client_too_old, not_available (no pg_dump),
/// no_space, file_unwritable, child_process_failed (with what pg_dump said), cancelled; those of statements.
ALEMBICORE_EXPORT backup_manifest create_backup(database& of, backup_request const& request);

/// What lies in a directory of backups.
struct backup_listing {
    std::vector<backup_manifest> backups; ///< newest first
    std::vector<std::string> in_progress; ///< ids of those being made now
    std::vector<std::string> abandoned;   ///< ids of those whose maker is dead; the next backup or pruning removes them
    std::vector<diagnostic> damaged;      ///< folders without a manifest that can be read
};

/// Errors: file_unreadable. A directory that is not there has no backups.
[[nodiscard]] ALEMBICORE_EXPORT backup_listing list_backups(std::filesystem::path const& directory);

/// The backup of this id, of the beginning of one, or the newest for `latest`.
/// Errors: unknown_backup; damaged_backup, where its manifest cannot be read.
[[nodiscard]] ALEMBICORE_EXPORT backup_manifest
find_backup(std::filesystem::path const& directory, std::string_view id);

enum class backup_kind {
    all,
    of_runs, ///< those made before a run, not those that somebody asked for
};

enum class prune_mode {
    removed,
    shown, ///< what would be removed
};

/// Which backups stay. The newest of each database always does.
struct backup_retention {
    std::optional<std::size_t> count;      ///< so many of each database
    std::optional<std::chrono::hours> age; ///< those that are younger
    std::string database;                  ///< only those of this one; empty = all
    backup_kind kind = backup_kind::all;
    prune_mode mode = prune_mode::removed;
};

struct backup_pruning {
    std::vector<std::string> removed;   ///< ids, newest first
    std::vector<std::string> abandoned; ///< of dead makers
};

/// Removes what is beyond either limit, and what dead makers have left. Errors: file_unreadable, file_unwritable.
ALEMBICORE_EXPORT backup_pruning prune_backups(std::filesystem::path const& directory, backup_retention const& keep);

struct backup_check_options {
    std::filesystem::path programs; ///< the folder of pg_restore; empty = searched for
    backup_progress_sink progress;
    std::stop_token stop;
};

/// What looking over a backup has found.
struct backup_check {
    std::string id;
    bool restored = false;             ///< it was loaded into a scratch database
    std::size_t files = 0;             ///< whose checksums were compared
    std::size_t tables = 0;            ///< looked for in the archive's table of contents
    std::size_t counted = 0;           ///< tables whose rows were counted after loading
    std::vector<std::string> problems; ///< one sentence each; empty: the backup is whole
    std::chrono::microseconds elapsed{};
};

/// Compares the files with their checksums, reads the archive's table of contents, and has pg_restore read all of it.
/// Errors: client_too_old, not_available, child_process_failed, cancelled.
[[nodiscard]] ALEMBICORE_EXPORT backup_check
verify_backup(backup_manifest const& backup, backup_check_options const& options = {});

/// As that; then loads it into a scratch database on a server and compares the schema's fingerprint and the counts of
/// rows. Errors: also those of connecting and of statements; not_available, where no database may be created there.
[[nodiscard]] ALEMBICORE_EXPORT backup_check
verify_backup(backup_manifest const& backup, database& on_server_of, backup_check_options const& options = {});

/// A session of a database that is to be replaced. What this user may not see is empty.
struct connected_session {
    int pid = 0;
    std::string user;
    std::string application;
    std::string host;  ///< empty: this machine's socket
    std::string state; ///< active, idle, …
};

enum class connected_sessions {
    refused,    ///< nothing is done while there are any
    terminated, ///< they are ended, and who comes meanwhile waits until the databases have changed places
};

enum class replaced_database {
    kept, ///< under another name
    dropped,
};

struct restore_request {
    std::string into; ///< the database's name afterwards; empty = that of the backup
    connected_sessions sessions = connected_sessions::refused;
    replaced_database replaced = replaced_database::kept;
    std::filesystem::path programs; ///< the folder of pg_restore; empty = searched for
    backup_progress_sink progress;
    std::stop_token stop;
};

struct restore_report {
    std::string id;
    std::string database; ///< which now holds what the backup does
    std::string kept_as;  ///< what the one before is called now; empty = there was none, or it is gone
    std::vector<connected_session> terminated; ///< sessions of the one before
    std::size_t counted = 0;                   ///< tables whose rows were counted
    std::chrono::microseconds elapsed{};
};

/// Loads a backup into a new database, compares schema and rows with the manifest, and then gives it the name, in one
/// transaction with the renaming of a database that has it; owner, privileges and settings of that one are taken over.
/// So until that moment, whatever happens, the database of that name is the one it was. `server` may name any database.
///
/// Errors: bad_usage, where a backup without all rows would replace a database; database_in_use; damaged_backup;
/// client_too_old, not_available, child_process_failed, cancelled; those of connecting and of statements.
ALEMBICORE_EXPORT restore_report
restore_backup(backup_manifest const& backup, database_url const& server, restore_request const& request = {});

/// Databases on this server that were replaced and kept. Errors: those of connecting and of statements.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<std::string> replaced_databases(database_url const& server);

/// Drops one of those. Errors: bad_usage, where it is none; database_in_use; those of connecting and of statements.
ALEMBICORE_EXPORT void drop_replaced_database(database_url const& server, std::string const& name);

} // namespace alembicore
