// Alembic's version table: its name, and the SQL that makes and changes it. The same text runs and is printed.
#pragma once

#include "schema/identifier.hpp"

#include <alembicore/plan.hpp>
#include <alembicore/settings.hpp>

#include <string>

namespace alembicore::migrate {

struct version_table {
    schema::qualified_name name{.name = {.text = "alembic_version", .quote = {}}, .schema = {}};
    bool primary_key = true; ///< its column is its primary key
};

[[nodiscard]] version_table version_table_of(settings const& project);

[[nodiscard]] std::string render_create(version_table const& table);
[[nodiscard]] std::string render_change(row_change const& change, version_table const& table);

} // namespace alembicore::migrate
