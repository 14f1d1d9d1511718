// ALTER COLUMN of an identity: what Alembic makes of the identity that is wanted and the default that is there.
#pragma once

#include "operation/operation.hpp"
#include "python/value.hpp"

#include <optional>

namespace alembicore::sqlalchemy {

/// The change of a default where one of the two is an Identity; nullopt: neither is. `existing` is what the revision
/// says, False where it says nothing: Alembic then takes the column for an identity without options (its issue 1504).
/// Errors: python_exception where Alembic raises.
[[nodiscard]] std::optional<operation::default_change>
identity_change(python::value const& wanted, python::value const& existing);

} // namespace alembicore::sqlalchemy
