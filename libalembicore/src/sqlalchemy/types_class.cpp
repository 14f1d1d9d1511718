#include "sqlalchemy/types_class.hpp"

#include "sqlalchemy/types_derived.hpp"

namespace alembicore::sqlalchemy {

namespace {

/// `TypeEngine` is looked for in `sqlalchemy.types`; `sqlmodel.AutoString` in its module.
python::type_pointer find_base(python::module_registry const& modules, std::string_view base) {
    auto const dot = base.rfind('.');
    auto const module =
        modules.find(dot == std::string_view::npos ? std::string_view{"sqlalchemy.types"} : base.substr(0, dot));
    auto const* found = module ? module->find(dot == std::string_view::npos ? base : base.substr(dot + 1)) : nullptr;
    auto type = found == nullptr ? nullptr : found->as<python::type_object>();
    if (!type)
        throw error{errc::internal, "a type derives from " + std::string{base} + ", which is not there yet"};
    return type;
}

derivation derivation_of(std::string_view name) {
    if (name == "TypeDecorator")
        return derivation::decorator;
    return name == "UserDefinedType" ? derivation::column_spec : derivation::inherited;
}

std::vector<python::module_object*>
modules_named(python::module_registry& modules, std::span<std::string_view const> names) {
    std::vector<python::module_object*> found;
    found.reserve(names.size());
    for (auto const name : names)
        found.push_back(&modules.module(name));
    return found;
}

} // namespace

void type_class::make_with(std::string_view parameters, type_maker make) {
    constructor(
        parameters,
        [this, make = std::move(make)](python::evaluation& run, python::bound_arguments const& given) -> python::value {
            auto made = make(run, given);
            made->set_class(std::static_pointer_cast<python::type_object const>(shared_from_this()));
            return made;
        }
    );
}

python::value type_class::subclass(python::evaluation& run, python::class_body body) const {
    return derive_type(run, std::move(body));
}

void add_types(
    python::module_registry& modules, std::span<std::string_view const> where, std::span<type_row const> rows
) {
    auto const targets = modules_named(modules, where);
    for (auto const& row : rows) {
        auto const open = row.declared.find('(');
        std::string const name{row.declared.substr(0, open)};
        auto const type =
            std::make_shared<type_class>(name, std::vector{find_base(modules, row.base)}, derivation::inherited);
        type->make_with(row.declared.substr(open), row.make);
        for (auto* const module : targets)
            module->set(name, type);
    }
}

void add_abstract_types(
    python::module_registry& modules,
    std::span<std::string_view const> where,
    std::span<std::pair<std::string_view, std::string_view> const> names_and_bases
) {
    auto const targets = modules_named(modules, where);
    for (auto const& [name, base] : names_and_bases) {
        auto const type = std::make_shared<type_class>(
            std::string{name},
            base.empty() ? std::vector<python::type_pointer>{} : std::vector{find_base(modules, base)},
            derivation_of(name)
        );
        for (auto* const module : targets)
            module->set(std::string{name}, type);
    }
}

} // namespace alembicore::sqlalchemy
