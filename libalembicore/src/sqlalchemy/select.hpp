// Queries in evaluated code: SELECT, set operations and VALUES, and what can be made of them.
#pragma once

#include "sqlalchemy/resolution.hpp"
#include "sqlalchemy/selectable.hpp"
#include "sqlalchemy/statements.hpp"

#include <functional>
#include <optional>
#include <span>

namespace alembicore::sqlalchemy {

/// A query that evaluated code holds.
class query_value : public python::object {
public:
    [[nodiscard]] virtual query_pointer rows() const = 0;

    [[nodiscard]] std::string type_name() const override { return "Select"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }
};

/// Null: not a query.
[[nodiscard]] query_pointer query_of(python::value const& given);

struct select_state;

/// A method that changes a SELECT, by name, for what wraps one; nothing: no such method.
[[nodiscard]] std::optional<python::value>
select_method(std::string_view name, select_state const& of, std::function<python::value(select_state)> finish);

/// A SELECT on its own.
[[nodiscard]] python::value select_of(select_state state);

/// Asks for these things instead of what is asked for.
void replace_entities(select_state& to, python::evaluation& run, std::span<python::value const> entities);

[[nodiscard]] python::value select_all(python::evaluation& run, from_pointer const& from);

/// A query as one value among expressions.
[[nodiscard]] expression_pointer scalar_of(query_pointer const& of);

[[nodiscard]] python::value exists_of(query_pointer const& inner);

void add_selects(python::module_registry& modules);
void add_set_operations(python::module_registry& modules);
void add_values(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
