// The type of a column, as PostgreSQL is told it.
#pragma once

#include "schema/expression.hpp"
#include "schema/identifier.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::schema {

/// What kind of value a type holds: decides SERIAL, operators, and how literals are written.
enum class type_family {
    unknown,
    integer,
    small_integer,
    big_integer,
    numeric,
    floating,
    string,
    boolean,
    date,
    time,
    timestamp,
    interval,
    binary,
    uuid,
    json,
    enumeration,
    array,
    domain,
    other,
};
BOOST_DESCRIBE_ENUM(
    type_family,
    unknown,
    integer,
    small_integer,
    big_integer,
    numeric,
    floating,
    string,
    boolean,
    date,
    time,
    timestamp,
    interval,
    binary,
    uuid,
    json,
    enumeration,
    array,
    domain,
    other
)

struct enumeration;
struct domain;

struct column_type {
    std::string keyword{}; ///< VARCHAR, TIMESTAMP, …; empty for a type with a name of its own
    std::vector<std::string> arguments{};
    std::string suffix{};    ///< WITH TIME ZONE
    std::string collation{}; ///< empty = none
    type_family family = type_family::other;
    std::shared_ptr<schema::enumeration const> enumeration{};
    std::shared_ptr<schema::domain const> domain{};
    std::shared_ptr<column_type const> element{}; ///< of an array
    int dimensions = 1;                           ///< of an array
};
BOOST_DESCRIBE_STRUCT(
    column_type, (), (keyword, arguments, suffix, collation, family, enumeration, domain, element, dimensions)
)

/// Whether CREATE TABLE creates the type first.
enum class type_creation { with_table, apart };
BOOST_DESCRIBE_ENUM(type_creation, with_table, apart)

struct enumeration {
    qualified_name name{};
    std::vector<std::string> labels{};
    std::string unwritable{}; ///< the label that is no string, as Python shows it; empty = none
    type_creation creation = type_creation::with_table;
};
BOOST_DESCRIBE_STRUCT(enumeration, (), (name, labels, creation))

struct domain {
    qualified_name name{};
    column_type base{};
    std::optional<identifier> collation{};
    std::optional<expression> default_value{};
    std::optional<object_name> constraint_name{};
    bool not_null = false;
    std::optional<expression> check{};
    type_creation creation = type_creation::with_table;
};
BOOST_DESCRIBE_STRUCT(domain, (), (name, base, collation, default_value, constraint_name, not_null, check, creation))

} // namespace alembicore::schema
