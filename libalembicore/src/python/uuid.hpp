// uuid.UUID values, which host modules may read.
#pragma once

#include "python/object.hpp"

namespace alembicore::python {

class uuid_object final : public object {
public:
    /// 32 lower-case hexadecimal digits.
    explicit uuid_object(std::string digits) : digits_(std::move(digits)) {}

    /// With dashes, as `str(uuid)`.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string bytes() const; ///< sixteen

    [[nodiscard]] std::string type_name() const override { return "UUID"; }

    [[nodiscard]] type_pointer type() const override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override;

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::string str(evaluation&) override { return text(); }

    [[nodiscard]] std::string repr(evaluation&) override { return "UUID('" + text() + "')"; }

    [[nodiscard]] bool same_key(object const& other) const override;
    [[nodiscard]] std::size_t hash() const override;

private:
    std::string digits_;
};

} // namespace alembicore::python
