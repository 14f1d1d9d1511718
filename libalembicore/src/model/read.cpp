// From the modules of a project to its models.
#include "model/declared.hpp"
#include "model/mapper.hpp"
#include "model/relationships.hpp"
#include "model/tables.hpp"

#include <algorithm>

namespace alembicore::model {

namespace {

models::unknown unknown_of(std::string attribute, error_info const& why) {
    return {.attribute = std::move(attribute), .reason = why.message, .place = why.place};
}

models::inheritance inheritance_of(sqlalchemy::table_inheritance how) {
    switch (how) {
    case sqlalchemy::table_inheritance::none:
        return models::inheritance::none;
    case sqlalchemy::table_inheritance::single:
        return models::inheritance::single;
    case sqlalchemy::table_inheritance::joined:
        return models::inheritance::joined;
    case sqlalchemy::table_inheritance::concrete:
        return models::inheritance::concrete;
    }
    throw error{errc::internal, "an inheritance of no kind"};
}

std::vector<models::table> read_tables(declarations& from) {
    std::vector<models::table> tables;
    for (auto const& metadata : from.metadata())
        for (auto const& each : metadata->declared)
            if (each->declaration())
                tables.push_back(describe_table(from.run(), *each));
    take_types_of_referred(tables);
    return tables;
}

/// The classes that are mapped to tables of the MetaData, or would be if more of them were known.
class_list classes_of(declarations const& from) {
    class_list classes;
    for (auto const& each : from.found().models)
        if (std::ranges::count(from.metadata(), each->settings().metadata) != 0)
            classes.push_back(each);
    return classes;
}

models::model describe_class(sqlalchemy::model_class const& of) {
    models::model made{.name = of.name(), .module = of.module(), .place = of.place()};
    made.inheritance = inheritance_of(of.inheritance());
    if (of.parent())
        made.parent = of.parent()->name();
    if (of.table()) {
        made.table = name_of(of.table()->name());
        made.attributes = attributes_of(of);
    }
    for (auto const& each : of.unknown_parts())
        made.unknowns.push_back(unknown_of(each.attribute, each.why));
    try {
        of.require_mapped();
    } catch (error const& why) {
        made.unknowns.push_back(unknown_of("", why.info()));
    }
    return made;
}

void add_classes(std::vector<models::table>& tables, std::vector<models::model> const& models) {
    for (auto const& model : models)
        for (auto& table : tables)
            if (model.table == table.name)
                table.classes.push_back(model.name);
}

} // namespace

} // namespace alembicore::model

namespace alembicore::models {

collection read(project const& of, read_options const& options) {
    if (options.engine == engine::python)
        return alembicore::model::ask_mapper(of, options);
    alembicore::model::declarations declared{of};
    collection made{.origin = declared.origin(), .base = declared.base()};
    made.tables = alembicore::model::read_tables(declared);
    auto const classes = alembicore::model::classes_of(declared);
    for (auto const& each : classes)
        made.models.push_back(alembicore::model::describe_class(*each));
    alembicore::model::add_relationships(declared.run(), classes, made.tables, made.models);
    alembicore::model::add_classes(made.tables, made.models);
    for (auto const& each : declared.found().failed_tables)
        made.unknowns.push_back(alembicore::model::unknown_of(each.name, each.why));
    return made;
}

} // namespace alembicore::models
