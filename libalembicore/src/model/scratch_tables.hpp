// The tables of models in schemas of their own, where nothing that exists is touched.
#pragma once

#include "schema/table.hpp"

#include <map>
#include <string>
#include <vector>

namespace alembicore::model {

/// Which schema stands for which; the empty name is that of tables without one.
using schema_names = std::map<std::string, std::string>;

/// The tables with their types, and the sequences, in the schemas that stand for theirs. Their foreign keys are taken
/// out: they come once all tables are there. A column without a type has that of the column which its key refers to.
struct scratch_tables {
    scratch_tables(std::vector<schema::table> of, std::vector<schema::sequence> declared, schema_names const& schemas);

    std::vector<schema::sequence> sequences;
    std::vector<schema::table> tables;
    std::vector<std::vector<schema::foreign_key>> keys; ///< of each table; only those to a table that is here
};

} // namespace alembicore::model
