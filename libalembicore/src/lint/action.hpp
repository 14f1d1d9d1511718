// What a statement does, in one vocabulary: rules are written over actions, wherever the SQL came from. One statement
// may be several: each command of ALTER TABLE, each constraint that comes with a column.
#pragma once

#include "lint/node.hpp"
#include "parse/statements.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace alembicore::lint {

/// The name of a table or the like. `public` is left out, as in most revisions.
struct relation {
    std::string schema{};
    std::string name{};

    [[nodiscard]] std::string shown() const { return schema.empty() ? name : schema + "." + name; }

    [[nodiscard]] bool empty() const noexcept { return name.empty(); }

    friend auto operator<=>(relation const&, relation const&) = default;
};

enum class action_kind {
    create_table,
    drop_table,
    rename_table,
    move_table, ///< SET SCHEMA
    add_column,
    drop_column,
    rename_column,
    alter_type,
    set_not_null,
    drop_not_null,
    set_default,
    drop_default,
    add_identity,
    add_check,
    add_foreign_key,
    add_unique,
    add_primary_key,
    add_exclusion,
    validate_constraint,
    drop_constraint,
    create_index,
    drop_index,
    reindex,
    attach_partition,
    detach_partition,
    rewrite_table, ///< VACUUM FULL, CLUSTER, SET TABLESPACE, SET LOGGED
    row_security,  ///< ENABLE, DISABLE, FORCE, policies
    alter_table,   ///< anything else that ALTER TABLE does
    truncate,
    update_rows,
    delete_rows,
    insert_rows,
    lock_table,
    create_trigger,
    drop_trigger,
    create_rule,
    create_view,
    drop_view,
    refresh_view,
    create_enum,
    drop_type,
    add_enum_value,
    rename_enum_value,
    create_domain,
    constrain_domain,
    drop_schema,
    rename_schema,
    drop_database,
    begin,
    commit,
    rollback,
    set_variable,
    procedural, ///< DO, CALL
    other,
    unreadable, ///< no SQL that the grammar knows
};

struct action {
    action_kind kind = action_kind::other;
    relation table{};     ///< what it works on: the table; of a type, domain or view that one
    std::string object{}; ///< the column, constraint, index, trigger, enum value or variable
    std::string new_name{};
    relation other{};                         ///< what is referenced, attached or detached
    std::vector<std::string> columns{};       ///< of a key or an index; an expression is empty text
    std::vector<std::string> other_columns{}; ///< that a foreign key names
    std::string type{};                       ///< of a column, see type_name.hpp
    std::string using_index{};                ///< the index that becomes a constraint
    bool concurrently = false;
    bool cascade = false;
    bool if_exists = false; ///< IF EXISTS, IF NOT EXISTS
    bool not_valid = false;
    bool unique = false;
    bool not_null = false;
    bool temporary = false;
    bool whole_table = false;            ///< UPDATE or DELETE without WHERE
    bool with_table = false;             ///< part of CREATE TABLE
    bool with_column = false;            ///< part of ADD COLUMN
    node const* details = nullptr;       ///< the column, constraint or command, or the statement's own node
    node const* default_value = nullptr; ///< of a column; null when it has none
    std::size_t statement = 0;           ///< set by whoever keeps the statements
};

/// The actions of a statement, in order; at least one. They point into its tree.
[[nodiscard]] std::vector<action> actions_of(parse::statement const& one);

} // namespace alembicore::lint
