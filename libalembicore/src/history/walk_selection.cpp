// Walks as Alembic's `iterate_revisions` makes them, with all of its options.
#include "history/errors.hpp"
#include "history/selection.hpp"

#include <algorithm>

namespace alembicore::history {

namespace {

error not_below(std::string reason) {
    error bad{
        errc::bad_range,
        "The lower end of the range is not an ancestor of its upper end",
        "choose a lower end that is an ancestor of the upper end"};
    bad.info().reason = std::move(reason);
    return bad;
}

at_the_end behaviour_of(walk_steps steps) {
    return steps == walk_steps::exact ? at_the_end::fail : at_the_end::stay;
}

std::string text_of(std::vector<std::string> const& end) {
    return end.empty() ? "base" : joined(end);
}

class upgrade_walk {
public:
    upgrade_walk(graph const& made, walk_request const& wanted) : made_(made), names_(made), wanted_(wanted) {}

    [[nodiscard]] selection select() const {
        std::vector<node> const tops = targets();
        require_unrelated(made_, tops);
        std::vector<node> const bottoms = lower_revisions(reachable(made_.down, tops));
        require_unrelated(made_, bottoms);
        return {.chosen = between(made_, tops, bottoms, wanted_.end, wanted_.lines), .heads = tops};
    }

private:
    [[nodiscard]] std::vector<node> targets() const {
        std::vector<node> found;
        if (wanted_.upper.size() == 1)
            found = upgrade_targets(made_, wanted_.upper.front(), wanted_.lower, behaviour_of(wanted_.steps));
        else
            found = require_revisions(names_.several(wanted_.upper), text_of(wanted_.upper));
        keep_first_of_each(found);
        auto const label = wanted_.lower.size() == 1 ? label_of_lower(made_, wanted_.lower.front()) : std::nullopt;
        if (label)
            std::erase_if(found, [&](node at) { return !std::ranges::binary_search(made_.labels[at], *label); });
        return found;
    }

    static void keep_first_of_each(std::vector<node>& nodes) {
        std::vector<node> kept;
        for (node const each : nodes)
            if (std::ranges::find(kept, each) == kept.end())
                kept.push_back(each);
        nodes = std::move(kept);
    }

    [[nodiscard]] std::vector<node> lower_revisions(node_set const& below_targets) const {
        std::vector<landing> const meant = names_.several(wanted_.lower);
        std::vector<node> known;
        for (landing const& each : meant) {
            if (each.where == landing::place::base && wanted_.lines == walk_lines::from_lower)
                throw not_below(text_of(wanted_.lower) + " is below the first revision");
            if (each.where == landing::place::revision)
                known.push_back(each.at);
        }
        if (wanted_.lines == walk_lines::from_lower)
            for (node const each : known)
                if (!below_targets.test(each))
                    throw not_below(made_.id(each) + " is not an ancestor of " + text_of(wanted_.upper));
        if (meant.empty() || meant.front().where != landing::place::beyond)
            return known;
        auto const goal = find_downgrade_goal(made_, wanted_.lower.front(), wanted_.upper, behaviour_of(wanted_.steps));
        return goal.revision ? std::vector{*goal.revision} : std::vector<node>{};
    }

    graph const& made_;
    resolver names_;
    walk_request const& wanted_;
};

std::string single_target(std::vector<std::string> const& lower) {
    if (lower.size() > 1)
        throw error{errc::bad_target, "a downgrade has one target", "name one revision"};
    return lower.empty() ? "base" : lower.front();
}

selection select_downgrade_walk(graph const& made, walk_request const& wanted) {
    resolver const names{made};
    std::string const target = single_target(wanted.lower);
    auto const goal = find_downgrade_goal(made, target, wanted.upper, behaviour_of(wanted.steps));
    bool const goal_goes_too = goal.revision && wanted.end == walk_end::included;
    std::vector<node> roots = goal_goes_too ? std::vector{*goal.revision} : roots_above(made, goal.revision);
    keep_ancestors_of_branch(made, goal.label, roots);
    std::vector<node> const heads = require_revisions(names.several(wanted.upper), text_of(wanted.upper));
    node_set const active = reachable(made.down, heads);
    node_set undone = reachable(made.all_children, roots) & active;
    if (wanted.lines == walk_lines::all)
        undone |= active - reachable(made.down, roots);
    if (goal.revision && undone.none() && std::ranges::find(heads, *goal.revision) == heads.end())
        throw not_below("nothing above " + made.id(*goal.revision) + " is there at " + text_of(wanted.upper));
    return {.chosen = std::move(undone), .heads = heads};
}

} // namespace

node_set between(
    graph const& in, std::vector<node> const& tops, std::vector<node> const& bottoms, walk_end end, walk_lines lines
) {
    node_set chosen = reachable(in.down, tops);
    if (bottoms.empty())
        return chosen;
    chosen -= reachable(in.down, bottoms);
    if (end == walk_end::included)
        for (node const bottom : bottoms)
            chosen.set(bottom);
    if (lines == walk_lines::from_lower)
        chosen &= reachable(in.children, bottoms);
    return chosen;
}

std::optional<std::string> label_of_lower(graph const& in, std::string_view lower) {
    if (lower.find('@') == lower.npos)
        return std::nullopt;
    std::string label{split_at_first(lower).label};
    auto const revision = resolver{in}.one(label);
    if (!revision || in.id(*revision) != label)
        return label;
    if (in.labels[*revision].size() != 1)
        throw not_below("revision " + label + " does not have exactly one branch label");
    return in.labels[*revision].front();
}

selection select_walk(graph const& along, walk_request const& wanted) {
    return wanted.purpose == walk_purpose::upgrade ? upgrade_walk{along, wanted}.select()
                                                   : select_downgrade_walk(along, wanted);
}

} // namespace alembicore::history
