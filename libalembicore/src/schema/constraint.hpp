// Constraints of a table.
#pragma once

#include "schema/expression.hpp"
#include "schema/identifier.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace alembicore::schema {

/// When a constraint is checked; absent = not said.
struct check_time {
    std::optional<bool> deferrable{};
    std::optional<std::string> initially{}; ///< DEFERRED or IMMEDIATE, in any case
};
BOOST_DESCRIBE_STRUCT(check_time, (), (deferrable, initially))

struct primary_key {
    std::optional<object_name> name{};
    std::vector<identifier> columns{};
    std::vector<identifier> include{};
    check_time checked{};
};
BOOST_DESCRIBE_STRUCT(primary_key, (), (name, columns, include, checked))

struct unique_constraint {
    std::optional<object_name> name{};
    std::vector<identifier> columns{};
    std::vector<identifier> include{};
    std::optional<bool> nulls_not_distinct{};
    check_time checked{};
};
BOOST_DESCRIBE_STRUCT(unique_constraint, (), (name, columns, include, nulls_not_distinct, checked))

struct foreign_key {
    std::optional<object_name> name{};
    std::vector<identifier> columns{};
    qualified_name referred{};
    std::vector<identifier> referred_columns{};
    std::optional<std::string> match{};
    std::optional<std::string> on_delete{};
    std::optional<std::string> on_update{};
    bool apart = false; ///< `use_alter`: not part of CREATE TABLE
    bool not_valid = false;
    check_time checked{};
};
BOOST_DESCRIBE_STRUCT(
    foreign_key, (), (name, columns, referred, referred_columns, match, on_delete, on_update, apart, not_valid, checked)
)

struct check_constraint {
    std::optional<object_name> name{};
    expression condition{};
    bool not_valid = false;
    check_time checked{};
};
BOOST_DESCRIBE_STRUCT(check_constraint, (), (name, condition, not_valid, checked))

struct exclude_element {
    expression value{};
    std::string operator_class{}; ///< empty = the default
    std::string operator_{};      ///< `&&`, `=`
    bool by_name = false;         ///< a column given as a string, which its table must have
};
BOOST_DESCRIBE_STRUCT(exclude_element, (), (value, operator_class, operator_))

struct exclude_constraint {
    std::optional<object_name> name{};
    std::vector<exclude_element> elements{};
    std::string method = "gist";
    std::optional<expression> where{};
    check_time checked{};
};
BOOST_DESCRIBE_STRUCT(exclude_constraint, (), (name, elements, method, where, checked))

using constraint = std::variant<primary_key, unique_constraint, foreign_key, check_constraint, exclude_constraint>;

} // namespace alembicore::schema
