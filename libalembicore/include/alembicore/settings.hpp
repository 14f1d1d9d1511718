// What a project says about itself: alembic.ini, pyproject.toml, .env, the environment, and env.py where it is
// constant.
#pragma once

#include <alembicore/database_url.hpp>
#include <alembicore/error.hpp>
#include <alembicore/run_limits.hpp>
#include <alembicore/sqlalchemy_generation.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore {

/// How a run is cut into transactions.
enum class transaction_mode {
    per_run,       ///< one transaction for everything (Alembic's default)
    per_migration, ///< `transaction_per_migration=True`
    none,          ///< `transactional_ddl=False`
};

/// What runs the bodies of revisions.
enum class engine {
    automatic, ///< native where all steps of a plan are, else Python for all of them
    native,    ///< the evaluator of this library
    python,    ///< Alembic itself, in the project's own Python
};

/// Whether a run is recorded in the database that it changes.
enum class journal_mode {
    on,  ///< in the schema `alembicore`, which the first run that changes something creates
    off, ///< nothing is written but what the revisions and the version table need
};

/// What of a database is kept, before a run or when somebody asks for it.
enum class backup_policy {
    automatic, ///< `auto`: decided by what is about to be destroyed, the size of the database and the room on the disk
    full,      ///< everything
    affected,  ///< the schema, and the rows of some tables
    schema,    ///< the schema without rows
    none,      ///< nothing
};

/// `auto`, `full`, `affected`, `schema`, `none`.
[[nodiscard]] ALEMBICORE_EXPORT std::optional<backup_policy> parse_backup_policy(std::string_view text) noexcept;
[[nodiscard]] ALEMBICORE_EXPORT std::string_view name_of(backup_policy policy) noexcept;

/// How backups are made before a run.
struct backup_settings {
    backup_policy policy = backup_policy::automatic;
    std::filesystem::path directory;            ///< where all of them are; empty = in the user's data folder
    std::size_t keep = 10;                      ///< so many of those made before runs, of each database; 0 = all
    std::optional<std::chrono::hours> keep_age; ///< of those, the ones that are younger
    std::filesystem::path programs;             ///< the folder of pg_dump and pg_restore; empty = searched for
};

/// A tool to run on a generated revision file.
struct post_write_hook {
    std::string name;
    std::map<std::string, std::string> options; ///< type, entrypoint, executable, module, options, cwd
};

/// What the caller asks for; everything is optional.
struct settings_request {
    std::vector<std::filesystem::path> config_files{};  ///< `-c`: at most one ini and one pyproject.toml
    std::string section = "alembic";                    ///< `-n`: section of the ini
    std::optional<std::string> database_url{};          ///< `--database-url`
    std::filesystem::path directory{};                  ///< working directory; empty = the process's
    std::map<std::string, std::string> environment{};   ///< environment variables; `process_environment()` for the real
    std::vector<std::string> x_arguments{};             ///< `-x key=value`
    std::optional<std::string> sqlalchemy_generation{}; ///< `--sqlalchemy-generation`: 1.4, 2.0 or 2.1
};

/// The environment of this process.
[[nodiscard]] ALEMBICORE_EXPORT std::map<std::string, std::string> process_environment();

/// Everything that decides where revisions are, how they are named, and how they run. Paths are absolute.
struct settings {
    std::filesystem::path config_file;     ///< the ini; empty when there is none
    std::filesystem::path pyproject_file;  ///< empty when there is none
    std::filesystem::path script_location; ///< holds env.py, script.py.mako, versions/
    std::vector<std::filesystem::path> version_locations;
    bool recursive_version_locations = false;
    bool sourceless = false;
    bool revision_environment = false;
    std::string file_template = "%(rev)s_%(slug)s";
    int truncate_slug_length = 40;
    std::string timezone;                  ///< of Create Date; empty = local time, naive
    std::string output_encoding = "utf-8"; ///< of generated files
    std::vector<std::filesystem::path> prepend_sys_path;
    std::vector<post_write_hook> post_write_hooks;

    std::optional<alembicore::database_url> database_url; ///< absent: none given, or `missing_database_url` says why
    std::optional<diagnostic> missing_database_url; ///< env.py decides it at run time, it is not for PostgreSQL, …

    // What env.py passes to context.configure(), where that is a constant; else Alembic's defaults.
    std::string version_table = "alembic_version";
    std::string version_table_schema; ///< empty = the search path decides
    bool version_table_pk = true;     ///< the version table's column is its primary key
    transaction_mode transactions = transaction_mode::per_run;
    std::map<std::string, std::string> naming_convention; ///< of target_metadata; keys as written: ix, uq, ck, fk, pk
    /// Set where the convention is one of the application's: where env.py takes target_metadata from, as
    /// `app.models:Base.metadata`, or empty where it calls code for it. It is looked up when a revision is read.
    std::optional<std::string> target_metadata;
    std::optional<diagnostic> env_py_problem; ///< why nothing can be run: no env.py, or one that is not Python
    bool offline_percent_doubled = false;     ///< `%` is written `%%` offline: env.py sets no paramstyle

    std::chrono::seconds lock_wait{300}; ///< `lock_wait` of [alembicore]: how long a run waits for another one to end
    statement_limits limits;             ///< `lock_timeout` and `statement_timeout` of [alembicore]
    blocker_policy on_blocked = blocker_policy::wait; ///< `on_blocked` of [alembicore]
    journal_mode journal = journal_mode::on;          ///< `journal` of [alembicore]
    backup_settings backup; ///< `backup`, `backup_directory`, `backup_keep`, `backup_keep_days`, `backup_programs`
    alembicore::engine engine = alembicore::engine::automatic; ///< `engine` of [alembicore]
    std::filesystem::path python;                              ///< `python` of [alembicore]; empty = searched for
    alembicore::sqlalchemy_generation sqlalchemy_generation = sqlalchemy_generation::v2_0; ///< of scripts

    std::vector<diagnostic> diagnostics; ///< what env.py decides at run time, deprecated settings, …
};

/// Reads a project's settings. Nothing is executed and nothing outside the project's files is read.
/// The database URL is the first of: `settings_request::database_url`, DATABASE_URL in the environment, then in `.env`
/// beside the ini, what env.py sets, `sqlalchemy.url`. Only the first must be valid; another that is not gives a
/// diagnostic, since much can be done without a database. The ini section [alembicore] (in TOML [tool.alembicore]) sets
/// by hand what env.py decides at run time: version_table, version_table_schema, version_table_pk,
/// transaction_per_migration, transactional_ddl, naming_convention.<key>, or `naming_convention = none`; and says how
/// to run: lock_wait (seconds), lock_timeout and statement_timeout (500ms, 5s, 2min), on_blocked (wait, give-up, retry,
/// cancel, terminate), journal (on, off), backup (auto, full, affected, schema, none), backup_directory, backup_keep (a
/// count), backup_keep_days, backup_programs (a folder), engine (auto, native, python), python (the path of an
/// interpreter), sqlalchemy_generation (1.4, 2.0, 2.1). Errors: not_a_project, file_unreadable, file_too_large,
/// invalid_encoding, bad_configuration, bad_database_url, bad_usage.
[[nodiscard]] ALEMBICORE_EXPORT settings load_settings(settings_request const& request = {});

/// The URL, for what cannot do without. Errors: no_database, decided_at_run_time, bad_database_url, bad_configuration.
[[nodiscard]] ALEMBICORE_EXPORT database_url const& require_database_url(settings const& project);

/// The database, for what needs no project: where there is none, DATABASE_URL of the environment says it.
/// Errors: those of load_settings and require_database_url.
[[nodiscard]] ALEMBICORE_EXPORT database_url load_database_url(settings_request const& request);

} // namespace alembicore
