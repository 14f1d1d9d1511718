// A plan as the SQL script that `alembic … --sql` prints.
#pragma once

#include "migrate/version_table.hpp"
#include "migrate/walk.hpp"
#include "sql/offline.hpp"

#include <alembicore/plan.hpp>
#include <alembicore/settings.hpp>

#include <iosfwd>

namespace alembicore::migrate {

struct script_style {
    version_table table;
    transaction_mode transactions = transaction_mode::per_run;
    sql::percent percent = sql::percent::plain;
};

[[nodiscard]] script_style script_style_of(settings const& project);

/// Nothing is written when a step cannot be evaluated. Errors: those of `source`.
void write_script(plan const& decided, step_source const& source, script_style const& style, std::ostream& out);

/// `ensure_version --sql`.
void write_ensure_version(script_style const& style, std::ostream& out);

} // namespace alembicore::migrate
