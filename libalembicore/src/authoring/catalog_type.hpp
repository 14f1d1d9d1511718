// Types of a database as values of `schema`.
#pragma once

#include "schema/column_type.hpp"

#include <alembicore/catalog.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace alembicore::authoring {

/// Names as a revision writes them: without the schema that is meant anyway.
class revision_names {
public:
    explicit revision_names(std::string default_schema) : default_schema_{std::move(default_schema)} {}

    [[nodiscard]] schema::qualified_name of(catalog::name const& name) const;

    [[nodiscard]] std::string const& default_schema() const noexcept { return default_schema_; }

private:
    std::string default_schema_;
};

/// The enums of a schema, by the text that columns have for their type.
class known_enumerations {
public:
    known_enumerations(catalog::snapshot const& of, revision_names const& names);

    [[nodiscard]] std::shared_ptr<schema::enumeration const> find(std::string const& type) const;

private:
    std::map<std::string, std::shared_ptr<schema::enumeration const>> by_text_;
};

/// The enum itself; columns do not create it.
[[nodiscard]] schema::enumeration enumeration_of(catalog::enumeration const& from, revision_names const& names);

/// The type of a column. What has no word of its own keeps PostgreSQL's text, collation included.
[[nodiscard]] schema::column_type type_of(catalog::column const& column, known_enumerations const& enumerations);

} // namespace alembicore::authoring
