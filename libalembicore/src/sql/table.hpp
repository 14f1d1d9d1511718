// CREATE TABLE.
#pragma once

#include "operation/operation.hpp"
#include "sql/writer.hpp"

namespace alembicore::sql {

void write_create(writer& out, schema::table const& table, operation::presence if_not_exists);

} // namespace alembicore::sql
