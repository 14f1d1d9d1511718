/*
 * alembicore: Alembic migrations for PostgreSQL, for C and for whatever can call C.
 *
 *     alembicore_project* project = NULL;
 *     alembicore_database* database = NULL;
 *     alembicore_error* error = NULL;
 *     char* report = NULL;
 *
 *     if (alembicore_project_open("path/to/project", NULL, &project, &error) == ALEMBICORE_OK
 *         && alembicore_project_connect(project, 10, &database, &error) == ALEMBICORE_OK
 *         && alembicore_upgrade(project, database, "heads", NULL, NULL, &report, &error) == ALEMBICORE_OK)
 *         puts(report);
 *     else
 *         fprintf(stderr, "%s\n", alembicore_error_describe(error));
 *
 *     alembicore_string_free(report);
 *     alembicore_error_free(error);
 *     alembicore_database_free(database);
 *     alembicore_project_free(project);
 *
 * OWNERSHIP
 *   What a function hands out through a pointer to a pointer is the caller's: texts are freed by
 *   alembicore_string_free, handles by the function that ends in _free. All of these take NULL. A function that fails
 *   sets its results to NULL. What is passed in is only looked at during the call. A `const char*` that is returned
 *   belongs to the handle it was asked of, and ends with it.
 *   A plan, a project and a database do not need each other to stay: they may be freed in any order.
 *
 * ERRORS
 *   Every function that can fail returns an alembicore_status and takes `error` as its last argument, which may be
 *   NULL. On failure *error is set to an error that the caller frees; on success it is set to NULL. No C++ exception
 *   and no signal leaves the library.
 *
 * TEXT
 *   Everything is UTF-8 and ends with a zero byte; nothing depends on the locale. Structured values are JSON, one
 *   document each, in the shapes of docs/reference/json.md, which are those of the command line's --json. Members may
 *   be added to them; those that are described stay. Passwords are in none of it, nor in any error.
 *
 * OPTIONS
 *   `options` is NULL, or a JSON object with the members that the function names. A member that does not exist is
 *   refused, so that a misspelt one is not ignored. What is absent or null is as the project's settings say.
 *
 * THREADS
 *   The library has no global state. A project, a plan and a cluster may be used by any number of threads at once. A
 *   database is one connection: one thread at a time, except alembicore_database_cancel. alembicore_stop_request may
 *   be called from any thread. An error is to be read by one thread at a time.
 *   Do not call fork() and go on with a database in the child.
 *
 * VERSIONS
 *   Functions and members are added, and none is taken away while the number in the library's name is the same. Symbols
 *   have the version ALEMBICORE_0.1. The structures that are declared with their members here do not grow.
 */
#ifndef ALEMBICORE_H
#define ALEMBICORE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ALEMBICORE_C_API __attribute__((visibility("default")))
#else
#define ALEMBICORE_C_API
#endif

/* ---- Results ---------------------------------------------------------------------------------------------------- */

typedef enum alembicore_status {
    ALEMBICORE_OK = 0,
    ALEMBICORE_FAILED = 1,    /* the error says what, where, why, and what to do about it */
    ALEMBICORE_BAD_USAGE = 2, /* the arguments are wrong: the code is bad_usage or bad_range */
    ALEMBICORE_CANCELLED = 3  /* stopped by request; the database is as the error's database_state says */
} alembicore_status;

typedef struct alembicore_error alembicore_error;
typedef struct alembicore_project alembicore_project;
typedef struct alembicore_database alembicore_database;
typedef struct alembicore_plan alembicore_plan;
typedef struct alembicore_cluster alembicore_cluster;
typedef struct alembicore_stop alembicore_stop;

/* Of the library that is linked: "0.1.0". Never freed. */
ALEMBICORE_C_API char const* alembicore_version(void);

ALEMBICORE_C_API void alembicore_string_free(char* text);

/* ---- Errors ----------------------------------------------------------------------------------------------------- */

/* The texts of an error. One that is not known is "". */
typedef enum alembicore_error_field {
    ALEMBICORE_ERROR_CODE,           /* for programs, stable: "unknown_revision"; docs/reference/errors.md has all */
    ALEMBICORE_ERROR_MESSAGE,        /* what happened, one sentence */
    ALEMBICORE_ERROR_REASON,         /* why */
    ALEMBICORE_ERROR_REMEDY,         /* how to fix it */
    ALEMBICORE_ERROR_FILE,           /* where in the project */
    ALEMBICORE_ERROR_EXCERPT,        /* that line */
    ALEMBICORE_ERROR_REVISION,       /* being read or run */
    ALEMBICORE_ERROR_STATEMENT,      /* the SQL being run */
    ALEMBICORE_ERROR_TRACEBACK,      /* Python's, where Python ran the revision */
    ALEMBICORE_ERROR_DATABASE_STATE, /* what the database looks like now, after a run that failed */
    /* What the server said. Show it, do not parse it; SQLSTATE is for programs. */
    ALEMBICORE_ERROR_SERVER_SEVERITY,
    ALEMBICORE_ERROR_SERVER_SQLSTATE,
    ALEMBICORE_ERROR_SERVER_MESSAGE,
    ALEMBICORE_ERROR_SERVER_DETAIL,
    ALEMBICORE_ERROR_SERVER_HINT,
    ALEMBICORE_ERROR_SERVER_CONTEXT,
    ALEMBICORE_ERROR_SERVER_SCHEMA,
    ALEMBICORE_ERROR_SERVER_TABLE,
    ALEMBICORE_ERROR_SERVER_COLUMN,
    ALEMBICORE_ERROR_SERVER_CONSTRAINT
} alembicore_error_field;

/* The numbers of an error. */
typedef enum alembicore_error_number_field {
    ALEMBICORE_ERROR_LINE,              /* from 1; 0: the file as a whole */
    ALEMBICORE_ERROR_COLUMN,            /* from 1, in characters; 0: the line as a whole */
    ALEMBICORE_ERROR_SERVER_POSITION,   /* character in the statement, from 1; 0: not given */
    ALEMBICORE_ERROR_CONNECTION_USABLE, /* 0: the database must be connected to anew */
    ALEMBICORE_ERROR_RETRYABLE          /* 1: the same call may succeed later */
} alembicore_error_number_field;

/* All of these take NULL, of which they say "" and 0. */
ALEMBICORE_C_API char const* alembicore_error_text(alembicore_error const* error, alembicore_error_field field);
ALEMBICORE_C_API unsigned alembicore_error_number(alembicore_error const* error, alembicore_error_number_field field);

/* The whole error as several lines for a terminal. */
ALEMBICORE_C_API char const* alembicore_error_describe(alembicore_error const* error);

/* The whole error as a JSON object with the members under "Errors" of json.md (what is in "error" there). */
ALEMBICORE_C_API char const* alembicore_error_json(alembicore_error const* error);
ALEMBICORE_C_API void alembicore_error_free(alembicore_error* error);

/* ---- Watching and stopping -------------------------------------------------------------------------------------- */

/* Called in the thread that works, once for each event: {"event": "step_done", …}, described in events of
 * docs/reference/c-api.md. `event` lives as long as the call. 0 goes on; anything else stops the work, as a request to
 * stop does. It may not use the database or wait for the thread that works. */
typedef int (*alembicore_event_function)(char const* event, void* user_data);

/* How a call is watched and stopped. Set what is not needed to NULL. */
typedef struct alembicore_control {
    alembicore_stop const* stop;
    alembicore_event_function on_event;
    void* user_data; /* handed to on_event */
} alembicore_control;

/* A request to stop, for any number of calls. One that was made stays made. NULL: no memory. */
ALEMBICORE_C_API alembicore_stop* alembicore_stop_new(void);

/* From any thread. What runs stops between statements, and the server is asked to cancel the one that runs. */
ALEMBICORE_C_API void alembicore_stop_request(alembicore_stop* stop);

/* Calls that still use it are not disturbed, and can no longer be stopped by it. */
ALEMBICORE_C_API void alembicore_stop_free(alembicore_stop* stop);

/* ---- Projects --------------------------------------------------------------------------------------------------- */

/* Reads a project: settings and the heads of all revision files. Nothing of it is run. Files that cannot be read are
 * diagnostics, not errors. The project does not change afterwards; open it again to see changed files.
 * `directory`: where alembic.ini or pyproject.toml is looked for; NULL or "": the working directory.
 * options: config_files (array), section, database_url, environment (object; absent: that of the process), x_arguments
 * (array of "key=value"), sqlalchemy_generation ("1.4", "2.0", "2.1"). */
ALEMBICORE_C_API alembicore_status alembicore_project_open(
    char const* directory, char const* options, alembicore_project** project, alembicore_error** error
);

/* A project of bare folders of revision files, without configuration. */
ALEMBICORE_C_API alembicore_status alembicore_project_open_versions(
    char const* const* folders, size_t count, alembicore_project** project, alembicore_error** error
);
ALEMBICORE_C_API void alembicore_project_free(alembicore_project* project);

/* An array of everything that is the matter with the project. */
ALEMBICORE_C_API alembicore_status
alembicore_project_diagnostics(alembicore_project const* project, char** json, alembicore_error** error);

/* The following give an object with "revisions", "current" and "diagnostics", as the commands of these names. Where
 * `database` may be NULL, "current" is null then. */

/* The revisions, newest first. `range`: "lower:upper", where either end may be missing, relative, or `current`, which
 * needs a database; NULL: all. */
ALEMBICORE_C_API alembicore_status alembicore_history(
    alembicore_project const* project,
    char const* range,
    alembicore_database* database,
    char** json,
    alembicore_error** error
);
ALEMBICORE_C_API alembicore_status
alembicore_heads(alembicore_project const* project, char** json, alembicore_error** error);

/* Revisions that several others follow. */
ALEMBICORE_C_API alembicore_status
alembicore_branches(alembicore_project const* project, char** json, alembicore_error** error);

/* `revision`: an id or the unique beginning of one, a label, head, heads, or `current`, which needs a database. */
ALEMBICORE_C_API alembicore_status alembicore_show(
    alembicore_project const* project,
    char const* revision,
    alembicore_database* database,
    char** json,
    alembicore_error** error
);

/* What the database is at. Nothing is written. */
ALEMBICORE_C_API alembicore_status alembicore_current(
    alembicore_project const* project, alembicore_database* database, char** json, alembicore_error** error
);

/* What a revision does, both ways. */
ALEMBICORE_C_API alembicore_status
alembicore_inspect(alembicore_project const* project, char const* revision, char** json, alembicore_error** error);

/* The same for a file of a revision, whether or not it belongs to the project. */
ALEMBICORE_C_API alembicore_status
alembicore_inspect_file(alembicore_project const* project, char const* file, char** json, alembicore_error** error);

/* The SQL of every revision, both ways: as `render --all`, but up_error and down_error are null or whole errors. */
ALEMBICORE_C_API alembicore_status
alembicore_render(alembicore_project const* project, char** json, alembicore_error** error);

/* ---- Databases -------------------------------------------------------------------------------------------------- */

/* Connects. `url` as SQLAlchemy and libpq write it. */
ALEMBICORE_C_API alembicore_status alembicore_database_connect(
    char const* url, unsigned timeout_seconds, alembicore_database** database, alembicore_error** error
);

/* Connects to the project's database: that of the options, DATABASE_URL, .env, env.py, or the ini. */
ALEMBICORE_C_API alembicore_status alembicore_project_connect(
    alembicore_project const* project,
    unsigned timeout_seconds,
    alembicore_database** database,
    alembicore_error** error
);
ALEMBICORE_C_API void alembicore_database_free(alembicore_database* database);

/* The address, with its password masked. */
ALEMBICORE_C_API char const* alembicore_database_url(alembicore_database const* database);

/* "15.18" */
ALEMBICORE_C_API alembicore_status
alembicore_database_server_version(alembicore_database const* database, char** version, alembicore_error** error);

/* Asks the server to cancel the statement that runs now. From any thread. */
ALEMBICORE_C_API alembicore_status
alembicore_database_cancel(alembicore_database const* database, alembicore_error** error);

/* ---- Plans ------------------------------------------------------------------------------------------------------ */

typedef enum alembicore_action { ALEMBICORE_UPGRADE, ALEMBICORE_DOWNGRADE, ALEMBICORE_STAMP } alembicore_action;

/* Decides the steps of a run, without a database. `from`: what the database is at: "base", or revisions with commas
 * between them. Upgrade and downgrade have one target. */
ALEMBICORE_C_API alembicore_status alembicore_plan_from(
    alembicore_project const* project,
    alembicore_action action,
    char const* const* targets,
    size_t target_count,
    char const* from,
    alembicore_plan** plan,
    alembicore_error** error
);

/* The same from what the database is at now. */
ALEMBICORE_C_API alembicore_status alembicore_plan_for(
    alembicore_project const* project,
    alembicore_database* database,
    alembicore_action action,
    char const* const* targets,
    size_t target_count,
    alembicore_plan** plan,
    alembicore_error** error
);
ALEMBICORE_C_API void alembicore_plan_free(alembicore_plan* plan);

/* As `plan`. */
ALEMBICORE_C_API alembicore_status
alembicore_plan_json(alembicore_plan const* plan, char** json, alembicore_error** error);
ALEMBICORE_C_API size_t alembicore_plan_step_count(alembicore_plan const* plan);

/* The plan as the SQL script that `--sql` prints. options: engine ("auto", "native", "python"), python, tag. */
ALEMBICORE_C_API alembicore_status alembicore_plan_script(
    alembicore_project const* project,
    alembicore_plan const* plan,
    char const* options,
    alembicore_control const* control,
    char** sql,
    alembicore_error** error
);

/* ---- Runs ------------------------------------------------------------------------------------------------------- */

/* Each gives a report, as the command of its name. Every revision is evaluated before the first statement runs. An
 * error in the middle says in database_state what became of the database.
 * options: transactions ("per_run", "per_migration", "none"), engine ("auto", "native", "python"), python, tag,
 * lock_wait (seconds), lock_timeout, statement_timeout ("500ms", "5s", "2min", "1h", "0"), on_blocked ("wait",
 * "give-up", "retry", "cancel", "terminate"), journal ("on", "off"), backup ("auto", "full", "affected", "schema",
 * "none"), backup_directory, authenticated_user (for the journal). */
ALEMBICORE_C_API alembicore_status alembicore_upgrade(
    alembicore_project const* project,
    alembicore_database* database,
    char const* target,
    char const* options,
    alembicore_control const* control,
    char** report,
    alembicore_error** error
);
ALEMBICORE_C_API alembicore_status alembicore_downgrade(
    alembicore_project const* project,
    alembicore_database* database,
    char const* target,
    char const* options,
    alembicore_control const* control,
    char** report,
    alembicore_error** error
);

/* Version rows only. options: also purge (true: the version table is emptied first). */
ALEMBICORE_C_API alembicore_status alembicore_stamp(
    alembicore_project const* project,
    alembicore_database* database,
    char const* const* targets,
    size_t target_count,
    char const* options,
    alembicore_control const* control,
    char** report,
    alembicore_error** error
);

/* Runs a plan that was made for what the database is at; where it has moved, version_mismatch. */
ALEMBICORE_C_API alembicore_status alembicore_plan_run(
    alembicore_project const* project,
    alembicore_database* database,
    alembicore_plan const* plan,
    char const* options,
    alembicore_control const* control,
    char** report,
    alembicore_error** error
);

/* {"holder": …}: who migrates the database now, or null. */
ALEMBICORE_C_API alembicore_status
alembicore_lock_holder(alembicore_database* database, char** json, alembicore_error** error);

/* ---- Looking ahead ---------------------------------------------------------------------------------------------- */

/* What is dangerous about revisions. No identifiers: all of them. With a database the size of its tables weighs the
 * findings; it may be NULL.
 * options: only, also, without (arrays of rules), directions ("upgrade", "downgrade", "both"), start_after, baseline
 * (array of keys), server_version (as server_version_num: 150004), transactions, in_transaction (a text of SQL is run
 * within a transaction). */
ALEMBICORE_C_API alembicore_status alembicore_lint_revisions(
    alembicore_project const* project,
    char const* const* revisions,
    size_t revision_count,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);

/* A plan as one piece of work. */
ALEMBICORE_C_API alembicore_status alembicore_lint_plan(
    alembicore_project const* project,
    alembicore_plan const* plan,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);

/* A text of SQL. `name` is the file of the places. */
ALEMBICORE_C_API alembicore_status alembicore_lint_sql(
    char const* sql,
    char const* name,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);

/* An array of all rules. */
ALEMBICORE_C_API alembicore_status alembicore_lint_rules(char** json, alembicore_error** error);

/* Runs a plan in a scratch database, then backwards, and says what each statement did. A plan that fails is no error:
 * the report says why. options: place ("scratch", "target": in a transaction that is rolled back), rows ("none",
 * "sample", "all"), sample_size, scratch_server (a URL), transactions, lock_timeout. */
ALEMBICORE_C_API alembicore_status alembicore_rehearse(
    alembicore_project const* project,
    alembicore_database* database,
    alembicore_plan const* plan,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);

/* ---- Backups ---------------------------------------------------------------------------------------------------- */

/* In all of these `project` may be NULL; then its settings do not say where backups are.
 * options: directory, programs (the folder of pg_dump and pg_restore). */

/* Gives the manifest. options: also policy ("full", "affected", "schema"), tables (array of "table" or
 * "schema.table"), format ("custom", "directory"), jobs, lock_wait (seconds). Events: backup_progress. */
ALEMBICORE_C_API alembicore_status alembicore_backup_create(
    alembicore_project const* project,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);
ALEMBICORE_C_API alembicore_status
alembicore_backup_list(alembicore_project const* project, char const* options, char** json, alembicore_error** error);

/* `id`: that of a backup, the beginning of one, or "latest". With a database the backup is loaded into a scratch
 * database on its server; else NULL. A backup that is not whole is no error: "problems" says what is wrong. */
ALEMBICORE_C_API alembicore_status alembicore_backup_verify(
    alembicore_project const* project,
    char const* id,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);

/* ---- What is in a database -------------------------------------------------------------------------------------- */

/* Tables, keys, indexes, views, types, …, and their fingerprint. options: schemas, names (arrays; % stands for any
 * characters in a name). */
ALEMBICORE_C_API alembicore_status alembicore_schema(
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);

/* Statements that make the same schema in an empty database. */
ALEMBICORE_C_API alembicore_status alembicore_schema_sql(
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** sql,
    alembicore_error** error
);

/* An array of what turns the schema of `before` into that of `after`. */
ALEMBICORE_C_API alembicore_status alembicore_schema_difference(
    alembicore_database* before,
    alembicore_database* after,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);

/* The SQLAlchemy models of the project. options: engine ("native", "python"), python, names (array of classes or
 * tables). */
ALEMBICORE_C_API alembicore_status alembicore_models(
    alembicore_project const* project,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);

/* What the models and the database do not share, as `models --against`. */
ALEMBICORE_C_API alembicore_status alembicore_models_against(
    alembicore_project const* project,
    alembicore_database* database,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);

/* History, database and models, and which is the odd one out. options: scratch_server (a URL). */
ALEMBICORE_C_API alembicore_status alembicore_drift(
    alembicore_project const* project,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
);

/* ---- What has been done to a database --------------------------------------------------------------------------- */

/* The newest `limit` runs older than run `before`; 0: from the newest on. */
ALEMBICORE_C_API alembicore_status alembicore_journal_list(
    alembicore_database* database, size_t limit, int64_t before, char** json, alembicore_error** error
);
ALEMBICORE_C_API alembicore_status
alembicore_journal_show(alembicore_database* database, int64_t run, char** json, alembicore_error** error);

/* Whether every entry is as it was written. `expected`: a last_hash of earlier, or NULL. With a project "edited" says
 * which files have changed since they were applied; else NULL, and it is null. Entries that are broken are no error
 * here: "broken" and "holds_expected" say so. */
ALEMBICORE_C_API alembicore_status alembicore_journal_verify(
    alembicore_project const* project,
    alembicore_database* database,
    char const* expected,
    char** json,
    alembicore_error** error
);

/* ---- A PostgreSQL of one's own ---------------------------------------------------------------------------------- */

/* `directory`: where it is, or is to be made by alembicore_cluster_start; NULL: the user's own, which the command line
 * uses. Nothing is started yet. It outlives the process that starts it. */
ALEMBICORE_C_API alembicore_status
alembicore_cluster_open(char const* directory, alembicore_cluster** cluster, alembicore_error** error);

/* Frees the handle; the server goes on. */
ALEMBICORE_C_API void alembicore_cluster_free(alembicore_cluster* cluster);

/* As `db`. */
ALEMBICORE_C_API alembicore_status
alembicore_cluster_status(alembicore_cluster const* cluster, char** json, alembicore_error** error);
ALEMBICORE_C_API alembicore_status
alembicore_cluster_start(alembicore_cluster const* cluster, char** json, alembicore_error** error);
ALEMBICORE_C_API alembicore_status alembicore_cluster_stop(alembicore_cluster const* cluster, alembicore_error** error);

/* Creates the database where it is not there, and gives its URL. */
ALEMBICORE_C_API alembicore_status alembicore_cluster_create_database(
    alembicore_cluster const* cluster, char const* name, char** url, alembicore_error** error
);

/* Stops it and removes its folder, with all of its data. */
ALEMBICORE_C_API alembicore_status
alembicore_cluster_destroy(alembicore_cluster const* cluster, alembicore_error** error);

#ifdef __cplusplus
}
#endif

#endif /* ALEMBICORE_H */
