// Names of database objects as a revision writes them. How they are quoted is decided where SQL is rendered.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>

namespace alembicore::schema {

/// One name. `quote` is set when the revision forces quoting on or off (`quoted_name`).
struct identifier {
    std::string text{};
    std::optional<bool> quote{};

    friend bool operator==(identifier const&, identifier const&) = default;
};

/// A name with the schema it lies in, if one was written.
struct qualified_name {
    identifier name{};
    std::optional<identifier> schema{};

    friend bool operator==(qualified_name const&, qualified_name const&) = default;
};
BOOST_DESCRIBE_STRUCT(qualified_name, (), (name, schema))

/// Where the name of a constraint or index comes from.
enum class name_origin {
    written,   ///< by the author: too long is an error
    generated, ///< by a naming convention, or `op.f`: too long is shortened, and no convention changes it
};
BOOST_DESCRIBE_ENUM(name_origin, written, generated)

/// The name of a constraint or index.
struct object_name {
    identifier name{};
    name_origin origin = name_origin::written;

    friend bool operator==(object_name const&, object_name const&) = default;
};

} // namespace alembicore::schema
