// The bulk methods of a session: rows written beside the objects that it holds.
#pragma once

#include "sqlalchemy/object_session.hpp"

namespace alembicore::sqlalchemy {

/// Whether None is written, or left to what the column does without a value.
enum class bulk_nulls : std::uint8_t { omitted, rendered };

/// `bulk_insert_mappings(model, mappings)`
void bulk_insert(python::evaluation& run, model_class const& model, python::value const& mappings, bulk_nulls nulls);

/// `bulk_update_mappings(model, mappings)`
void bulk_update(python::evaluation& run, model_class const& model, python::value const& mappings);

/// `bulk_save_objects(objects)`: the objects themselves stay as they are.
void bulk_save(python::evaluation& run, std::vector<instance_pointer> const& objects);

} // namespace alembicore::sqlalchemy
