#include "model/join.hpp"

#include "python/object.hpp"

#include <algorithm>

namespace alembicore::model {

namespace {

using models::direction;
using models::table_name;

/// A foreign key of one table that leads to another.
struct path {
    models::table const* from;
    models::foreign_key const* key;
};

bool contains(class_tables const& tables, table_name const& name) {
    return std::ranges::find(tables, name) != tables.end();
}

models::table const* find_table(std::vector<models::table> const& tables, table_name const& name) {
    auto const found = std::ranges::find(tables, name, &models::table::name);
    return found == tables.end() ? nullptr : &*found;
}

std::vector<path>
paths_between(std::vector<models::table> const& tables, class_tables const& from, class_tables const& to) {
    std::vector<path> found;
    for (auto const& name : from)
        if (auto const* table = find_table(tables, name))
            for (auto const& key : table->foreign_keys)
                if (contains(to, key.referred))
                    found.push_back({table, &key});
    return found;
}

bool is_same(path const& left, path const& right) {
    return left.key == right.key;
}

/// Both ways, each key once.
std::vector<path>
paths_both_ways(std::vector<models::table> const& tables, class_tables const& left, class_tables const& right) {
    auto found = paths_between(tables, left, right);
    for (auto const& each : paths_between(tables, right, left))
        if (std::ranges::none_of(found, [&](auto const& known) { return is_same(known, each); }))
            found.push_back(each);
    return found;
}

column_places columns_of(path const& of) {
    column_places places;
    for (auto const& column : of.key->columns)
        places.push_back({of.from->name, column});
    return places;
}

bool is_same_set(column_places const& left, column_places const& right) {
    return left.size() == right.size() &&
           std::ranges::all_of(left, [&](auto const& each) { return std::ranges::count(right, each) != 0; });
}

error ambiguous(std::string_view why) {
    return python::not_evaluable("the relationship's join " + std::string{why}, "say foreign_keys=");
}

/// The one path that SQLAlchemy takes.
path only_path(
    std::vector<models::table> const& tables,
    class_tables const& owner,
    class_tables const& target,
    written_join const& written
) {
    auto found = paths_both_ways(tables, {owner.front()}, target);
    if (found.empty())
        found = paths_both_ways(tables, owner, target);
    if (found.size() > 1 && written.foreign) {
        std::erase_if(found, [&](auto const& each) { return !is_same_set(columns_of(each), *written.foreign); });
        if (found.empty())
            throw ambiguous("goes along foreign_keys= that are no foreign key between the two");
    }
    if (found.empty())
        throw ambiguous("has no foreign key between the two classes");
    if (found.size() > 1)
        throw ambiguous("has several foreign keys between the two classes");
    return found.front();
}

std::string on_delete_of(std::vector<models::table> const& tables, column_place const& foreign) {
    if (auto const* table = find_table(tables, foreign.table))
        for (auto const& key : table->foreign_keys)
            if (std::ranges::count(key.columns, foreign.column) != 0)
                return key.on_delete;
    return {};
}

bool refers(std::vector<models::table> const& tables, column_place const& from, column_place const& to) {
    auto const* table = find_table(tables, from.table);
    if (table == nullptr)
        return false;
    return std::ranges::any_of(table->foreign_keys, [&](auto const& key) {
        for (std::size_t at = 0; at < key.columns.size() && at < key.referred_columns.size(); ++at)
            if (key.columns[at] == from.column && key.referred == to.table && key.referred_columns[at] == to.column)
                return true;
        return false;
    });
}

/// A pair of columns that are equal: the foreign one first.
struct equated {
    column_place foreign;
    column_place other;
};

std::vector<equated> pairs_of(path const& along) {
    std::vector<equated> pairs;
    for (std::size_t at = 0; at < along.key->columns.size() && at < along.key->referred_columns.size(); ++at)
        pairs.push_back(
            {{along.from->name, along.key->columns[at]}, {along.key->referred, along.key->referred_columns[at]}}
        );
    return pairs;
}

std::vector<equated> pairs_of(std::vector<models::table> const& tables, written_join const& written) {
    std::vector<equated> pairs;
    for (auto const& [left, right] : *written.pairs) {
        auto const is_foreign = [&](column_place const& each, column_place const& other) {
            return written.foreign ? std::ranges::count(*written.foreign, each) != 0 : refers(tables, each, other);
        };
        bool const left_foreign = is_foreign(left, right);
        bool const right_foreign = is_foreign(right, left);
        if (left_foreign && right_foreign)
            throw ambiguous("has a pair of columns which are both foreign keys");
        if (left_foreign)
            pairs.push_back({left, right});
        else if (right_foreign)
            pairs.push_back({right, left});
    }
    if (pairs.empty())
        throw ambiguous("equates no foreign key");
    return pairs;
}

direction
direction_of(equated const& pair, class_tables const& owner, class_tables const& target, written_join const& written) {
    bool const to_many = contains(target, pair.foreign.table);
    bool const to_one = contains(owner, pair.foreign.table);
    if (!to_many && !to_one)
        throw ambiguous("goes along columns of other tables");
    if (to_many != to_one)
        return to_many ? direction::one_to_many : direction::many_to_one;
    bool const within = contains(owner, pair.other.table) && contains(target, pair.other.table);
    if (!within && !written.remote)
        throw ambiguous("is between classes that share a table");
    if (!written.remote)
        return direction::one_to_many;
    bool const foreign_is_remote = std::ranges::count(*written.remote, pair.foreign) != 0;
    bool const other_is_remote = std::ranges::count(*written.remote, pair.other) != 0;
    if (foreign_is_remote == other_is_remote)
        throw ambiguous("has both sides of a pair of columns, or none, as its remote side");
    return foreign_is_remote ? direction::one_to_many : direction::many_to_one;
}

} // namespace

found_join find_join(
    std::vector<models::table> const& tables,
    class_tables const& owner,
    class_tables const& target,
    written_join const& written
) {
    auto const pairs = written.pairs ? pairs_of(tables, written) : pairs_of(only_path(tables, owner, target, written));
    found_join found{.direction = direction_of(pairs.front(), owner, target, written)};
    for (auto const& pair : pairs) {
        if (direction_of(pair, owner, target, written) != found.direction) {
            // A composite self-reference may share a column between the two sides.
            bool const shared = pair.foreign == pair.other;
            if (!shared)
                throw ambiguous("goes both ways");
        }
        found.foreign.push_back(pair.foreign);
        found.on_delete.push_back(on_delete_of(tables, pair.foreign));
    }
    return found;
}

found_join find_secondary(
    std::vector<models::table> const& tables,
    table_name const& secondary,
    class_tables const& owner,
    class_tables const& target
) {
    found_join found{.direction = direction::many_to_many};
    auto const* table = find_table(tables, secondary);
    if (table == nullptr)
        throw python::not_evaluable("the relationship goes through a table '" + secondary.name + "' that is not known");
    for (auto const& key : table->foreign_keys)
        if (contains(owner, key.referred) || contains(target, key.referred))
            for (auto const& column : key.columns) {
                found.foreign.push_back({table->name, column});
                found.on_delete.push_back(key.on_delete);
            }
    return found;
}

} // namespace alembicore::model
