// Classes by name, as strings in relationship(…) name them, and their tables.
#pragma once

#include "model/join.hpp"
#include "sqlalchemy/model.hpp"

#include <string_view>
#include <vector>

namespace alembicore::model {

using class_list = std::vector<sqlalchemy::model_pointer>;

[[nodiscard]] class_tables tables_of(sqlalchemy::model_class const& of);

/// `User`, `app.models.User`. Errors: not_evaluable where there is none, or more than one.
[[nodiscard]] sqlalchemy::model_pointer find_class(class_list const& classes, std::string_view path);

/// The column of an attribute; for a class that inherits, also of the parent's.
[[nodiscard]] std::optional<column_place> place_of(sqlalchemy::model_class const& of, std::string_view attribute);

/// Own attributes and those of the classes it inherits from, with their tables.
[[nodiscard]] std::vector<models::attribute> attributes_of(sqlalchemy::model_class const& of);

} // namespace alembicore::model
