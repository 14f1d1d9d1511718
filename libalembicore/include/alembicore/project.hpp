// An Alembic project on disk: the facade most programs start from.
#pragma once

#include <alembicore/event.hpp>
#include <alembicore/inspection.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/settings.hpp>

#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>

namespace alembicore {

/// What a new revision file shall say.
struct new_revision {
    std::string message;                       ///< `-m`; empty = `empty message`
    std::string id;                            ///< `--rev-id`; empty = twelve random hexadecimal digits
    std::vector<std::string> heads = {"head"}; ///< parents, as identifiers; `base` for a new root
    bool splice = false;                       ///< allow parents that are not heads
    std::vector<std::string> branch_labels;
    std::vector<std::string> depends_on; ///< identifiers
    std::filesystem::path version_path;  ///< `--version-path`; empty = decided by the parents
};

/// What became of a post-write hook.
struct hook_report {
    std::string name;
    std::optional<int> exit_status; ///< absent: it did not run
    std::string output;             ///< what it wrote
    std::string problem;            ///< why it did not run
};

/// A revision file that has been written.
struct created_revision {
    std::string id;
    std::filesystem::path path;
    std::vector<hook_report> hooks; ///< in order; a hook that fails does not undo the file
};

/// One revision's SQL both ways; an error where it cannot be rendered.
struct rendered_revision {
    std::string revision;
    std::string file;              ///< file name
    std::optional<std::string> up; ///< text as `--sql` prints it, without version rows and transaction lines
    std::optional<error_info> up_error;
    std::optional<std::string> down;
    std::optional<error_info> down_error;
};

/// How a plan becomes a script.
struct script_options {
    std::optional<alembicore::engine> engine; ///< overrides the project's setting; automatic is native here
    std::filesystem::path python;             ///< overrides the project's setting
    std::string tag;                          ///< `--tag`, for env.py under Python
    event_sink events;                        ///< what Python says besides; may be empty
    std::stop_token stop;                     ///< ends Python
};

/// A project read from disk. Immutable; open it again to see changed files. Safe to read from several threads.
class ALEMBICORE_EXPORT project {
public:
    /// Reads settings and all revision headers; bodies are read when they are needed.
    /// Errors: those of `load_settings`. Broken revision files are diagnostics of the graph, not errors.
    [[nodiscard]] static project open(settings_request const& request = {});

    /// As above, with the settings that `load_settings(request)` has given: whoever has them can begin to connect to
    /// the database before the revisions are read.
    [[nodiscard]] static project open(alembicore::settings known, settings_request const& request);

    /// A project of bare folders of revision files, without any configuration; `environment` is what revisions see in
    /// `os.environ`. Errors: file_unreadable.
    [[nodiscard]] static project open_versions(
        std::vector<std::filesystem::path> const& folders, std::map<std::string, std::string> environment = {}
    );

    [[nodiscard]] alembicore::settings const& settings() const noexcept;
    [[nodiscard]] revision_graph const& graph() const noexcept;

    /// Everything that is the matter with the project: settings, folders, files and graph.
    [[nodiscard]] std::vector<diagnostic> const& diagnostics() const noexcept;

    /// The database's address. Errors: as `require_database_url`.
    [[nodiscard]] alembicore::database_url const& database_url() const;

    /// For a revision that the database has and the project has not (unknown_database_revision), the error with what
    /// git knows about it: the commit that deleted its file, or the branch that has it. Any other error as it is.
    [[nodiscard]] error_info explained(error_info why) const;

    /// Makes ready what evaluating revisions needs, which the first evaluation of a process otherwise does. For a
    /// program that has to wait for something else, as for a connection.
    void prepare_evaluation() const;

    /// What a revision does, both ways. `revision` is an exact id.
    /// Errors: unknown_revision, file_unreadable.
    [[nodiscard]] inspection inspect(std::string_view revision) const;

    /// What a file of a revision does, whether or not it belongs to the project.
    [[nodiscard]] inspection inspect_file(std::filesystem::path const& file) const;

    /// Every revision's SQL both ways, in load order.
    [[nodiscard]] std::vector<rendered_revision> render_all() const;

    /// The plan as the SQL script that `alembic … --sql` prints, byte for byte.
    /// Errors: not_evaluable, evaluation_limit, syntax_error, python_exception, decided_at_run_time; under Python also
    /// python_unavailable, child_process_failed, version_mismatch, cancelled.
    void render_script(plan const& decided, std::ostream& out, script_options const& options = {}) const;

    /// What `alembic ensure_version --sql` prints.
    void render_version_table(std::ostream& out) const;

    /// Writes a new revision file from the project's script.py.mako and runs the post-write hooks. Everything is
    /// checked before anything is written.
    /// Errors: as `resolve`, bad_revision_id, duplicate_revision, duplicate_label, bad_target, bad_usage, file_exists,
    /// file_unwritable, not_available, not_evaluable (a template that does more than a template should).
    [[nodiscard]] created_revision create_revision(new_revision const& wanted) const;

    /// Writes a revision that merges `heads`; none = all of them. Errors: as create_revision.
    [[nodiscard]] created_revision merge(std::vector<std::string> heads, new_revision wanted) const;

    struct implementation;

    [[nodiscard]] implementation const& internals() const noexcept { return *implementation_; }

private:
    explicit project(std::shared_ptr<implementation const> held);
    std::shared_ptr<implementation const> implementation_;
};

/// A project layout that `init` can write: generic, async, multidb, pyproject, pyproject_async.
struct project_template {
    std::string name;
    std::string description;
};

[[nodiscard]] ALEMBICORE_EXPORT std::vector<project_template> project_templates();

/// What `init` wrote.
struct initialised_project {
    std::vector<std::filesystem::path> written; ///< files, in order
    std::vector<std::filesystem::path> kept;    ///< files that existed and were left as they are
};

/// Starts a project: `directory` with env.py, script.py.mako and versions/, and a configuration file.
/// Errors: file_exists, file_unwritable, bad_usage (unknown template).
[[nodiscard]] ALEMBICORE_EXPORT initialised_project init_project(
    std::filesystem::path const& directory,
    std::string const& template_name = "generic",
    bool package = false,
    settings_request const& request = {}
);

} // namespace alembicore
