// Columns, constraints and indexes as Alembic writes them.
#pragma once

#include "generate/side.hpp"

#include <optional>
#include <string>
#include <vector>

namespace alembicore::generate {

/// `op.f('ix_users_name')`, `'by_name'`, `None`; `prefix` is `op.` or `batch_op.`
[[nodiscard]] std::string render_name(std::optional<schema::object_name> const& name, std::string const& prefix);

/// `['a', 'b']`
[[nodiscard]] std::string render_names(std::vector<std::string> const& names);

/// `sa.Column('id', sa.Integer(), nullable=False)`
[[nodiscard]] std::string render_column(column const& of);

/// `None` where there is none.
[[nodiscard]] std::string render_default(std::optional<server_default> const& of);

/// `onupdate='CASCADE'`, `deferrable=True`
[[nodiscard]] std::vector<std::string> render_rules(foreign_key const& key);

// As items of create_table.
[[nodiscard]] std::string render_item(primary_key const& key);
[[nodiscard]] std::string render_item(unique_key const& key);
[[nodiscard]] std::string render_item(foreign_key const& key);
[[nodiscard]] std::string render_item(check const& condition);

} // namespace alembicore::generate
