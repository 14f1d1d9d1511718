// Which lock an action takes on a table, as PostgreSQL's documentation of explicit locking and its tables of ALTER
// TABLE say.
#pragma once

#include "lint/action.hpp"

#include <string_view>
#include <vector>

namespace alembicore::lint {

enum class lock_mode {
    row_exclusive,
    share_update_exclusive,
    share,
    share_row_exclusive,
    access_exclusive,
};

struct taken_lock {
    relation table;
    lock_mode mode = lock_mode::access_exclusive;
};

/// The locks of an action on tables that exist before it.
[[nodiscard]] std::vector<taken_lock> locks_of(action const& of);

/// Whether others cannot write meanwhile.
[[nodiscard]] bool blocks_writes(lock_mode mode) noexcept;

/// `ACCESS EXCLUSIVE`
[[nodiscard]] std::string_view name_of(lock_mode mode) noexcept;

} // namespace alembicore::lint
