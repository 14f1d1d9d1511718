// The models as SQLAlchemy's mapper has them, in the project's own Python.
#pragma once

#include "model/scratch_tables.hpp"

#include <alembicore/models.hpp>

#include <string>
#include <vector>

namespace alembicore::model {

/// Errors: as `models::read` under Python.
[[nodiscard]] models::collection ask_mapper(project const& of, models::read_options const& options);

/// A statement that makes something of the models, and the table that it belongs to.
struct made_statement {
    std::string table;
    std::string text;
};

/// With what SQLAlchemy would make the tables of the models, in schemas made for that.
struct mapper_definitions {
    schema_names schemas{};
    std::vector<made_statement> statements{};
    std::vector<std::string> named{}; ///< constraints that the models name
    std::vector<models::unknown> unknowns{};
};

/// `default_schema`: of tables whose models name none. Errors: as `models::read` under Python.
[[nodiscard]] mapper_definitions
ask_for_definitions(project const& of, models::read_options const& options, std::string const& default_schema);

} // namespace alembicore::model
