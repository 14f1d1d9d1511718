// CREATE INDEX and DROP INDEX.
#pragma once

#include "operation/operation.hpp"
#include "sql/writer.hpp"

namespace alembicore::sql {

void write_create(writer& out, schema::index const& index, operation::presence if_not_exists);

void write_drop(writer& out, operation::drop_index const& dropped);

} // namespace alembicore::sql
