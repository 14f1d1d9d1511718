#include "python/unknown.hpp"

#include "python/evaluation.hpp"

#include <utility>

namespace alembicore::python {

unknown_object::unknown_object(std::string text, source_place import, std::string reason)
    : text_(std::move(text)), import_(std::move(import)), reason_(std::move(reason)) {}

unknown_object::unknown_object(std::string text, source_place bound, error_info cause)
    : text_(std::move(text)), import_(std::move(bound)), cause_(std::make_shared<error_info const>(std::move(cause))) {}

error unknown_object::refusal() const {
    if (cause_ != nullptr) {
        error_info info = *cause_;
        info.reason += (info.reason.empty() ? "" : "; ") + ("'" + text_ + "' depends on it, ") + import_.file + ":" +
                       std::to_string(import_.line);
        return error{std::move(info)};
    }
    error_info info;
    info.code = errc::not_evaluable;
    info.message = "'" + text_ + "' is imported from code that is not evaluated natively";
    info.reason = "imported at " + import_.file + ":" + std::to_string(import_.line);
    if (!reason_.empty())
        info.reason += "; " + reason_;
    info.remedy = "run this revision with Python, or write the value into the revision";
    return error{std::move(info)};
}

value unknown_object::derive(std::string_view more) const {
    constexpr std::size_t longest = 200;
    auto text = text_.size() < longest ? text_ + std::string{more} : text_;
    if (cause_ != nullptr)
        return std::make_shared<unknown_object>(std::move(text), import_, *cause_);
    return std::make_shared<unknown_object>(std::move(text), import_, reason_);
}

std::string unknown_object::type_name() const {
    return text_;
}

std::optional<value> unknown_object::attribute(evaluation&, std::string_view name) {
    return derive("." + std::string{name});
}

void unknown_object::set_attribute(evaluation&, std::string_view, value const&) {
    throw refusal();
}

value unknown_object::call(evaluation& run, arguments const&) {
    // While a module is being set up nothing of what it calls can reach the database; what comes out is as unknown.
    if (run.setting_up())
        return derive("()");
    throw refusal();
}

value unknown_object::item(evaluation&, value const&) {
    return derive("[...]");
}

std::optional<value> unknown_object::binary(evaluation&, syntax::binary_operator, value const&, operand_side) {
    throw refusal();
}

std::optional<value> unknown_object::compare(evaluation&, syntax::comparison_operator, value const&) {
    throw refusal();
}

std::string unknown_object::repr(evaluation&) {
    throw refusal();
}

value unknown_object::unary(evaluation&, syntax::unary_operator) {
    throw refusal();
}

bool unknown_object::truth(evaluation&) {
    throw refusal();
}

std::size_t unknown_object::length(evaluation&) {
    throw refusal();
}

bool unknown_object::contains(evaluation&, value const&) {
    throw refusal();
}

void unknown_object::iterate(evaluation&, item_visitor const&) {
    throw refusal();
}

std::optional<std::string> unknown_object::format(evaluation&, std::string_view) {
    throw refusal();
}

value unknown_object::enter(evaluation&) {
    throw refusal();
}

void refuse_unknown(arguments const& given) {
    auto const check = [](value const& item) {
        if (auto const* unknown = dynamic_cast<unknown_object const*>(item.as_object()))
            throw unknown->refusal();
    };
    for (auto const& each : given.positional)
        check(each);
    for (auto const& [name, each] : given.keyword)
        check(each);
}

} // namespace alembicore::python
