// What a revision can do: a closed set of operations, made of schema values. Every operation knows the call it comes
// from. `op` is its name in JSON.
#pragma once

#include "schema/table.hpp"

#include <alembicore/error.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace alembicore::operation {

/// What an operation says when the object is there already, or is not there.
enum class presence {
    required, ///< the server reports an error
    optional, ///< IF EXISTS, IF NOT EXISTS
};
BOOST_DESCRIBE_ENUM(presence, required, optional)

struct create_table {
    static constexpr auto op = "create_table";
    source_place place{};
    schema::table table{};
    presence if_not_exists = presence::required;
};
BOOST_DESCRIBE_STRUCT(create_table, (), (table, if_not_exists))

struct drop_table {
    static constexpr auto op = "drop_table";
    source_place place{};
    schema::qualified_name table{};
    presence if_exists = presence::required;
};
BOOST_DESCRIBE_STRUCT(drop_table, (), (table, if_exists))

struct rename_table {
    static constexpr auto op = "rename_table";
    source_place place{};
    schema::qualified_name table{};
    schema::identifier new_name{};
};
BOOST_DESCRIBE_STRUCT(rename_table, (), (table, new_name))

/// Constraint clauses that a new column carries itself instead of getting them by statements of their own.
struct inline_clauses {
    bool primary_key = false;
    std::optional<schema::foreign_key> references{};
};
BOOST_DESCRIBE_STRUCT(inline_clauses, (), (primary_key, references))

struct add_column {
    static constexpr auto op = "add_column";
    source_place place{};
    schema::qualified_name table{};
    schema::column column{};
    presence if_not_exists = presence::required;
    inline_clauses inlined{};
    std::vector<schema::constraint> constraints{}; ///< added afterwards
    std::vector<schema::index> indexes{};          ///< created afterwards
};
BOOST_DESCRIBE_STRUCT(add_column, (), (table, column, if_not_exists, inlined, constraints, indexes))

struct drop_column {
    static constexpr auto op = "drop_column";
    source_place place{};
    schema::qualified_name table{};
    schema::identifier column{};
    presence if_exists = presence::required;
};
BOOST_DESCRIBE_STRUCT(drop_column, (), (table, column, if_exists))

struct type_change {
    schema::column_type type{};
    std::string using_{}; ///< SQL as written; empty = none
};
BOOST_DESCRIBE_STRUCT(type_change, (), (type, using_))

struct drop_default {};
BOOST_DESCRIBE_STRUCT(drop_default, (), ())

struct set_default {
    schema::expression value{};
};
BOOST_DESCRIBE_STRUCT(set_default, (), (value))

struct add_identity {
    schema::identity identity{};
};
BOOST_DESCRIBE_STRUCT(add_identity, (), (identity))

struct drop_identity {};
BOOST_DESCRIBE_STRUCT(drop_identity, (), ())

/// One `SET …` of an identity that exists: its generation, or one option of its series.
struct identity_setting {
    std::optional<bool> always{};
    schema::number_series option{};
};
BOOST_DESCRIBE_STRUCT(identity_setting, (), (always, option))

struct alter_identity {
    std::vector<identity_setting> settings{};
};
BOOST_DESCRIBE_STRUCT(alter_identity, (), (settings))

using default_change = std::variant<drop_default, set_default, add_identity, drop_identity, alter_identity>;

struct comment_change {
    std::optional<std::string> comment{}; ///< absent = no comment any more
};
BOOST_DESCRIBE_STRUCT(comment_change, (), (comment))

/// Every change asked for, in the order in which they are made.
struct alter_column {
    static constexpr auto op = "alter_column";
    source_place place{};
    schema::qualified_name table{};
    schema::identifier column{};
    std::vector<schema::object_name> dropped_checks{}; ///< that belong to the old type
    std::optional<type_change> type{};
    std::optional<bool> nullable{};
    std::optional<default_change> default_value{};
    std::optional<comment_change> comment{};
    std::optional<schema::identifier> new_name{};
    std::vector<schema::check_constraint> added_checks{}; ///< that belong to the new type
};
BOOST_DESCRIBE_STRUCT(
    alter_column, (), (table, column, dropped_checks, type, nullable, default_value, comment, new_name, added_checks)
)

struct create_index {
    static constexpr auto op = "create_index";
    source_place place{};
    schema::index index{};
    presence if_not_exists = presence::required;
};
BOOST_DESCRIBE_STRUCT(create_index, (), (index, if_not_exists))

struct drop_index {
    static constexpr auto op = "drop_index";
    source_place place{};
    schema::object_name name{};
    std::optional<schema::identifier> schema{};
    bool concurrently = false;
    presence if_exists = presence::required;
};
BOOST_DESCRIBE_STRUCT(drop_index, (), (name, schema, concurrently, if_exists))

struct add_constraint {
    static constexpr auto op = "add_constraint";
    source_place place{};
    schema::qualified_name table{};
    schema::constraint constraint{};
};
BOOST_DESCRIBE_STRUCT(add_constraint, (), (table, constraint))

struct drop_constraint {
    static constexpr auto op = "drop_constraint";
    source_place place{};
    schema::qualified_name table{};
    schema::object_name name{};
    presence if_exists = presence::required;
};
BOOST_DESCRIBE_STRUCT(drop_constraint, (), (table, name, if_exists))

struct set_table_comment {
    static constexpr auto op = "set_table_comment";
    source_place place{};
    schema::qualified_name table{};
    std::optional<std::string> comment{}; ///< absent = no comment any more
};
BOOST_DESCRIBE_STRUCT(set_table_comment, (), (table, comment))

/// SQL text or a data statement.
struct execute {
    static constexpr auto op = "execute";
    source_place place{};
    schema::expression statement{};
    /// The first statement of a call whose parameters were given beside it: Alembic leaves them out of its scripts.
    bool parameters_apart = false;
};
BOOST_DESCRIBE_STRUCT(execute, (), (statement, parameters_apart))

/// An explicit `.create(bind)` of a type: not remembered by the tables that use it. `check_first`: a server is asked
/// whether it has the type; offline text has no answer and creates it.
struct create_type {
    static constexpr auto op = "create_type";
    source_place place{};
    schema::column_type type{};
    presence check_first = presence::required;
};
BOOST_DESCRIBE_STRUCT(create_type, (), (type, check_first))

struct drop_type {
    static constexpr auto op = "drop_type";
    source_place place{};
    schema::column_type type{};
    presence check_first = presence::required;
};
BOOST_DESCRIBE_STRUCT(drop_type, (), (type, check_first))

struct create_sequence {
    static constexpr auto op = "create_sequence";
    source_place place{};
    schema::sequence sequence{};
    presence if_not_exists = presence::required;
    presence check_first = presence::required;
};
BOOST_DESCRIBE_STRUCT(create_sequence, (), (sequence, if_not_exists, check_first))

struct drop_sequence {
    static constexpr auto op = "drop_sequence";
    source_place place{};
    schema::qualified_name sequence{};
    presence if_exists = presence::required;
    presence check_first = presence::required;
};
BOOST_DESCRIBE_STRUCT(drop_sequence, (), (sequence, if_exists, check_first))

struct create_schema {
    static constexpr auto op = "create_schema";
    source_place place{};
    schema::identifier schema{};
    presence if_not_exists = presence::required;
};
BOOST_DESCRIBE_STRUCT(create_schema, (), (schema, if_not_exists))

struct drop_schema {
    static constexpr auto op = "drop_schema";
    source_place place{};
    schema::identifier schema{};
    bool cascade = false;
    presence if_exists = presence::required;
};
BOOST_DESCRIBE_STRUCT(drop_schema, (), (schema, cascade, if_exists))

/// What follows runs outside a transaction, until `end_autocommit`.
struct begin_autocommit {
    static constexpr auto op = "begin_autocommit";
    source_place place{};
};
BOOST_DESCRIBE_STRUCT(begin_autocommit, (), ())

struct end_autocommit {
    static constexpr auto op = "end_autocommit";
    source_place place{};
};
BOOST_DESCRIBE_STRUCT(end_autocommit, (), ())

/// One thing a revision does.
using any_operation = std::variant<
    create_table,
    drop_table,
    rename_table,
    add_column,
    drop_column,
    alter_column,
    create_index,
    drop_index,
    add_constraint,
    drop_constraint,
    set_table_comment,
    execute,
    create_type,
    drop_type,
    create_sequence,
    drop_sequence,
    create_schema,
    drop_schema,
    begin_autocommit,
    end_autocommit>;

} // namespace alembicore::operation
