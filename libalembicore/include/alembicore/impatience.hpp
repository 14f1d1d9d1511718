// Questions that are not worth a long wait behind another session.
#pragma once

#include <alembicore/export.hpp>

#include <functional>

namespace alembicore {

class database;

/// Does `work`, which asks the database. A statement of it that has waited a second for a lock of another session is
/// cancelled. Behind a pooler, where nobody knows the process that runs a statement, it waits as long as the server
/// lets it.
///
/// Errors: what `work` throws; lock_not_granted, with the table and the session that has the lock.
ALEMBICORE_EXPORT void without_long_waits(database& asked, std::function<void()> const& work);

} // namespace alembicore
