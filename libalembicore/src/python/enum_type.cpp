#include "python/enum_type.hpp"

#include "python/format.hpp"

namespace alembicore::python {

namespace {

bool shown_as_value(mixin mixed) noexcept {
    return mixed == mixin::text_shown_as_value || mixed == mixin::whole_shown_as_value;
}

} // namespace

std::string enum_member::type_name() const {
    auto const type = type_.lock();
    return type == nullptr ? "enum" : type->name();
}

type_pointer enum_member::type() const {
    return type_.lock();
}

std::optional<value> enum_member::attribute(evaluation& run, std::string_view wanted) {
    if (wanted == "name" || wanted == "_name_")
        return value{name_};
    if (wanted == "value" || wanted == "_value_")
        return content_;
    auto const type = type_.lock();
    if (type == nullptr)
        refuse("using");
    if (auto const* found = find_in_class(*type, wanted))
        return bind_attribute(run, *found, value{shared_from_this()}, std::const_pointer_cast<enum_type>(type));
    if (auto const inner = underlying())
        return run.attribute(*inner, wanted);
    return std::nullopt;
}

std::optional<value> enum_member::underlying() const {
    auto const type = type_.lock();
    if (type == nullptr || type->mixed() == mixin::none)
        return std::nullopt;
    return content_;
}

std::optional<value>
enum_member::binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) {
    if (underlying())
        return object::binary(run, op, other, side);
    return std::nullopt;
}

bool enum_member::truth(evaluation& run) {
    auto const inner = underlying();
    return !inner || run.truth(*inner);
}

std::string enum_member::str(evaluation& run) {
    auto const type = type_.lock();
    if (type == nullptr)
        refuse("using");
    if (auto const* own = find_in_class(*type, "__str__"))
        return run.str(run.call(*own, {.positional = {value{shared_from_this()}}, .keyword = {}}));
    if (type->mixed() == mixin::text_shown_as_value)
        return run.str(content_);
    if (type->mixed() == mixin::whole_shown_as_value)
        throw not_evaluable(
            "the text of a member of IntEnum is different in versions of Python", "write .value or .name"
        );
    return type->name() + "." + name_;
}

std::string enum_member::repr(evaluation& run) {
    auto const type = type_.lock();
    if (type != nullptr)
        if (auto const* own = find_in_class(*type, "__repr__"))
            return run.str(run.call(*own, {.positional = {value{shared_from_this()}}, .keyword = {}}));
    return "<" + type_name() + "." + name_ + ": " + run.repr(content_) + ">";
}

std::optional<std::string> enum_member::format(evaluation& run, std::string_view specification) {
    auto const type = type_.lock();
    bool const mixed = type != nullptr && type->mixed() != mixin::none && !shown_as_value(type->mixed());
    if (mixed && find_in_class(*type, "__str__") == nullptr)
        throw not_evaluable(
            "the formatted text of a member of an enum with str or int is different in versions of Python",
            "write .value"
        );
    if (type != nullptr && type->mixed() == mixin::whole_shown_as_value)
        return format_value(run, content_, specification);
    return format_value(run, value{str(run)}, specification);
}

} // namespace alembicore::python
