// What the modules of an application declare, for who wants to know all of it.
#pragma once

#include "python/value.hpp"
#include "schema/identifier.hpp"

#include <alembicore/error.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::python {
class evaluation;
}

namespace alembicore::sqlalchemy {

class metadata_value;
class model_class;

/// Something that is not known of an attribute, or of the whole where `attribute` is empty.
struct unknown_part {
    std::string attribute;
    error_info why;
};

/// An index or a constraint that is made of the columns of a table which exists already, and so becomes one of that
/// table's.
struct late_item {
    schema::qualified_name table;
    python::object_pointer item;
};

/// A table that could not be made.
struct failed_table {
    std::string name;
    error_info why;
};

/// The state of one evaluation, found in `recording`. With it, what cannot be known of a model is a finding about that
/// part, and the rest of the model is known; without it, the model is refused as a whole.
struct discovery {
    std::vector<std::shared_ptr<model_class>> models{};      ///< in the order of their declaration
    std::vector<std::shared_ptr<metadata_value>> metadata{}; ///< those that have tables
    std::vector<late_item> late_items{};
    std::vector<failed_table> failed_tables{};
    std::shared_ptr<metadata_value> sqlmodel_metadata{}; ///< `SQLModel.metadata`; null until it is asked for
};

/// Null: the evaluation is about a revision.
[[nodiscard]] discovery* discovery_of(python::evaluation& run);

/// What a Python exception on its way means for what it has interrupted.
[[nodiscard]] error_info unknown_because(python::evaluation& run, std::string const& raised);

} // namespace alembicore::sqlalchemy
