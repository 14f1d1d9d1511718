// Names of typing and collections.abc: they mean nothing when code runs, except in isinstance().
#pragma once

#include "python/evaluation.hpp"

namespace alembicore::python {

/// `Optional`, `Sequence[str]`, `Generic[T]`, `ABC`: subscripted, joined with `|`, derived from, and otherwise unused.
class typing_form final : public type_object {
public:
    using type_object::type_object;

    [[nodiscard]] bool ordinary() const noexcept override { return true; }

    [[nodiscard]] value item(evaluation& run, value const& key) override;
    [[nodiscard]] std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) override;

    /// `isinstance(item, self)` for what is no instance of a class of evaluated code. Refuses where it is not certain.
    [[nodiscard]] bool includes(value const& item) const;
};

} // namespace alembicore::python
