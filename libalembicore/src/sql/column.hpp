// Columns as they stand in CREATE TABLE and ADD COLUMN.
#pragma once

#include "schema/column.hpp"
#include "sql/writer.hpp"

namespace alembicore::sql {

void write(writer& out, schema::column const& column);

/// The checks written inside a column: ` CONSTRAINT c CHECK (…)`, each.
void write_inline_checks(writer& out, schema::column const& column);

/// GENERATED … AS IDENTITY (…).
void write(writer& out, schema::identity const& identity);

/// INCREMENT BY 1 START WITH 1 …; nothing for nothing.
void write(writer& out, schema::number_series const& series);

} // namespace alembicore::sql
