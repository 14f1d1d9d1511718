#include "python/module.hpp"

#include "base/closest_names.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"

#include <utility>

namespace alembicore::python {

module_object::module_object(std::string name, completeness known) : name_(std::move(name)), known_(known) {}

module_object& module_object::set(std::string name, value item) {
    names_.insert_or_assign(std::move(name), std::move(item));
    return *this;
}

module_object& module_object::function(std::string_view declared, native_code code, effect effects) {
    auto made = std::make_shared<native_function>(std::string{declared}, std::move(code), effects);
    return set(std::string{made->name()}, made);
}

value const* module_object::find(std::string_view name) const noexcept {
    auto const found = names_.find(name);
    return found == names_.end() ? nullptr : &found->second;
}

std::string module_object::type_name() const {
    return "module";
}

std::optional<value> module_object::attribute(evaluation&, std::string_view name) {
    if (auto const* found = find(name))
        return *found;
    if (name == "__name__")
        return value{name_};
    if (known_ == completeness::complete)
        return std::nullopt;
    std::vector<std::string> names;
    for (auto const& [known, item] : names_)
        names.emplace_back(known);
    auto remedy = base::suggest(names, name);
    if (!remedy.empty())
        remedy += " If not, run this revision with Python";
    throw not_evaluable("'" + name_ + "." + std::string{name} + "' is not known", remedy);
}

void module_object::set_attribute(evaluation&, std::string_view name, value const&) {
    throw not_evaluable("changing '" + name_ + "." + std::string{name} + "' is not known exactly");
}

bool module_object::truth(evaluation&) {
    return true;
}

std::string module_object::repr(evaluation&) {
    return "<module '" + name_ + "'>";
}

module_object& module_registry::module(std::string_view dotted) {
    if (auto const found = modules_.find(dotted); found != modules_.end())
        return *found->second;
    auto made = std::make_shared<module_object>(std::string{dotted});
    add(made);
    return *made;
}

void module_registry::add(std::shared_ptr<module_object> added) {
    std::string const dotted = added->name();
    if (auto const dot = dotted.rfind('.'); dot != std::string::npos)
        module(std::string_view{dotted}.substr(0, dot)).set(dotted.substr(dot + 1), added);
    modules_.insert_or_assign(dotted, std::move(added));
}

std::shared_ptr<module_object> module_registry::find(std::string_view dotted) const {
    auto const found = modules_.find(dotted);
    return found == modules_.end() ? nullptr : found->second;
}

} // namespace alembicore::python
