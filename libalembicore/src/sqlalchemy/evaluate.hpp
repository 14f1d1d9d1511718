// A revision file to operations: evaluates its upgrade() or downgrade().
#pragma once

#include "operation/operation.hpp"
#include "python/evaluation.hpp"
#include "schema/naming_convention.hpp"
#include "sqlalchemy/recording.hpp"

#include <alembicore/error.hpp>

#include <memory>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

/// The two functions of a revision.
enum class revision_function { upgrade, downgrade };

/// What an evaluation knows of the project around the revision.
struct evaluation_environment {
    schema::naming_convention naming_convention{}; ///< of env.py's single target_metadata; empty = none
    python::project_access* project = nullptr;     ///< null: files and modules of the project are refused
    std::string package{};                         ///< what relative imports start from
    run_facts facts{};
    python::evaluation_limits limits{};
};

/// The error of a revision that lacks the function that is called: Alembic raises AttributeError.
class missing_function : public error {
public:
    using error::error;
};

/// What the function does, in order.
/// Errors, each with its place: needs_database, not_evaluable, evaluation_limit, python_exception, missing_function.
[[nodiscard]] std::vector<operation::any_operation> evaluate_revision(
    std::shared_ptr<python::source_module const> const& module,
    revision_function called,
    evaluation_environment const& environment = {}
);

/// Carries the function out on a database: operations run there as they are made, and their answers come back.
/// Errors: as above, and those of the database.
void run_revision(
    std::shared_ptr<python::source_module const> const& module,
    revision_function called,
    evaluation_environment const& environment,
    live_database& database
);

/// As above, from the text of a file. Errors: also syntax_error.
[[nodiscard]] std::vector<operation::any_operation> evaluate_revision(
    std::string text, std::string path, revision_function called, evaluation_environment const& environment = {}
);

} // namespace alembicore::sqlalchemy
