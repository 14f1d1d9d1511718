// New revisions out of what the models and a database do not share, as `alembic revision --autogenerate` writes them.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/error.hpp>
#include <alembicore/event.hpp>
#include <alembicore/project.hpp>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::autogenerate {

/// Whether anything is written.
enum class effect { written, none };

struct options {
    new_revision revision{};                    ///< what the file shall say besides
    std::optional<alembicore::engine> engine{}; ///< overrides the project's setting
    std::filesystem::path python{};             ///< overrides the project's setting
    autogenerate::effect effect = effect::written;
    event_sink events{};    ///< `engine_chosen`, and what Python says; may be empty
    std::stop_token stop{}; ///< ends questions to the server, and Python
};

/// What a revision would do.
struct candidate {
    std::vector<std::string> detected{}; ///< in the words of Alembic's log: `Detected added table 'users'`
    std::vector<std::string> notes{};    ///< what was not compared, and what downgrade() cannot undo
    bool empty = true;                   ///< there is nothing to do
    std::string imports{};               ///< `${imports}` of the template
    std::string upgrades{};              ///< `${upgrades}`: the body of upgrade()
    std::string downgrades{};            ///< `${downgrades}`
    std::string revision{};              ///< the id that code of env.py asks for; empty = none
    bool discarded = false;              ///< code of env.py wants no revision written
    alembicore::engine engine = alembicore::engine::native; ///< what compared: native or python
    std::string engine_reason{};                            ///< why that one
};

struct report {
    autogenerate::candidate candidate{};
    std::string revision{};           ///< its id
    std::filesystem::path path{};     ///< its file
    std::string text{};               ///< of the file
    bool written = false;             ///< the file is there
    std::vector<hook_report> hooks{}; ///< in order
};

/// Compares the models of `target_metadata` with the database by the rules of the newest Alembic: tables, columns,
/// types, NULL, comments, indexes, unique constraints, foreign keys, names of checks; defaults where env.py sets
/// `compare_server_default`. Options of `context.configure` and the filters `include_object` and `include_name` are
/// followed. The version table and what belongs to an extension are left out. Nothing is changed.
/// What only running the project could know is left to Alembic in the project's own Python where the engine is
/// `automatic`, with the event `engine_chosen`; so is an env.py that takes part in what is written. Only the engine
/// `python` runs code of the project.
/// Errors: version_mismatch where the database is not at the heads of the project ("Target database is not up to
/// date."); not_evaluable, evaluation_limit and decided_at_run_time with `engine::native`; bad_usage where there is no
/// target_metadata; those of statements; under Python also python_unavailable, python_exception,
/// child_process_failed; cancelled.
[[nodiscard]] ALEMBICORE_EXPORT candidate compare(project const& of, database& with, options const& how = {});

/// As `compare` with `engine::native`; absent where only running the project could tell, and where the database is not at
/// the heads of the project. Errors: those of statements; cancelled.
[[nodiscard]] ALEMBICORE_EXPORT std::optional<candidate>
compare_if_known(project const& of, database& with, std::stop_token const& stop = {});

/// As `compare`, and writes the revision from the project's script.py.mako, as `project::create_revision` does; also an
/// empty one. Errors: as both.
[[nodiscard]] ALEMBICORE_EXPORT report make(project const& of, database& with, options const& how = {});

} // namespace alembicore::autogenerate
