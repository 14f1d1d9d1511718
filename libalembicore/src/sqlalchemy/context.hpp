// What `op.get_bind()` and `op.get_context()` give: the connection, the dialect, the context of the run.
#pragma once

#include "python/evaluation.hpp"
#include "sqlalchemy/recording.hpp"

#include <string>
#include <string_view>

namespace alembicore::sqlalchemy {

/// An element that can be executed and is an operation of its own: CreateSequence(…).
class ddl_element final : public python::object {
public:
    explicit ddl_element(operation::any_operation made) : made_{std::move(made)} {}

    [[nodiscard]] operation::any_operation const& operation() const noexcept { return made_; }

    [[nodiscard]] std::string type_name() const override { return "DDLElement"; }

private:
    operation::any_operation made_;
};

/// Hands an operation to the sink, with the place of the call.
void record(python::evaluation& run, operation::any_operation made);

/// Errors: not_evaluable where the argument is not the connection that op.get_bind() gives.
void require_bind(python::bound_arguments const& given, std::string_view parameter);

[[nodiscard]] python::value make_connection();
[[nodiscard]] python::value make_migration_context();

/// Executes text, a data statement or an element. `parameters`: values of binds, None, or a list of them.
void execute_statement(python::evaluation& run, python::value const& statement, python::value const& parameters);

void add_context(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
