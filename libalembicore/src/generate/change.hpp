// What a revision does, as Alembic's autogenerate has it: operations that know how they are taken back.
#pragma once

#include "generate/side.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace alembicore::generate {

/// The name of a table that changes.
struct table_name {
    std::optional<std::string> schema{};
    std::string name{};

    friend bool operator==(table_name const&, table_name const&) = default;
};

struct create_table {
    table made{};
};

struct drop_table {
    table gone{};
};

struct add_column {
    column made{};
};

struct drop_column {
    column gone{};
};

/// What is said of a column that stays: what it is now, and what of it becomes something else.
struct alter_column {
    std::string name{};
    column_type existing_type{};
    std::optional<column_type> type{};
    bool existing_nullable = true;
    std::optional<bool> nullable{};
    std::optional<server_default> existing_default{};
    std::optional<std::optional<server_default>> default_value{}; ///< absent: it stays
    std::optional<std::string> existing_comment{};
    std::optional<std::optional<std::string>> comment{}; ///< absent: it stays
    std::string autoincrement{};                         ///< as it is written; empty = not at all

    [[nodiscard]] bool changes() const { return type || nullable || default_value || comment; }
};

struct create_index {
    index made{};
};

struct drop_index {
    index gone{};
};

using constraint = std::variant<unique_key, foreign_key, check>;

struct add_constraint {
    constraint made{};
};

struct drop_constraint {
    constraint gone{};
};

struct change_table_comment {
    std::optional<std::string> comment{}; ///< absent: it has none any more
    std::optional<std::string> existing{};
};

using table_change = std::variant<
    add_column,
    drop_column,
    alter_column,
    create_index,
    drop_index,
    add_constraint,
    drop_constraint,
    change_table_comment>;

/// Changes of one table, in order.
struct modify_table {
    table_name table{};
    std::vector<table_change> changes{};
};

using change = std::variant<create_table, drop_table, modify_table>;

/// What takes these back, the last one first.
[[nodiscard]] std::vector<change> reversed(std::vector<change> const& of);

} // namespace alembicore::generate
