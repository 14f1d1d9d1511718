// Plans: selected revisions in order, each with what it does to the version table.
#include "history/errors.hpp"
#include "history/order.hpp"
#include "history/rows.hpp"
#include "history/selection.hpp"
#include "history/stamp.hpp"
#include "history/version_rows.hpp"

#include <alembicore/plan.hpp>

#include <algorithm>

namespace alembicore {

using namespace history;

namespace {

std::string_view name_in_log(direction kind) {
    switch (kind) {
    case direction::upgrade:
        return "upgrade";
    case direction::downgrade:
        return "downgrade";
    case direction::stamp:
        break;
    }
    return "stamp_revision";
}

void refuse_range(std::string_view target) {
    if (target.find(':') != std::string_view::npos)
        throw range_not_allowed(target);
}

/// Several heads are reported for the target as it was asked for.
template <typename Select>
selection select_for(std::string_view target, Select const& select) {
    refuse_range(target);
    try {
        return select();
    } catch (error const& thrown) {
        if (thrown.code() != errc::multiple_heads)
            throw;
        error_info info = thrown.info();
        info.message = multiple_heads_message(target);
        throw error{std::move(info)};
    }
}

/// What hangs on revisions that cannot be seen may be applied already, unless it is above the rows.
void refuse_what_may_be_applied(graph const& made, selection const& needed, std::vector<node> const& rows) {
    if (!needed.chosen.is_subset_of(reachable(made.all_children, rows)))
        require_sound(made, reachable(made.down, rows));
}

step describe_step(graph const& made, direction kind, node at) {
    revision const& described = made.revisions[at];
    step made_step;
    made_step.kind = kind;
    made_step.revision = described.id;
    made_step.from = described.down_revisions;
    made_step.to = {described.id};
    if (kind == direction::downgrade)
        std::swap(made_step.from, made_step.to);
    made_step.path = described.path;
    made_step.doc = described.message();
    return made_step;
}

step describe_step(graph const& made, stamp_move const& move) {
    step made_step;
    made_step.kind = direction::stamp;
    made_step.from = made.ids(move.from);
    if (move.to) {
        made_step.revision = made.id(*move.to);
        made_step.to = {made_step.revision};
        made_step.path = made.revisions[*move.to].path;
    }
    return made_step;
}

plan begin(direction kind, std::string target, std::vector<std::string> const& current) {
    plan made;
    made.direction = kind;
    made.from = current;
    made.target = std::move(target);
    return made;
}

} // namespace

plan plan_upgrade(revision_graph const& graph, std::string_view target, std::vector<std::string> const& current) {
    auto const& made = graph.internals();
    std::vector<node> const from = revisions_of_rows(made, current);
    selection const needed = select_for(target, [&] { return select_upgrade(made, target, from); });
    require_sound(made, needed.chosen);
    refuse_what_may_be_applied(made, needed, from);
    std::vector<node> order = descending_order(made, needed);
    std::ranges::reverse(order);

    plan decided = begin(direction::upgrade, std::string{target}, current);
    version_rows rows{made, from};
    for (node const at : order) {
        decided.steps.push_back(describe_step(made, direction::upgrade, at));
        decided.steps.back().version_rows = rows.apply(at);
    }
    decided.heads_after = made.ids(rows.rows());
    return decided;
}

plan plan_downgrade(revision_graph const& graph, std::string_view target, std::vector<std::string> const& current) {
    auto const& made = graph.internals();
    std::vector<node> const from = revisions_of_rows(made, current);
    selection const undone = select_for(target, [&] { return select_downgrade(made, target, from); });
    require_sound(made, undone.chosen);

    plan decided = begin(direction::downgrade, std::string{target}, current);
    if (counts_from_one_of_several(target, current))
        decided.warnings.push_back(
            "'" + std::string{target} + "' counts from " + current.front() + ", one of the current revisions " +
            joined(current) + "; name the branch (branch@" + std::string{target} + ") or the revision to go to"
        );
    version_rows rows{made, from};
    for (node const at : descending_order(made, undone)) {
        decided.steps.push_back(describe_step(made, direction::downgrade, at));
        decided.steps.back().version_rows = rows.undo(at);
    }
    decided.heads_after = made.ids(rows.rows());
    return decided;
}

plan plan_stamp(
    revision_graph const& graph, std::vector<std::string> const& targets, std::vector<std::string> const& current
) {
    auto const& made = graph.internals();
    std::ranges::for_each(targets, refuse_range);
    std::vector<node> const from = revisions_of_rows(made, current);

    plan decided = begin(direction::stamp, joined(targets), current);
    version_rows rows{made, from};
    for (stamp_move const& move : plan_moves(made, targets, from)) {
        decided.steps.push_back(describe_step(made, move));
        decided.steps.back().version_rows = rows.stamp(move);
    }
    decided.heads_after = made.ids(rows.rows());
    return decided;
}

namespace {

void apply_to(std::vector<std::string>& rows, row_change const& change) {
    if (change.kind == row_change_kind::insert_row)
        return rows.push_back(change.to);
    auto const row = std::ranges::find(rows, change.from);
    if (row == rows.end())
        throw error{
            errc::version_mismatch,
            "The version table has no row '" + change.from + '\'',
            "make a new plan from the rows as they are now"};
    if (change.kind == row_change_kind::update_row)
        *row = change.to;
    else
        rows.erase(row);
}

} // namespace

std::string render_move(step const& of) {
    auto const joined = [](std::vector<std::string> const& ids) {
        std::string text;
        for (auto const& id : ids)
            text += (text.empty() ? "" : ", ") + id;
        return text;
    };
    return std::string{name_in_log(of.kind)} + " " + joined(of.from) + " -> " + joined(of.to);
}

std::vector<std::string> rows_after(std::vector<row_change> const& changes, std::vector<std::string> rows) {
    for (row_change const& change : changes)
        apply_to(rows, change);
    return rows;
}

} // namespace alembicore
