// Transactions inside the one that Alembic has begun.
#pragma once

#include "sqlalchemy/live.hpp"

namespace alembicore::sqlalchemy {

/// `begin_nested()`: a savepoint. What the server refuses inside it is undone with it, so there must be a server.
[[nodiscard]] python::value begin_savepoint(python::evaluation& run);

/// `begin()` inside the transaction of the run: as in releases before 2.0, its end is nothing of its own. 2.0 raises.
[[nodiscard]] python::value join_transaction(python::evaluation& run);

} // namespace alembicore::sqlalchemy
