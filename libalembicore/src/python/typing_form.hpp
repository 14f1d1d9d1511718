// Names of typing and collections.abc: they mean nothing when code runs, except in isinstance().
#pragma once

#include "python/evaluation.hpp"

namespace alembicore::python {

/// `Optional`, `Sequence[str]`, `Generic[T]`, `ABC`: subscripted, joined with `|`, derived from, and otherwise unused.
class typing_form final : public type_object {
public:
    using type_object::type_object;

    typing_form(std::string name, std::vector<value> arguments)
        : type_object{std::move(name)}, arguments_{std::move(arguments)} {}

    value call(evaluation& run, python::arguments const& given) override;

    /// What stands in the brackets of Annotated, Literal, Optional and Union, and what NewType is made from.
    [[nodiscard]] std::vector<value> const& arguments() const noexcept { return arguments_; }

    [[nodiscard]] bool ordinary() const noexcept override { return true; }

    [[nodiscard]] value item(evaluation& run, value const& key) override;
    [[nodiscard]] std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) override;

    /// `isinstance(item, self)` for what is no instance of a class of evaluated code. Refuses where it is not certain.
    [[nodiscard]] bool includes(value const& item) const;

    void surrender(std::vector<value>& into) noexcept override {
        for (auto& each : arguments_)
            into.push_back(std::move(each));
        arguments_.clear();
    }

private:
    std::vector<value> arguments_{};
};

} // namespace alembicore::python
