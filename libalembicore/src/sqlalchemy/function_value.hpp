// A call of an SQL function, and what can be made of one: a window, an ordered set, a table.
#pragma once

#include "sqlalchemy/expression.hpp"

namespace alembicore::sqlalchemy {

class function_value final : public expression_value {
public:
    using expression_value::expression_value;

    [[nodiscard]] std::string type_name() const override { return "Function"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;
    /// Without arguments only: those would be named by their places.
    [[nodiscard]] std::string str(python::evaluation& run) override;
};

/// `over(element, partition_by=…)`
[[nodiscard]] expression_pointer
make_over(python::evaluation& run, expression_pointer const& of, python::bound_arguments const& given);

/// `within_group(element, *order_by)`
[[nodiscard]] expression_pointer
make_within_group(python::evaluation& run, expression_pointer const& of, std::span<python::value const> order);

/// `funcfilter(element, *criterion)`
[[nodiscard]] expression_pointer
make_filter(python::evaluation& run, expression_pointer const& of, std::span<python::value const> conditions);

/// EXTRACT(field FROM value)
[[nodiscard]] expression_pointer make_extract(std::string const& field, expression_value const& of);

} // namespace alembicore::sqlalchemy
