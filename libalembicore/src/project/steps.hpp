// From the steps of a plan to their SQL: a project's revision files, evaluated natively.
#pragma once

#include "backup/effects.hpp"
#include "migrate/walk.hpp"
#include "sql/writer.hpp"

#include <alembicore/project.hpp>
#include <alembicore/run_limits.hpp>

#include <memory>

namespace alembicore::project_steps {

/// What becomes of a revision that asks the database.
enum class questions {
    refused, ///< needs_database: there is none
    asked,   ///< it is evaluated when its turn comes, on the database
};

/// Reads, evaluates and compiles the revision of each step it is asked for. It remembers what earlier steps of the same
/// run have created, so every run takes one of its own. `whom`: whom the text is for.
/// It throws syntax_error, needs_database, not_evaluable, evaluation_limit, python_exception, file_unreadable.
/// `effects` is told what every step does, as far as that is known beforehand; it may be null.
[[nodiscard]] migrate::step_source source_of(
    project const& opened,
    sql::audience whom,
    questions open,
    std::shared_ptr<backup::effect_collector> effects = nullptr
);

/// The limits that the file of a step asks for in a comment. Errors: bad_revision_file, file_unreadable.
[[nodiscard]] statement_limits limits_of(step const& of);

} // namespace alembicore::project_steps
