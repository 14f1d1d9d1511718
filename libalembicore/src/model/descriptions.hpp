// Which members of the values of models are shown as JSON, in which order; and read from it.
#pragma once

#include "base/place_description.hpp"

#include <alembicore/models.hpp>

#include <boost/describe.hpp>

namespace alembicore::models {

BOOST_DESCRIBE_ENUM(origin, variable, environment, search)
BOOST_DESCRIBE_STRUCT(unknown, (), (attribute, reason, place))
BOOST_DESCRIBE_STRUCT(table_name, (), (schema, name))
BOOST_DESCRIBE_STRUCT(
    column,
    (),
    (name,
     type,
     type_class,
     nullable,
     primary_key,
     serial,
     identity,
     server_default,
     computed,
     client_default,
     enumeration,
     comment)
)
BOOST_DESCRIBE_STRUCT(key, (), (name, columns))
BOOST_DESCRIBE_STRUCT(foreign_key, (), (name, columns, referred, referred_columns, on_delete, on_update))
BOOST_DESCRIBE_STRUCT(condition, (), (name, definition))
BOOST_DESCRIBE_STRUCT(index, (), (name, elements, unique, definition))
BOOST_DESCRIBE_STRUCT(
    table,
    (),
    (name, place, classes, columns, primary_key, foreign_keys, unique, conditions, indexes, comment, unknowns)
)
BOOST_DESCRIBE_STRUCT(attribute, (), (name, table, column))
BOOST_DESCRIBE_ENUM(direction, one_to_many, many_to_one, many_to_many)
BOOST_DESCRIBE_STRUCT(
    relationship,
    (),
    (name,
     target,
     direction,
     uselist,
     back_populates,
     backref,
     secondary,
     cascade,
     passive_deletes,
     viewonly,
     lazy,
     foreign_keys,
     on_delete,
     declared_by)
)
BOOST_DESCRIBE_ENUM(inheritance, none, single, joined, concrete)
BOOST_DESCRIBE_STRUCT(model, (), (name, module, place, table, inheritance, parent, attributes, relationships, unknowns))
BOOST_DESCRIBE_STRUCT(difference, (), (part, models, database))
BOOST_DESCRIBE_STRUCT(comparison, (), (differences, unknowns))
BOOST_DESCRIBE_STRUCT(collection, (), (origin, base, tables, models, unknowns))

} // namespace alembicore::models
