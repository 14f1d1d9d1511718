// What stands for an import that nobody provides, or for a value that could not be evaluated: harmless until something
// is done with it.
#pragma once

#include "python/object.hpp"

namespace alembicore::python {

/// Reading attributes gives more of the same; everything else refuses, naming the import and its place.
class unknown_object : public object {
public:
    unknown_object(std::string text, source_place import, std::string reason = {});

    /// A name that a statement would have bound; `cause`: why the statement could not be evaluated.
    unknown_object(std::string text, source_place bound, error_info cause);

    [[nodiscard]] std::string type_name() const override;
    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    void set_attribute(evaluation& run, std::string_view name, value const& item) override;
    value call(evaluation& run, arguments const& given) override;
    [[nodiscard]] value item(evaluation& run, value const& key) override;
    [[nodiscard]] std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) override;
    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override;
    [[nodiscard]] value unary(evaluation& run, syntax::unary_operator op) override;
    [[nodiscard]] bool truth(evaluation& run) override;
    [[nodiscard]] std::size_t length(evaluation& run) override;
    [[nodiscard]] bool contains(evaluation& run, value const& item) override;
    void iterate(evaluation& run, item_visitor const& visit) override;
    [[nodiscard]] std::string repr(evaluation& run) override;
    [[nodiscard]] std::optional<std::string> format(evaluation& run, std::string_view specification) override;
    value enter(evaluation& run) override;

    /// The same thing with more text behind it: `app.models` becomes `app.models.User`.
    [[nodiscard]] value derive(std::string_view more) const;

    [[nodiscard]] error refusal() const;

    /// What it stands for, as written: `app.models.User`.
    [[nodiscard]] std::string const& text() const noexcept { return text_; }

private:
    std::string text_;
    source_place import_;
    std::string reason_;
    std::shared_ptr<error_info const> cause_{};
};

/// Refuses when an argument is unknown.
void refuse_unknown(arguments const& given);

} // namespace alembicore::python
