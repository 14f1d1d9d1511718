// Indexes.
#pragma once

#include "schema/expression.hpp"
#include "schema/identifier.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::schema {

struct index_element {
    expression value{};
    std::string operator_class{}; ///< empty = the default
    bool by_name = false;         ///< a column given as a string, which its table must have
};
BOOST_DESCRIBE_STRUCT(index_element, (), (value, operator_class))

/// A storage parameter: WITH (name = value).
struct storage_parameter {
    std::string name{};
    std::string value{};
};
BOOST_DESCRIBE_STRUCT(storage_parameter, (), (name, value))

struct index {
    object_name name{};
    qualified_name table{};
    std::vector<index_element> elements{};
    bool unique = false;
    bool concurrently = false;
    std::string method{}; ///< USING; empty = btree, not written
    std::vector<identifier> include{};
    std::optional<bool> nulls_not_distinct{};
    std::vector<storage_parameter> with{};
    std::optional<identifier> tablespace{};
    std::optional<expression> where{};
};
BOOST_DESCRIBE_STRUCT(
    index,
    (),
    (name, table, elements, unique, concurrently, method, include, nulls_not_distinct, with, tablespace, where)
)

} // namespace alembicore::schema
