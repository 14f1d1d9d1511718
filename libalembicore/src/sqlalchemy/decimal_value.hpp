// decimal.Decimal values as a numeric column gives them. They are compared and written; counting with them is refused.
#pragma once

#include "python/object.hpp"

#include <string>

namespace alembicore::sqlalchemy {

class decimal_value final : public python::object {
public:
    /// As PostgreSQL writes a numeric.
    explicit decimal_value(std::string text) : text_{std::move(text)} {}

    [[nodiscard]] std::string type_name() const override { return "Decimal"; }

    [[nodiscard]] std::optional<python::value>
    compare(python::evaluation& run, python::syntax::comparison_operator op, python::value const& other) override;
    [[nodiscard]] bool truth(python::evaluation& run) override;

    [[nodiscard]] std::string str(python::evaluation&) override { return text_; }

    [[nodiscard]] std::string repr(python::evaluation&) override { return "Decimal('" + text_ + "')"; }

    /// Equal numbers of all types would have to be one key.
    [[nodiscard]] std::size_t hash() const override { refuse("hashing"); }

private:
    std::string text_;
};

} // namespace alembicore::sqlalchemy
