#include "history/stamp.hpp"

#include "history/errors.hpp"
#include "history/resolve.hpp"

#include <algorithm>

namespace alembicore::history {

namespace {

/// Rows that have to do with one of the destinations, by any link.
std::vector<node>
concerned(resolver const& names, std::vector<std::string> const& destinations, std::vector<node> const& rows) {
    std::vector<node> found;
    for (std::string const& destination : destinations)
        for (node const row : names.in_lineage(rows, destination, kinship::by_all_links))
            if (std::ranges::find(found, row) == found.end())
                found.push_back(row);
    return found;
}

std::vector<stamp_move> remove_all(std::vector<node> const& rows) {
    std::vector<stamp_move> moves;
    for (node const row : rows)
        moves.push_back({.what = stamp_move::kind::remove, .from = {row}, .to = {}});
    return moves;
}

bool meets(node_set const& set, std::vector<node> const& rows) {
    return std::ranges::any_of(rows, [&](node row) { return set.test(row); });
}

stamp_move move_to(graph const& made, node destination, std::vector<node> const& rows) {
    require_sound(made, destination);
    bool const below_rows = meets(reachable(made.all_children, std::vector{destination}), rows);
    bool const above_rows = meets(reachable(made.down, std::vector{destination}), rows);
    if (below_rows && above_rows)
        throw error{
            errc::bad_target,
            "Revision " + made.id(destination) + " lies between rows of the version table: " + joined(made.ids(rows)),
            "purge the rows first, then stamp all revisions the database is at"};
    if (below_rows)
        return {.what = stamp_move::kind::lower, .from = rows, .to = destination};
    if (above_rows)
        return {.what = stamp_move::kind::raise, .from = rows, .to = destination};
    return {.what = stamp_move::kind::insert, .from = {}, .to = destination};
}

} // namespace

std::vector<stamp_move>
plan_moves(graph const& made, std::vector<std::string> const& destinations, std::vector<node> const& rows) {
    resolver const names{made};
    std::vector<node> const from = concerned(names, destinations, rows);
    std::vector<landing> const meant = names.several(destinations);
    if (meant.empty())
        return remove_all(destinations.empty() ? rows : from);
    std::vector<stamp_move> moves;
    for (node const destination : require_revisions(meant, joined(destinations)))
        if (std::ranges::find(from, destination) == from.end())
            moves.push_back(move_to(made, destination, from));
    if (std::ranges::any_of(moves, [](stamp_move const& each) { return each.what == stamp_move::kind::insert; }))
        require_sound(made, reachable(made.down, rows));
    return moves;
}

} // namespace alembicore::history
