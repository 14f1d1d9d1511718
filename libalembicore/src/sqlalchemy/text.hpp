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

/// bindparam("name", value). Its value may come with the execution of the statement instead.
class bind_value final : public expression_value {
public:
    struct declaration {
        std::string name;
        std::optional<schema::expression> literal{};
        type_pointer type{};
        bool expanding = false; ///< a list, written in parentheses
    };

    explicit bind_value(declaration declared);

    [[nodiscard]] declaration const& declared() const noexcept { return declared_; }

    /// The type of what it stands beside, where it has none of its own.
    [[nodiscard]] expression_pointer typed(type_pointer const& type) const;

    [[nodiscard]] std::string type_name() const override { return "BindParameter"; }

private:
    declaration declared_;
};

using bind_values = std::map<std::string, std::shared_ptr<bind_value const>, std::less<>>;

/// Finds `:name` as SQLAlchemy does: not in `::name`, `a:name` or `\:name`.
[[nodiscard]] std::vector<text_part> split_binds(std::string_view text);

/// The text with its binds, which have the values that are given here or with the execution.
[[nodiscard]] schema::expression fill_binds(std::vector<text_part> const& parts, bind_values const& values);

class text_value final : public expression_value {
public:
    explicit text_value(std::string_view text) : text_value{split_binds(text), {}} {}

    text_value(text_value const& other, bind_values values)
        : text_value{other.parts_, merged(std::move(values), other)} {}

    [[nodiscard]] std::string type_name() const override { return "TextClause"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

private:
    text_value(std::vector<text_part> parts, bind_values values)
        : expression_value{fill_binds(parts, values), nullptr}, parts_{std::move(parts)}, values_{std::move(values)} {}

    static bind_values merged(bind_values values, text_value const& other) {
        values.insert(other.values_.begin(), other.values_.end());
        return values;
    }

    std::vector<text_part> parts_;
    bind_values values_;
};

} // namespace alembicore::sqlalchemy
