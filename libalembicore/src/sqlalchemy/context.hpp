// What `op.get_context()` gives: the context of the run, its dialect, and elements that are executed.
#pragma once

#include "python/evaluation.hpp"
#include "sqlalchemy/connection.hpp"
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

/// Carries an operation out, or notes it, with the place of the call.
void record(python::evaluation& run, operation::any_operation made);

[[nodiscard]] python::value make_migration_context();

void add_context(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
