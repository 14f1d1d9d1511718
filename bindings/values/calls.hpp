// The calls that the C interface and the Python module share: library objects and options in, JSON values out. The
// shapes are those of the command line's `--json` (docs/reference/json.md).
#pragma once

#include "requests.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::bindings {

/// A project together with what it was asked for with: the settings of lint are read when they are needed.
struct opened_project {
    project opened;
    settings_request request;
};

[[nodiscard]] opened_project open_project(std::string_view directory, std::string_view options);
[[nodiscard]] opened_project open_versions(std::vector<std::string> const& folders);

[[nodiscard]] boost::json::value diagnostics_of(project const& of);

/// Revisions as `history`, `heads` and the like print them. `current` are the rows of the version table.
[[nodiscard]] boost::json::value describe_revisions(
    project const& of,
    std::vector<std::string> const& ids,
    std::optional<std::vector<std::string>> const& current = std::nullopt
);

/// With `asked` its rows are read, for `current` in the range.
[[nodiscard]] boost::json::value history(project const& of, std::string_view range, database* asked);
[[nodiscard]] boost::json::value branches(project const& of);

/// `identifier` as for `show`; `current` needs a database.
[[nodiscard]] boost::json::value show(project const& of, std::string const& identifier, database* asked);

/// What `current` prints. Errors: unknown_database_revision, with what git knows.
[[nodiscard]] boost::json::value current(project const& of, database& in);
[[nodiscard]] boost::json::value version_rows(project const& of, database& in);

[[nodiscard]] boost::json::value inspect(project const& of, std::string const& identifier);
[[nodiscard]] boost::json::value inspect_file(project const& of, std::string const& file);

/// A member for each revision; `up_error` and `down_error` are whole errors.
[[nodiscard]] boost::json::value render_all(project const& of);

/// Plans `upgrade`, `downgrade` or `stamp` from these rows.
[[nodiscard]] plan decide(
    revision_graph const& graph,
    direction action,
    std::vector<std::string> const& targets,
    std::vector<std::string> const& rows
);

/// The same from what a database is at.
[[nodiscard]] plan
decide_for(project const& of, database& in, direction action, std::vector<std::string> const& targets);

/// The rows of the version table that `base`, or identifiers with commas between them, mean.
[[nodiscard]] std::vector<std::string> rows_named(revision_graph const& graph, std::string_view text);
[[nodiscard]] std::vector<std::string> read_rows(project const& of, database& in);

[[nodiscard]] std::string
render_script(project const& of, plan const& decided, std::string_view options, control const& how);

[[nodiscard]] boost::json::value
run_plan(project const& of, database& in, plan const& decided, std::string_view options, control const& how);
[[nodiscard]] boost::json::value
upgrade(project const& of, database& in, std::string_view target, std::string_view options, control const& how);
[[nodiscard]] boost::json::value
downgrade(project const& of, database& in, std::string_view target, std::string_view options, control const& how);
[[nodiscard]] boost::json::value stamp(
    project const& of,
    database& in,
    std::vector<std::string> const& targets,
    std::string_view options,
    control const& how
);

/// No identifiers: all revisions. `live` may be null.
[[nodiscard]] boost::json::value lint_revisions(
    opened_project const& of,
    std::vector<std::string> const& identifiers,
    database* live,
    std::string_view options,
    control const& how
);
[[nodiscard]] boost::json::value
lint_plan(opened_project const& of, plan const& decided, database* live, std::string_view options, control const& how);
[[nodiscard]] boost::json::value lint_sql(
    std::string const& text, std::string const& name, database* live, std::string_view options, control const& how
);
[[nodiscard]] boost::json::value lint_rules();

[[nodiscard]] boost::json::value
rehearse(project const& of, database& target, plan const& decided, std::string_view options, control const& how);

/// `of` may be null: then only the options say where backups are.
[[nodiscard]] boost::json::value
backup_create(project const* of, database& from, std::string_view options, control const& how);
[[nodiscard]] boost::json::value backup_list(project const* of, std::string_view options);

/// With `on_server_of` the backup is loaded into a scratch database there.
[[nodiscard]] boost::json::value backup_verify(
    project const* of, std::string_view id, database* on_server_of, std::string_view options, control const& how
);

[[nodiscard]] boost::json::value schema(database& of, std::string_view options, control const& how);
[[nodiscard]] std::string schema_sql(database& of, std::string_view options, control const& how);
[[nodiscard]] boost::json::value
schema_difference(database& before, database& after, std::string_view options, control const& how);

[[nodiscard]] boost::json::value models_of(project const& of, std::string_view options, control const& how);
[[nodiscard]] boost::json::value models_against(project const& of, database& with, control const& how);
[[nodiscard]] boost::json::value
drift_of(project const& of, database& with, std::string_view options, control const& how);

[[nodiscard]] boost::json::value journal_list(database& of, std::size_t most, std::optional<std::int64_t> before);
[[nodiscard]] boost::json::value journal_show(database& of, std::int64_t run);

/// With a project also which files were edited since. `expected`: a hash of earlier.
[[nodiscard]] boost::json::value
journal_verify(project const* of, database& in, std::optional<std::string> const& expected);

[[nodiscard]] boost::json::value lock_holder_of(database& of);

} // namespace alembicore::bindings
