#include "history/errors.hpp"
#include "history/selection.hpp"

#include <algorithm>
#include <iterator>

namespace alembicore::history {

namespace {

error cannot_be_upgraded_to(std::string_view target) {
    return error{
        errc::bad_target,
        '\'' + std::string{target} + "' leads below the first revision, which is nothing to upgrade to",
        "count fewer steps, or name the revision to go to"};
}

/// Revisions of `set` that no other of them has directly below itself.
std::vector<node> tops(graph const& made, node_set const& set) {
    node_set covered(made.size());
    for (node const at : members(set))
        for (node const below : made.down[at])
            covered.set(below);
    return members(set - covered);
}

/// Where counting up along a branch begins.
std::vector<std::string> start_on_branch(
    graph const& made, resolver const& names, std::string_view label, std::vector<std::string> const& start
) {
    std::vector<node> const rows = require_revisions(names.several(start), label);
    std::vector<node> const on_branch = names.in_lineage(rows, label, kinship::by_parents);
    if (!on_branch.empty())
        return made.ids(on_branch);
    std::vector<node> const implied = names.in_lineage(members(reachable(made.down, rows)), label, kinship::by_parents);
    node_set active(made.size());
    for (node const at : implied)
        active.set(at);
    return made.ids(tops(made, active));
}

/// `+n` and `label@+n`.
node count_up(
    graph const& made,
    resolver const& names,
    relative_text const& target,
    std::vector<std::string> const& start,
    at_the_end behaviour
) {
    std::vector<std::string> const from =
        target.label.empty() ? start : start_on_branch(made, names, target.label, start);
    if (from.size() > 1) {
        error ambiguous{
            errc::bad_target,
            "Ambiguous upgrade from multiple current revisions",
            "say which branch to count on, as in " + from.front() + std::string{target.offset}};
        ambiguous.info().reason = "the current revisions are " + joined(from);
        throw ambiguous;
    }
    auto const first = from.empty() ? std::nullopt : names.one(from.front());
    landing const end = names.walk(first, target.steps, target.label, behaviour);
    if (end.where != landing::place::revision)
        throw too_few_migrations(target.offset, target.steps);
    return end.at;
}

/// `word+n`, `word-n` and `label@word-n`.
landing walk_from_word(resolver const& names, relative_text const& target, at_the_end behaviour) {
    if (target.steps > 0)
        return names.walk(names.one(target.word), target.steps, target.label, behaviour);
    return names.walk(names.one(qualified(target.label, target.word)), target.steps, {}, behaviour);
}

} // namespace

std::string qualified(std::string_view label, std::string_view text) {
    return label.empty() ? std::string{text} : std::string{label} + '@' + std::string{text};
}

std::vector<node> upgrade_targets(
    graph const& made, std::string_view target, std::vector<std::string> const& start, at_the_end behaviour
) {
    resolver const names{made};
    auto const relative = parse_relative(target);
    if (!relative)
        return names.revisions(target);
    if (relative->word.empty()) {
        if (relative->steps <= 0)
            throw too_few_migrations(relative->offset, relative->steps);
        return {count_up(made, names, *relative, start, behaviour)};
    }
    landing const end = walk_from_word(names, *relative, behaviour);
    if (end.where != landing::place::revision)
        throw cannot_be_upgraded_to(target);
    return {end.at};
}

void require_unrelated(graph const& checked, std::span<node const> revisions) {
    for (node const above : revisions) {
        ancestor_probe ancestors{checked.down, checked.levels, above};
        for (node const below : revisions)
            if (below != above && ancestors.contains(below)) {
                error overlap{
                    errc::bad_target,
                    "Requested revision " + checked.id(above) + " overlaps with other requested revisions " +
                        checked.id(below),
                    "name only one of the two"};
                overlap.info().reason = checked.id(below) + " is an ancestor of " + checked.id(above);
                throw overlap;
            }
    }
}

namespace {

/// Alembic never leaves a version table like that, and says no more about it than about revisions that are asked for.
void require_unrelated_rows(graph const& made, std::vector<node> const& rows) {
    try {
        require_unrelated(made, rows);
    } catch (error& overlap) {
        std::string later;
        for (node const at : rows)
            if (std::ranges::none_of(rows, [&](node other) {
                    return other != at && ancestor_probe{made.down, made.levels, other}.contains(at);
                }))
                later += " " + made.id(at);
        overlap.info().reason = "the version table has both, and " + overlap.info().reason;
        overlap.info().remedy =
            "if what they make is all there, leave the later one in it: alembicore stamp --purge" + later;
        throw;
    }
}

} // namespace

selection select_upgrade(graph const& made, std::string_view target, std::vector<node> const& rows) {
    std::vector<node> const targets = upgrade_targets(made, target, made.ids(rows), at_the_end::fail);
    require_unrelated(made, targets);
    require_unrelated_rows(made, rows);
    return {.chosen = reachable(made.down, targets) - reachable(made.down, rows), .heads = targets};
}

} // namespace alembicore::history
