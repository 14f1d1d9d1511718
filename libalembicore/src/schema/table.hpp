// Tables.
#pragma once

#include "schema/column.hpp"
#include "schema/constraint.hpp"
#include "schema/identifier.hpp"
#include "schema/index.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alembicore::schema {

/// What follows the closing parenthesis of CREATE TABLE, in the order in which it is written.
struct table_options {
    std::vector<identifier> inherits{};
    std::string partition_by{}; ///< SQL as written; empty = none
    std::string access_method{};
    std::optional<bool> with_oids{};
    std::string on_commit{};
    std::optional<identifier> tablespace{};
};
BOOST_DESCRIBE_STRUCT(table_options, (), (inherits, partition_by, access_method, with_oids, on_commit, tablespace))

struct table {
    qualified_name name{};
    std::vector<column> columns{};
    std::vector<constraint> constraints{}; ///< in the order in which they are written: the primary key first
    std::vector<index> indexes{};
    std::optional<std::string> comment{};
    std::vector<std::string> prefixes{}; ///< words before TABLE: UNLOGGED
    table_options options{};
};
BOOST_DESCRIBE_STRUCT(table, (), (name, columns, constraints, indexes, comment, prefixes, options))

} // namespace alembicore::schema
