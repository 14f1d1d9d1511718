#include "python/function.hpp"

#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/operations.hpp"
#include "python/unknown.hpp"

#include <utility>

namespace alembicore::python {

bound_arguments::bound_arguments(signature const& declared, std::vector<std::optional<value>> slots)
    : declared_(&declared) {
    auto const parameters = declared.parameters();
    values_.reserve(slots.size());
    given_.reserve(slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        given_.push_back(slots[i].has_value());
        if (slots[i])
            values_.push_back(*std::move(slots[i]));
        else
            values_.push_back(parameters[i].fallback.value_or(value{}));
    }
}

namespace {

std::size_t slot_in(signature const& declared, std::string_view parameter) {
    auto const slot = declared.slot_of(parameter);
    if (slot == declared.parameters().size())
        throw error{errc::internal, declared.name() + "() has no parameter " + std::string{parameter}};
    return slot;
}

} // namespace

value const& bound_arguments::operator[](std::string_view parameter) const {
    return values_[slot_in(*declared_, parameter)];
}

bool bound_arguments::given(std::string_view parameter) const {
    return given_[slot_in(*declared_, parameter)];
}

error bound_arguments::refusal(std::string_view parameter, std::string_view why) const {
    return not_evaluable(declared_->name() + "(): " + std::string{parameter} + ": " + std::string{why});
}

std::string bound_arguments::text(std::string_view parameter) const {
    auto const& given = (*this)[parameter];
    if (auto const text = given.text())
        return std::string{*text};
    throw refusal(parameter, "a string is expected, this is a '" + type_name_of(given) + "'");
}

std::optional<std::string> bound_arguments::optional_text(std::string_view parameter) const {
    if ((*this)[parameter].is_none())
        return std::nullopt;
    return text(parameter);
}

bool bound_arguments::boolean(std::string_view parameter) const {
    auto const& given = (*this)[parameter];
    if (auto const boolean = given.boolean())
        return *boolean;
    throw refusal(parameter, "True or False is expected, this is a '" + type_name_of(given) + "'");
}

std::optional<bool> bound_arguments::optional_boolean(std::string_view parameter) const {
    if ((*this)[parameter].is_none())
        return std::nullopt;
    return boolean(parameter);
}

std::int64_t bound_arguments::integer(std::string_view parameter) const {
    auto const& given = (*this)[parameter];
    if (auto const number = given.integer())
        return *number;
    throw refusal(parameter, "an integer is expected, this is a '" + type_name_of(given) + "'");
}

std::optional<std::int64_t> bound_arguments::optional_integer(std::string_view parameter) const {
    if ((*this)[parameter].is_none())
        return std::nullopt;
    return integer(parameter);
}

std::vector<std::string> bound_arguments::texts(std::string_view parameter) const {
    auto const& given = (*this)[parameter];
    auto const* items = given.items();
    if (items == nullptr)
        throw refusal(parameter, "a list of strings is expected, this is a '" + type_name_of(given) + "'");
    std::vector<std::string> result;
    result.reserve(items->size());
    for (auto const& each : *items) {
        auto const text = each.text();
        if (!text)
            throw refusal(parameter, "a list of strings is expected, it holds a '" + type_name_of(each) + "'");
        result.emplace_back(*text);
    }
    return result;
}

std::span<value const> bound_arguments::rest() const noexcept {
    auto const parameters = declared_->parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (parameters[i].kind == syntax::parameter_kind::rest)
            return *values_[i].items();
    return {};
}

dict_table const& bound_arguments::keywords() const noexcept {
    static dict_table const none;
    auto const parameters = declared_->parameters();
    bool const has = !parameters.empty() && parameters.back().kind == syntax::parameter_kind::keywords;
    return has ? *values_.back().mapping() : none;
}

namespace {

/// What a host is given it may keep, as an operation keeps its SQL.
void charge_kept(evaluation& run, arguments const& given) {
    constexpr std::size_t copies = 3; // in the operation, in the statement, in what is shown
    for (auto const& each : given.positional)
        run.charge_memory(copies * each.text().value_or("").size());
}

} // namespace

native_function::native_function(std::string declared, native_code code, effect effects)
    : declared_(std::move(declared)), code_(std::move(code)), effects_(effects) {}

native_function::native_function(signature declared, native_code code, effect effects)
    : declared_(std::move(declared)), code_(std::move(code)), effects_(effects) {}

std::string native_function::type_name() const {
    return "builtin_function_or_method";
}

value native_function::call(evaluation& run, arguments const& given) {
    if (effects_ == effect::observable) {
        run.require_order(name());
        refuse_unknown(given);
        charge_kept(run, given);
    }
    return code_(run, bound_arguments{declared(), declared().bind(given)});
}

bool native_function::truth(evaluation&) {
    return true;
}

std::optional<value> native_function::attribute(evaluation&, std::string_view name) {
    if (name == "__name__" || name == "__qualname__")
        return value{this->name()};
    refuse("attribute '" + std::string{name} + "' of");
}

std::string native_function::repr(evaluation&) {
    return "<built-in function " + std::string{name()} + ">";
}

value make_function(std::string_view declared, native_code code, effect effects) {
    return std::make_shared<native_function>(std::string{declared}, std::move(code), effects);
}

native_type::native_type(std::string name, std::vector<type_pointer> bases)
    : type_object(std::move(name), std::move(bases)) {}

native_type& native_type::constructor(std::string_view parameters, native_code code, effect effects) {
    declared_.emplace(name() + std::string{parameters});
    construct_ = std::move(code);
    construction_ = effects;
    return *this;
}

native_type& native_type::set(std::string attribute_name, value item) {
    attributes_.insert_or_assign(std::move(attribute_name), std::move(item));
    return *this;
}

native_type& native_type::on_subclass(std::function<value(evaluation&, class_body)> code) {
    subclass_ = std::move(code);
    return *this;
}

value native_type::call(evaluation& run, arguments const& given) {
    if (!declared_)
        throw not_evaluable("making a '" + name() + "' is not known exactly");
    if (construction_ == effect::observable)
        refuse_unknown(given);
    return construct_(run, bound_arguments{declared_->read(), declared_->read().bind(given)});
}

std::optional<value> native_type::attribute(evaluation& run, std::string_view wanted) {
    if (auto const found = attributes_.find(wanted); found != attributes_.end())
        return found->second;
    if (wanted == "__name__" || wanted == "__qualname__")
        return value{name()};
    for (auto const& base : bases())
        if (auto const* inherited = dynamic_cast<native_type const*>(base.get()))
            return const_cast<native_type*>(inherited)->attribute(run, wanted);
    throw not_evaluable("attribute '" + std::string{wanted} + "' of class '" + name() + "' is not known exactly");
}

value native_type::subclass(evaluation& run, class_body body) const {
    if (subclass_)
        return subclass_(run, std::move(body));
    return type_object::subclass(run, std::move(body));
}

} // namespace alembicore::python
