#include "data/order.hpp"

#include <algorithm>

namespace alembicore::data {

namespace {

constexpr std::string_view row_alias = "alembicore_row";

std::size_t number_of(shape const& of, shape_column const& column) {
    return static_cast<std::size_t>(&column - of.columns.data());
}

/// All keys in one direction and never NULL: one comparison of rows, which an index over them answers.
bool comparable_together(shape const& of, row_order const& order) {
    return std::ranges::all_of(order, [&](order_key const& each) {
        return each.descending == order.front().descending && !of.columns[each.column].shown.nullable;
    });
}

void write_equal(statement& to, shape const& of, order_key const& key, value const& at) {
    auto const& column = of.columns[key.column];
    to.name(column.shown.name);
    if (at)
        (to << " = ").parameter(at, column.cast);
    else
        to << " IS NULL";
}

void write_together(statement& to, shape const& of, row_order const& order, std::vector<value> const& position) {
    to << "(";
    for (std::size_t i = 0; i < order.size(); ++i)
        (to << (i == 0 ? "" : ", ")).name(of.columns[order[i].column].shown.name);
    to << (order.front().descending ? ") < (" : ") > (");
    for (std::size_t i = 0; i < order.size(); ++i)
        (to << (i == 0 ? "" : ", ")).parameter(position[i], of.columns[order[i].column].cast);
    to << ")";
}

} // namespace

row_order order_of(shape const& of, std::vector<sort_key> const& sort) {
    row_order order;
    for (auto const& each : sort)
        order.push_back({
            .column = number_of(of, of.column(each.column)),
            .descending = each.descending,
            .nulls_first = each.nulls_first.value_or(each.descending),
        });
    bool const descending = !order.empty() && order.back().descending;
    for (auto const column : of.key)
        if (std::ranges::find(order, column, &order_key::column) == order.end())
            order.push_back({.column = column, .descending = descending, .nulls_first = descending});
    return order;
}

row_order reversed(row_order order) {
    for (auto& each : order) {
        each.descending = !each.descending;
        each.nulls_first = !each.nulls_first;
    }
    return order;
}

void write_from(statement& to, shape const& of) {
    (to << " FROM ").name(of.name) << " AS " << row_alias;
}

void write_order(statement& to, shape const& of, row_order const& order) {
    std::string_view separator = " ORDER BY ";
    for (auto const& each : order) {
        (to << separator << row_alias << ".").name(of.columns[each.column].shown.name);
        if (each.descending)
            to << " DESC";
        if (each.nulls_first != each.descending)
            to << (each.nulls_first ? " NULLS FIRST" : " NULLS LAST");
        separator = ", ";
    }
}

std::vector<stretch> stretches_after(shape const& of, row_order const& order, std::vector<value> const& position) {
    using enum stretch::beyond;
    if (comparable_together(of, order))
        return {{.equal = 0, .how = together}};
    std::vector<stretch> all;
    for (std::size_t i = order.size(); i-- > 0;) {
        bool const nulls_follow = of.columns[order[i].column].shown.nullable && !order[i].nulls_first;
        if (position[i]) {
            all.push_back({.equal = i, .how = greater});
            if (nulls_follow)
                all.push_back({.equal = i, .how = null});
        } else if (order[i].nulls_first)
            all.push_back({.equal = i, .how = not_null});
    }
    return all;
}

void write_stretch(
    statement& to, shape const& of, row_order const& order, std::vector<value> const& position, stretch const& wanted
) {
    using enum stretch::beyond;
    if (wanted.how == together)
        return write_together(to, of, order, position);
    for (std::size_t i = 0; i < wanted.equal; ++i) {
        write_equal(to, of, order[i], position[i]);
        to << " AND ";
    }
    auto const& key = order[wanted.equal];
    auto const& column = of.columns[key.column];
    to.name(column.shown.name);
    if (wanted.how == greater)
        (to << (key.descending ? " < " : " > ")).parameter(position[wanted.equal], column.cast);
    else
        to << (wanted.how == null ? " IS NULL" : " IS NOT NULL");
}

} // namespace alembicore::data
