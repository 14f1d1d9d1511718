// What is known of the tables, from the revisions before: enough to judge what follows. What is not known stays so.
#pragma once

#include "lint/action.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::lint {

struct known_column {
    std::string name;
    std::string type;
    bool not_null = false;
    bool declared = true; ///< false: only its type is known
};

struct known_constraint {
    std::string name;
    action_kind kind = action_kind::add_check;
    std::vector<std::string> columns;
    bool valid = true;
    std::string not_null_column; ///< of `CHECK (column IS NOT NULL)`
    relation references;
};

struct known_index {
    std::string name;
    std::vector<std::string> columns; ///< an expression is empty text
    bool unique = false;
    bool partial = false;
    bool ordinary = true; ///< see is_ordinary
};

struct known_table {
    relation name;
    bool complete = false; ///< its CREATE TABLE has been seen
    std::vector<known_column> columns;
    std::vector<known_constraint> constraints;
    std::vector<known_index> indexes;

    [[nodiscard]] known_column const* column(std::string_view name) const;
    [[nodiscard]] known_constraint const* constraint(std::string_view name) const;
};

/// A value: copies share their tables.
class known_schema {
public:
    /// Null when nothing is known of it.
    [[nodiscard]] known_table const* find(relation const& table) const;

    /// The table of an index; empty when it is not known.
    [[nodiscard]] relation table_of_index(relation const& index) const;

    /// What the action makes of it.
    void apply(action const& done);

private:
    known_table& change(relation const& table);
    void forget_index(relation const& index);

    void apply_to_columns(action const& done);
    void apply_to_constraints(action const& done);

    std::map<relation, std::shared_ptr<known_table>> tables_;
    std::map<relation, relation> tables_of_indexes_;
};

/// Whether an `IndexStmt` makes a btree with the operators that its columns have by themselves.
[[nodiscard]] bool is_ordinary(node const& index);

/// The column of `column IS NOT NULL`; empty for any other expression.
[[nodiscard]] std::string not_null_column(node const& check);

} // namespace alembicore::lint
