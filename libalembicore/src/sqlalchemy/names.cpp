#include "sqlalchemy/names.hpp"

namespace alembicore::sqlalchemy {

std::string name_value::type_name() const {
    return name_.origin == schema::name_origin::generated ? "conv" : "quoted_name";
}

std::optional<python::value> name_value::underlying() const {
    return python::value{name_.name.text};
}

std::optional<schema::identifier> identifier_of(python::value const& given) {
    if (auto const name = given.as<name_value>())
        return name->name().name;
    if (auto const text = given.text())
        return schema::identifier{std::string{*text}, {}};
    return std::nullopt;
}

schema::identifier required_identifier(python::bound_arguments const& given, std::string_view parameter) {
    if (auto name = identifier_of(given[parameter]))
        return std::move(*name);
    throw given.refusal(parameter, "not a name");
}

std::optional<schema::identifier>
optional_identifier(python::bound_arguments const& given, std::string_view parameter) {
    if (given[parameter].is_none())
        return std::nullopt;
    return required_identifier(given, parameter);
}

std::optional<schema::object_name>
optional_object_name(python::bound_arguments const& given, std::string_view parameter) {
    if (given[parameter].is_none())
        return std::nullopt;
    if (auto const name = given[parameter].as<name_value>())
        return name->name();
    return schema::object_name{.name = required_identifier(given, parameter)};
}

std::vector<schema::identifier> identifiers(python::bound_arguments const& given, std::string_view parameter) {
    auto const* items = given[parameter].items();
    if (items == nullptr)
        throw given.refusal(parameter, "not a list of names");
    std::vector<schema::identifier> names;
    for (auto const& item : *items) {
        auto name = identifier_of(item);
        if (!name)
            throw given.refusal(parameter, "not a list of names");
        names.push_back(std::move(*name));
    }
    return names;
}

void add_names(python::module_registry& modules) {
    auto const quoted = python::make_function(
        "quoted_name(value, quote)",
        [](python::evaluation&, python::bound_arguments const& given) -> python::value {
            return std::make_shared<name_value>(schema::object_name{
                .name = {given.text("value"), given.optional_boolean("quote")}});
        },
        python::effect::none
    );
    for (auto const* where : {"sqlalchemy.sql", "sqlalchemy.sql.elements", "sqlalchemy.sql.expression", "sqlalchemy"})
        modules.module(where).set("quoted_name", quoted);
    modules.module("sqlalchemy.sql.naming")
        .function(
            "conv(value)",
            [](python::evaluation&, python::bound_arguments const& given) -> python::value {
                return std::make_shared<name_value>(schema::object_name{
                    .name = {given.text("value"), {}}, .origin = schema::name_origin::generated});
            },
            python::effect::none
        );
}

} // namespace alembicore::sqlalchemy
