// Columns of a table, and what fills them.
#pragma once

#include "schema/column_type.hpp"
#include "schema/constraint.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alembicore::schema {

/// Options that identity columns and sequences share. Numbers are kept as written: they may exceed 64 bits.
struct number_series {
    std::optional<std::string> increment{};
    std::optional<std::string> start{};
    std::optional<std::string> minvalue{};
    std::optional<std::string> maxvalue{};
    bool no_minvalue = false;
    bool no_maxvalue = false;
    std::optional<std::string> cache{};
    std::optional<bool> cycle{};

    friend bool operator==(number_series const&, number_series const&) = default;
};
BOOST_DESCRIBE_STRUCT(number_series, (), (increment, start, minvalue, maxvalue, no_minvalue, no_maxvalue, cache, cycle))

struct identity {
    bool always = false; ///< false = BY DEFAULT
    number_series series{};

    friend bool operator==(identity const&, identity const&) = default;
};
BOOST_DESCRIBE_STRUCT(identity, (), (always, series))

/// GENERATED ALWAYS AS (value) STORED.
struct computed {
    expression value{};
};
BOOST_DESCRIBE_STRUCT(computed, (), (value))

struct sequence {
    qualified_name name{};
    std::optional<column_type> type{};
    number_series series{};
};
BOOST_DESCRIBE_STRUCT(sequence, (), (name, type, series))

struct column {
    identifier name{};
    column_type type{};
    bool nullable = true;
    bool serial = false; ///< SERIAL and its sizes instead of an integer type
    std::optional<expression> default_value{};
    std::optional<schema::computed> computed{};
    std::optional<schema::identity> identity{};
    std::vector<check_constraint> checks{}; ///< written inside the column
    std::optional<std::string> comment{};
};
BOOST_DESCRIBE_STRUCT(column, (), (name, type, nullable, serial, default_value, computed, identity, checks, comment))

} // namespace alembicore::schema
