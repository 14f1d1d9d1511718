// What rows can become objects of: a model, or an alias of one.
#pragma once

#include "sqlalchemy/selectable.hpp"

#include <memory>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

class model_class;

/// Seen from a query: a model where it is selected from.
class mapped_entity {
public:
    mapped_entity() = default;
    mapped_entity(mapped_entity const&) = delete;
    mapped_entity& operator=(mapped_entity const&) = delete;
    virtual ~mapped_entity() = default;

    [[nodiscard]] virtual from_pointer selected_from() const = 0;

    /// Whose objects its rows are.
    [[nodiscard]] virtual std::shared_ptr<model_class> mapped() const = 0;

    /// What a row calls it.
    [[nodiscard]] virtual std::string entity_name() const = 0;
};

using entity_pointer = std::shared_ptr<mapped_entity>;

/// An attribute of a model: a column by the name that the class has for it.
class attribute_expression final : public expression_value {
public:
    attribute_expression(expression_pointer const& column, std::string key)
        : expression_value{column->node(), column->value_type()}, key_{std::move(key)} {}

    [[nodiscard]] std::string_view key() const override { return key_; }

private:
    std::string key_;
};

} // namespace alembicore::sqlalchemy
