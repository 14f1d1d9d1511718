// Where evaluated code finds what is outside it: the sink of operations, and what is known about the project.
#pragma once

#include "operation/operation.hpp"
#include "schema/naming_convention.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace alembicore::sqlalchemy {

/// Takes the operations of a revision in the order in which they happen.
class operation_sink {
public:
    operation_sink() = default;
    operation_sink(operation_sink const&) = delete;
    operation_sink& operator=(operation_sink const&) = delete;
    virtual ~operation_sink() = default;

    virtual void append(operation::any_operation made) = 0;
};

class custom_operations;
struct discovery;
class live_database;
class project_context;

/// Where statements end up.
enum class statement_target { server, script };

/// What evaluated code may know of the run around it.
struct run_facts {
    statement_target written_to = statement_target::server;
    schema::qualified_name version_table{.name = {.text = "alembic_version", .quote = {}}, .schema = {}};
    std::shared_ptr<project_context> project{}; ///< null: a folder of revisions without one
};

/// A statement that the server refused, as evaluated code may meet it.
struct server_failure {
    error told;           ///< what the run says of it
    std::string raised{}; ///< the text of the exception it became
};

/// The state of one evaluation, found with `evaluation::host<recording>()`.
struct recording {
    operation_sink& sink;
    schema::naming_convention convention; ///< of the project's single target_metadata; empty = none
    run_facts const& facts;
    std::shared_ptr<custom_operations> custom{}; ///< null: none yet
    live_database* database = nullptr;           ///< null: nobody can be asked
    std::optional<server_failure> failure{};     ///< the last one
    std::optional<error> rendered_otherwise{};   ///< why no statement is known: the revision changes how SQL is written
    sqlalchemy::discovery* discovery = nullptr;  ///< null: what models declare is not collected
    bool reading_env_py = false;                 ///< what it runs is no part of the revision
    std::size_t savepoints = 0;                  ///< begun so far
    std::size_t created_items = 0;               ///< constraints are written in the order in which they were made

    [[nodiscard]] std::size_t next_item() noexcept { return ++created_items; }

    /// Errors: not_evaluable.
    void require_known_sql() const {
        if (rendered_otherwise)
            throw error{*rendered_otherwise};
    }
};

} // namespace alembicore::sqlalchemy
