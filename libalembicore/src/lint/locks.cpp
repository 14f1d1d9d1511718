#include "lint/locks.hpp"

namespace alembicore::lint {

namespace {

lock_mode mode_of(action const& of) {
    using enum action_kind;
    switch (of.kind) {
    case validate_constraint:
        return lock_mode::share_update_exclusive;
    case create_index:
    case reindex:
        return of.concurrently ? lock_mode::share_update_exclusive : lock_mode::share;
    case add_foreign_key:
    case create_trigger:
        return lock_mode::share_row_exclusive;
    case drop_index:
    case detach_partition:
        return of.concurrently ? lock_mode::share_update_exclusive : lock_mode::access_exclusive;
    case attach_partition:
        return lock_mode::share_update_exclusive; // of the parent
    case update_rows:
    case delete_rows:
    case insert_rows:
        return lock_mode::row_exclusive;
    default:
        return lock_mode::access_exclusive;
    }
}

bool locks_nothing(action_kind kind) {
    using enum action_kind;
    switch (kind) {
    case create_table:
    case create_enum:
    case drop_type:
    case add_enum_value:
    case rename_enum_value:
    case create_domain:
    case constrain_domain:
    case create_view:
    case drop_view:
    case drop_schema:
    case rename_schema:
    case drop_database:
    case begin:
    case commit:
    case rollback:
    case set_variable:
    case procedural:
    case other:
    case unreadable:
        return true;
    default:
        return false;
    }
}

} // namespace

std::vector<taken_lock> locks_of(action const& of) {
    if (locks_nothing(of.kind) || of.with_table)
        return {};
    std::vector<taken_lock> locks;
    if (!of.table.empty())
        locks.push_back({of.table, mode_of(of)});
    if (of.kind == action_kind::add_foreign_key && !of.other.empty() && of.other != of.table)
        locks.push_back({of.other, lock_mode::share_row_exclusive});
    if (of.kind == action_kind::attach_partition || of.kind == action_kind::detach_partition)
        locks.push_back({of.other, lock_mode::access_exclusive});
    return locks;
}

bool blocks_writes(lock_mode mode) noexcept {
    return mode >= lock_mode::share;
}

std::string_view name_of(lock_mode mode) noexcept {
    switch (mode) {
    case lock_mode::row_exclusive:
        return "ROW EXCLUSIVE";
    case lock_mode::share_update_exclusive:
        return "SHARE UPDATE EXCLUSIVE";
    case lock_mode::share:
        return "SHARE";
    case lock_mode::share_row_exclusive:
        return "SHARE ROW EXCLUSIVE";
    case lock_mode::access_exclusive:
        break;
    }
    return "ACCESS EXCLUSIVE";
}

} // namespace alembicore::lint
