// A schema as a drawing: its tables, and the foreign keys between them.
#include <alembicore/catalog.hpp>

#include <algorithm>
#include <set>

namespace alembicore::catalog {

namespace {

/// A table in `public` goes by its own name.
std::string shown_name(name const& of) {
    return of.schema == "public" ? of.object : of.schema + '.' + of.object;
}

bool is_key(table const& of, std::vector<std::string> const& columns, constraint_kind kind) {
    return std::ranges::any_of(of.constraints, [&](constraint const& each) {
        return each.kind == kind && each.columns == columns;
    });
}

bool is_unique(table const& of, std::vector<std::string> const& columns) {
    return is_key(of, columns, constraint_kind::unique) || is_key(of, columns, constraint_kind::primary_key);
}

bool in_primary_key(table const& of, std::string const& column) {
    return std::ranges::any_of(of.constraints, [&](constraint const& each) {
        return each.kind == constraint_kind::primary_key && std::ranges::count(each.columns, column) != 0;
    });
}

diagram::entity entity_of(table const& of) {
    diagram::entity made{.name = shown_name(of.name), .columns = {}, .comment = of.comment.value_or("")};
    for (auto const& each : of.columns)
        made.columns.push_back({
            .name = each.name,
            .type = each.type,
            .nullable = each.nullable,
            .primary_key = in_primary_key(of, each.name),
            .unique = is_unique(of, {each.name}),
        });
    return made;
}

bool is_nullable(table const& of, std::string const& column) {
    auto const found = std::ranges::find(of.columns, column, &column::name);
    return found == of.columns.end() || found->nullable;
}

diagram::relation relation_of(table const& from, constraint const& key) {
    return {
        .from = shown_name(from.name),
        .from_columns = key.columns,
        .to = shown_name(key.reference->table),
        .to_columns = key.reference->columns,
        .optional = std::ranges::any_of(key.columns, [&](auto const& each) { return is_nullable(from, each); }),
        .one = is_unique(from, key.columns),
        .label = key.name,
    };
}

} // namespace

diagram::drawing drawing_of(snapshot const& of) {
    diagram::drawing made;
    std::set<name> drawn;
    for (auto const& each : of.tables)
        if (each.partition_bound.empty()) {
            made.entities.push_back(entity_of(each));
            drawn.insert(each.name);
        }
    for (auto const& each : of.tables)
        for (auto const& key : each.constraints)
            if (key.reference && drawn.contains(each.name) && drawn.contains(key.reference->table))
                made.relations.push_back(relation_of(each, key));
    return made;
}

} // namespace alembicore::catalog
