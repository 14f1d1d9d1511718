// Names that a MetaData's naming convention gives to constraints and indexes.
#pragma once

#include "schema/identifier.hpp"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::schema {

/// Templates by kind of object: ix, uq, ck, fk, pk.
struct naming_convention {
    using templates_by_kind = std::map<std::string, std::string, std::less<>>;

    naming_convention() = default;

    naming_convention(std::initializer_list<templates_by_kind::value_type> given) : templates{given} {}

    explicit naming_convention(std::map<std::string, std::string> const& given)
        : templates{given.begin(), given.end()} {}

    /// Null: names of this kind are as they are written.
    [[nodiscard]] std::string const* find(std::string_view kind) const {
        auto const found = templates.find(kind);
        return found == templates.end() ? nullptr : &found->second;
    }

    templates_by_kind templates{};
    std::string unknown_because{}; ///< not empty: there may be a convention, and this is why nobody knows which
};

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
/// only Python code of the project defines, and for a name that a convention would decide which is not known.
[[nodiscard]] std::optional<object_name>
apply_convention(naming_convention const& convention, named_object const& object, std::optional<object_name> given);

/// The name of an index on a column with `index=True`, where no convention says otherwise.
[[nodiscard]] naming_convention with_default_index_name(naming_convention convention);

} // namespace alembicore::schema
