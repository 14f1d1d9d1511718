#include "model/classes.hpp"

#include "model/tables.hpp"

#include <algorithm>

namespace alembicore::model {

namespace {

using sqlalchemy::model_class;
using sqlalchemy::table_inheritance;

bool inherits_columns(model_class const& of) {
    return of.parent() && of.inheritance() == table_inheritance::joined;
}

} // namespace

class_tables tables_of(model_class const& of) {
    class_tables tables;
    if (of.table())
        tables.push_back(name_of(of.table()->name()));
    if (inherits_columns(of) || (of.parent() && of.inheritance() == table_inheritance::single))
        for (auto const& each : tables_of(*of.parent()))
            if (std::ranges::find(tables, each) == tables.end())
                tables.push_back(each);
    return tables;
}

sqlalchemy::model_pointer find_class(class_list const& classes, std::string_view path) {
    auto const dot = path.rfind('.');
    auto const name = path.substr(dot == std::string_view::npos ? 0 : dot + 1);
    auto const module = dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
    sqlalchemy::model_pointer found;
    for (auto const& each : classes) {
        bool const here =
            module.empty() || each->module() == module || each->module().ends_with("." + std::string{module});
        if (each->name() != name || !here)
            continue;
        if (found)
            throw python::not_evaluable("there are several classes '" + std::string{name} + "'");
        found = each;
    }
    if (!found)
        throw python::not_evaluable("there is no mapped class '" + std::string{path} + "' that is known");
    return found;
}

std::vector<models::attribute> attributes_of(model_class const& of) {
    std::vector<models::attribute> attributes;
    if (inherits_columns(of))
        attributes = attributes_of(*of.parent());
    for (auto const& each : of.mapped_attributes()) {
        models::attribute made{.name = each.key, .table = name_of(of.table()->name()), .column = each.column.name.text};
        auto const known = std::ranges::find(attributes, made.name, &models::attribute::name);
        if (known == attributes.end())
            attributes.push_back(std::move(made));
        else
            *known = std::move(made);
    }
    return attributes;
}

std::optional<column_place> place_of(model_class const& of, std::string_view attribute) {
    for (auto const& each : attributes_of(of))
        if (each.name == attribute)
            return column_place{each.table, each.column};
    return std::nullopt;
}

} // namespace alembicore::model
