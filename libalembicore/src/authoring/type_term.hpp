// Types as Python writes them.
#pragma once

#include "authoring/modules_needed.hpp"
#include "authoring/term.hpp"
#include "schema/column_type.hpp"

namespace alembicore::authoring {

/// `sa.String(length=80)`. A type that neither SQLAlchemy nor its dialect has becomes `NamedType("…")`.
[[nodiscard]] term type_term(schema::column_type const& type, modules_needed& needed);

/// `postgresql.ENUM("a", "b", name="mood")`, to be created or dropped. Errors: not_available for a domain.
[[nodiscard]] term created_type_term(schema::column_type const& type, modules_needed& needed);

} // namespace alembicore::authoring
