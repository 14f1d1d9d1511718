// Names that a MetaData's naming convention gives to constraints and indexes.
#pragma once

#include "schema/identifier.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::schema {

/// Templates by kind of object: ix, uq, ck, fk, pk.
using naming_convention = std::map<std::string, std::string>;

/// What a template can ask for about the object that is named.
struct named_object {
    std::string_view kind{}; ///< ix, uq, ck, fk, pk
    qualified_name table{};
    std::vector<identifier> columns{};
    std::optional<identifier> referred_table{}; ///< of a foreign key
    std::vector<identifier> referred_columns{};
};

/// The name after the convention. `given` as it is, when it is final or when the convention does not touch it.
/// Errors: python_exception for a template that asks for a name where there is none; not_evaluable for a token that
/// only Python code of the project defines.
[[nodiscard]] std::optional<object_name>
apply_convention(naming_convention const& convention, named_object const& object, std::optional<object_name> given);

/// The name of an index on a column with `index=True`, where no convention says otherwise.
[[nodiscard]] naming_convention with_default_index_name(naming_convention convention);

} // namespace alembicore::schema
