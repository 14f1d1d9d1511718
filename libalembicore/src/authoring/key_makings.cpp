// Keys and indexes that CREATE TABLE does not make.
#include "authoring/catalog_parts.hpp"
#include "authoring/making.hpp"
#include "catalog/definition.hpp"

namespace alembicore::authoring {

using catalog::constraint_kind;
using catalog::quoted;

std::vector<making> table_makings::keys() const {
    std::vector<making> made;
    for (auto const& each : whole_.tables) {
        for (auto const& constraint : each.constraints)
            if (is_apart(each, constraint) && constraint.kind != constraint_kind::foreign_key)
                made.push_back(constraint_making(each, constraint));
        for (auto const& index : each.indexes)
            if (index.constraint.empty())
                made.push_back(index_making(each, index));
    }
    for (auto const& each : whole_.tables)
        for (auto const& index : each.indexes)
            if (index.parent) {
                auto& added = made.emplace_back();
                added.key = "index " + quoted(each.name) + '.' + quoted(index.name);
                added.make.push_back(statement(
                    "ALTER INDEX " + quoted(*index.parent) + " ATTACH PARTITION " + quoted(each.name.schema) + '.' +
                    quoted(index.name)
                ));
            }
    for (auto const& each : whole_.tables)
        for (auto const& constraint : each.constraints)
            if (is_apart(each, constraint) && constraint.kind == constraint_kind::foreign_key)
                made.push_back(constraint_making(each, constraint));
    return made;
}

/// Foreign keys and checks of partitions and children come with those of their parents. Keys do not: their indexes are
/// attached.
bool table_makings::is_apart(catalog::table const& table, catalog::constraint const& each) const {
    if (within_.contains({table.name, each.name}))
        return false;
    bool const comes_with_parent = each.kind == constraint_kind::foreign_key || each.kind == constraint_kind::check;
    return !(each.inherited && comes_with_parent);
}

making table_makings::constraint_making(catalog::table const& table, catalog::constraint const& each) const {
    making made;
    auto const called = quoted(table.name);
    bool const foreign_key = each.kind == constraint_kind::foreign_key;
    made.key = "constraint " + called + '.' + quoted(each.name);
    auto const known = is_in_partitioning(table) ? std::nullopt : constraint_of(each, names_);
    if (known)
        made.make.emplace_back(operation::add_constraint{.table = names_.of(table.name), .constraint = *known});
    else
        made.make.push_back(statement(
            std::string{foreign_key ? "ALTER TABLE " : "ALTER TABLE ONLY "} + called + " ADD CONSTRAINT " +
            quoted(each.name) + ' ' + each.definition
        ));
    if (foreign_key || standing_.contains(table.name))
        made.unmake.emplace_back(operation::drop_constraint{
            .table = names_.of(table.name),
            .name = {.name = {.text = each.name, .quote = {}}, .origin = schema::name_origin::generated}});
    add_comment(made, "CONSTRAINT " + quoted(each.name) + " ON " + called, each.comment);
    return made;
}

making table_makings::index_making(catalog::table const& table, catalog::index const& each) const {
    making made;
    made.key = "index " + quoted(table.name) + '.' + quoted(each.name);
    if (auto index = index_of(table, each, names_))
        made.make.emplace_back(operation::create_index{.index = *std::move(index)});
    else
        made.make.push_back(statement(each.definition));
    if (standing_.contains(table.name))
        made.unmake.emplace_back(operation::drop_index{
            .name = {.name = {.text = each.name, .quote = {}}, .origin = schema::name_origin::generated},
            .schema = names_.of({table.name.schema, each.name}).schema});
    add_comment(made, "INDEX " + quoted(table.name.schema) + '.' + quoted(each.name), each.comment);
    return made;
}

} // namespace alembicore::authoring
