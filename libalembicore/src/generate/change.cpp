#include "generate/change.hpp"

#include <iterator>
#include <utility>

namespace alembicore::generate {

namespace {

table_change reverse(add_column const& of) {
    return drop_column{of.made};
}

table_change reverse(drop_column const& of) {
    return add_column{of.gone};
}

/// What has changed and what it was trade places.
table_change reverse(alter_column of) {
    if (of.type)
        std::swap(*of.type, of.existing_type);
    if (of.nullable)
        std::swap(*of.nullable, of.existing_nullable);
    if (of.default_value)
        std::swap(*of.default_value, of.existing_default);
    if (of.comment)
        std::swap(*of.comment, of.existing_comment);
    return of;
}

table_change reverse(create_index const& of) {
    return drop_index{of.made};
}

table_change reverse(drop_index const& of) {
    return create_index{of.gone};
}

table_change reverse(add_constraint const& of) {
    return drop_constraint{of.made};
}

table_change reverse(drop_constraint const& of) {
    return add_constraint{of.gone};
}

table_change reverse(change_table_comment const& of) {
    return change_table_comment{.comment = of.existing, .existing = of.comment};
}

change reverse(create_table const& of) {
    return drop_table{of.made};
}

change reverse(drop_table const& of) {
    return create_table{of.gone};
}

change reverse(modify_table const& of) {
    modify_table made{.table = of.table};
    for (auto each = of.changes.rbegin(); each != of.changes.rend(); ++each)
        made.changes.push_back(std::visit([](auto const& chosen) { return reverse(chosen); }, *each));
    return made;
}

} // namespace

std::vector<change> reversed(std::vector<change> const& of) {
    std::vector<change> made;
    for (auto each = of.rbegin(); each != of.rend(); ++each)
        made.push_back(std::visit([](auto const& chosen) { return reverse(chosen); }, *each));
    return made;
}

} // namespace alembicore::generate
