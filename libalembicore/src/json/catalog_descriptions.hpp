// Which members of the values of a catalogue are shown as JSON, in which order.
#pragma once

#include <alembicore/catalog.hpp>

#include <boost/describe.hpp>

namespace alembicore::catalog {

BOOST_DESCRIBE_STRUCT(name, (), (schema, object))
BOOST_DESCRIBE_STRUCT(
    column,
    (),
    (name,
     type,
     nullable,
     default_value,
     generated,
     identity,
     collation,
     storage,
     statistics,
     inherited,
     foreign_options,
     comment)
)
BOOST_DESCRIBE_ENUM(constraint_kind, primary_key, unique, check, foreign_key, exclusion)
BOOST_DESCRIBE_STRUCT(reference, (), (table, columns, on_update, on_delete, match))
BOOST_DESCRIBE_STRUCT(
    constraint,
    (),
    (name, kind, columns, definition, deferrable, initially_deferred, validated, inherited, reference, comment)
)
BOOST_DESCRIBE_STRUCT(index_element, (), (value, operator_class, collation, descending, nulls_first))
BOOST_DESCRIBE_STRUCT(
    index,
    (),
    (name,
     definition,
     method,
     elements,
     include,
     predicate,
     unique,
     nulls_not_distinct,
     valid,
     constraint,
     parent,
     comment,
     size,
     scans)
)
BOOST_DESCRIBE_STRUCT(trigger, (), (name, definition, enabled, comment))
BOOST_DESCRIBE_STRUCT(policy, (), (name, command, permissive, roles, condition, check_condition))
BOOST_DESCRIBE_ENUM(table_kind, ordinary, partitioned, foreign)
BOOST_DESCRIBE_STRUCT(
    table_statistics, (), (size, total_size, rows, dead_rows, sequential_scans, index_scans, last_vacuum, last_analyze)
)
BOOST_DESCRIBE_STRUCT(
    table,
    (),
    (name,
     kind,
     owner,
     unlogged,
     access_method,
     tablespace,
     options,
     parents,
     partition_key,
     partition_bound,
     server,
     server_options,
     row_security,
     row_security_forced,
     columns,
     constraints,
     indexes,
     triggers,
     policies,
     comment,
     statistics)
)
BOOST_DESCRIBE_STRUCT(
    view, (), (name, owner, materialized, populated, options, definition, columns, indexes, triggers, reads, comment)
)
BOOST_DESCRIBE_STRUCT(
    sequence,
    (),
    (name,
     owner,
     type,
     start,
     increment,
     minimum,
     maximum,
     cache,
     cycle,
     owning_table,
     owning_column,
     of_identity,
     comment)
)
BOOST_DESCRIBE_STRUCT(enumeration, (), (name, labels, comment))
BOOST_DESCRIBE_STRUCT(domain_check, (), (name, definition))
BOOST_DESCRIBE_STRUCT(domain, (), (name, type, nullable, default_value, collation, checks, comment))
BOOST_DESCRIBE_STRUCT(composite_attribute, (), (name, type))
BOOST_DESCRIBE_STRUCT(composite, (), (name, attributes, comment))
BOOST_DESCRIBE_ENUM(routine_kind, function, procedure, aggregate, window)
BOOST_DESCRIBE_STRUCT(routine, (), (name, kind, arguments, result, language, definition, comment))
BOOST_DESCRIBE_STRUCT(foreign_server, (), (name, wrapper, wrapper_definition, definition))
BOOST_DESCRIBE_STRUCT(extension, (), (name, version, schema))
BOOST_DESCRIBE_STRUCT(namespace_, (), (name, owner, comment))
BOOST_DESCRIBE_STRUCT(
    snapshot,
    (),
    (database,
     server_version,
     encoding,
     schemas,
     extensions,
     enumerations,
     domains,
     composites,
     sequences,
     tables,
     views,
     routines,
     servers)
)
BOOST_DESCRIBE_ENUM(change_kind, added, removed, changed)
BOOST_DESCRIBE_STRUCT(change, (), (kind, part, before, after))

} // namespace alembicore::catalog
