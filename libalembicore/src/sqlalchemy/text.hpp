// SQL text in evaluated code, and the values of its binds.
#pragma once

#include "sqlalchemy/expression.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::sqlalchemy {

/// Text, and the bind that follows it; the last part has none.
struct text_part {
    std::string text;
    std::string bind;
};

using bind_values = std::map<std::string, schema::expression, std::less<>>;

/// Finds `:name` as SQLAlchemy does: not in `::name`, `a:name` or `\:name`.
[[nodiscard]] std::vector<text_part> split_binds(std::string_view text);

/// Errors: not_evaluable for a bind without a value.
[[nodiscard]] schema::expression fill_binds(std::vector<text_part> const& parts, bind_values const& values);

class text_value final : public expression_value {
public:
    explicit text_value(std::string_view text) : expression_value{{}, nullptr}, parts_{split_binds(text)} {}

    text_value(text_value const& other, bind_values values)
        : expression_value{{}, nullptr}, parts_{other.parts_}, values_{other.values_} {
        values.merge(values_);
        values_ = std::move(values);
    }

    [[nodiscard]] schema::expression const& node() const override;

    [[nodiscard]] std::string type_name() const override { return "TextClause"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

private:
    std::vector<text_part> parts_;
    bind_values values_;
    mutable std::optional<schema::expression> filled_;
};

/// bindparam("name", value).
class bind_value final : public expression_value {
public:
    bind_value(std::string name, std::optional<schema::expression> literal, type_pointer type)
        : expression_value{literal.value_or(schema::expression{}), std::move(type)}, name_{std::move(name)},
          bound_{literal.has_value()} {}

    [[nodiscard]] std::string const& name() const noexcept { return name_; }

    [[nodiscard]] bool bound() const noexcept { return bound_; }

    [[nodiscard]] schema::expression const& node() const override;

    [[nodiscard]] std::string type_name() const override { return "BindParameter"; }

private:
    std::string name_;
    bool bound_;
};

} // namespace alembicore::sqlalchemy
