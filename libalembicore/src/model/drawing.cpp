// Models as a drawing: their tables, and the foreign keys between them.
#include <alembicore/models.hpp>

#include <algorithm>

namespace alembicore::models {

namespace {

std::string shown_name(table_name const& of) {
    return of.schema.empty() ? of.name : of.schema + '.' + of.name;
}

bool is_unique(table const& of, std::vector<std::string> const& columns) {
    bool const by_index =
        std::ranges::any_of(of.indexes, [&](index const& each) { return each.unique && each.elements == columns; });
    return by_index || (of.primary_key && of.primary_key->columns == columns) ||
           std::ranges::any_of(of.unique, [&](key const& each) { return each.columns == columns; });
}

diagram::entity entity_of(table const& of) {
    diagram::entity made{.name = shown_name(of.name), .columns = {}, .comment = of.comment.value_or("")};
    for (auto const& each : of.columns)
        made.columns.push_back({
            .name = each.name,
            .type = each.type.empty() ? "?" : each.type,
            .nullable = each.nullable,
            .primary_key = each.primary_key,
            .unique = is_unique(of, {each.name}),
        });
    return made;
}

bool is_nullable(table const& of, std::string const& column) {
    auto const found = std::ranges::find(of.columns, column, &column::name);
    return found == of.columns.end() || found->nullable;
}

} // namespace

diagram::drawing drawing_of(collection const& of) {
    diagram::drawing made;
    for (auto const& each : of.tables)
        made.entities.push_back(entity_of(each));
    for (auto const& from : of.tables)
        for (auto const& key : from.foreign_keys)
            if (std::ranges::find(of.tables, key.referred, &table::name) != of.tables.end())
                made.relations.push_back({
                    .from = shown_name(from.name),
                    .from_columns = key.columns,
                    .to = shown_name(key.referred),
                    .to_columns = key.referred_columns,
                    .optional =
                        std::ranges::any_of(key.columns, [&](auto const& each) { return is_nullable(from, each); }),
                    .one = is_unique(from, key.columns),
                    .label = key.name.value_or(""),
                });
    return made;
}

} // namespace alembicore::models
