#include "history/errors.hpp"
#include "history/selection.hpp"

#include <algorithm>

namespace alembicore::history {

namespace {

error walked_too_far(std::string_view target) {
    return error{
        errc::bad_target,
        "Walked too far: '" + std::string{target} + "' leads past the end of the history",
        "count fewer steps, or name the revision to go to"};
}

error invalid_target(std::string_view target, std::string reason) {
    error wrong{
        errc::bad_target,
        "Destination " + std::string{target} + " is not a valid downgrade target from current head(s)",
        "choose an ancestor of a current revision"};
    wrong.info().reason = std::move(reason);
    return wrong;
}

/// Reads targets of a downgrade that count from the current revisions: `-n` and `label@-n`.
class countdown {
public:
    countdown(graph const& made, relative_text const& target, std::vector<std::string> const& start)
        : made_(made), names_(made), target_(target), start_(start) {}

    [[nodiscard]] downgrade_goal find(at_the_end behaviour) const {
        std::string const from = target_.label.empty() ? first_row() : row_on_branch();
        // Without a label, only what hangs on the chosen row is undone.
        std::string label = target_.label.empty() ? from : std::string{target_.label};
        landing const end = names_.walk(names_.one(qualified(label, from)), target_.steps, {}, behaviour);
        if (end.where == landing::place::beyond)
            throw too_few_migrations(target_.offset, target_.steps);
        return {
            .revision = end.where == landing::place::base ? std::nullopt : std::optional{end.at},
            .label = std::move(label)};
    }

private:
    [[nodiscard]] std::string first_row() const {
        if (start_.empty())
            throw too_few_migrations(target_.offset, target_.steps);
        return start_.front();
    }

    [[nodiscard]] std::string row_on_branch() const {
        std::vector<node> const rows = names_.identified(start_);
        std::vector<node> on_branch = names_.in_lineage(rows, target_.label, kinship::by_parents);
        if (on_branch.empty())
            on_branch = names_.in_lineage(tips_of(made_, rows), target_.label, kinship::by_parents);
        if (on_branch.size() != 1)
            throw not_one(on_branch);
        return made_.id(on_branch.front());
    }

    [[nodiscard]] error not_one(std::vector<node> const& found) const {
        std::string const label{target_.label};
        return invalid_target(
            qualified(target_.label, target_.offset),
            found.empty() ? "no current revision is on branch '" + label + '\''
                          : "several current revisions are on branch '" + label + "': " + joined(made_.ids(found))
        );
    }

    graph const& made_;
    resolver names_;
    relative_text const& target_;
    std::vector<std::string> const& start_;
};

/// `word+n`, `word-n` and the like.
downgrade_goal
count_from_word(resolver const& names, relative_text const& target, std::string_view text, at_the_end behaviour) {
    landing const end = target.steps >= 0
                            ? names.walk(names.one(target.word), target.steps, target.label, behaviour)
                            : names.walk(names.one(qualified(target.label, target.word)), target.steps, {}, behaviour);
    if (end.where == landing::place::beyond)
        throw walked_too_far(text);
    return {
        .revision = end.where == landing::place::base ? std::nullopt : std::optional{end.at},
        .label = std::string{target.label}};
}

/// What is applied and cannot be read may be above the goal as well, unless it is known to be below.
void refuse_what_may_be_above(graph const& made, node goal, std::vector<node> const& rows) {
    require_sound(made, reachable(made.down, rows) - reachable(made.down, std::vector{goal}));
}

} // namespace

std::vector<node> roots_above(graph const& made, std::optional<node> goal) {
    std::vector<node> roots;
    if (goal) {
        roots.assign(made.children[*goal].begin(), made.children[*goal].end());
        return roots;
    }
    for (node at = 0; at < made.size(); ++at)
        if (made.revisions[at].down_revisions.empty() || !made.is_sound(at)) {
            // Once for its id and once for each label, as Alembic counts: from two on, the target's label is looked at.
            roots.insert(roots.end(), 1 + made.revisions[at].branch_labels.size(), at);
        }
    return roots;
}

void keep_ancestors_of_branch(graph const& made, std::string_view label, std::vector<node>& roots) {
    if (label.empty() || roots.size() < 2)
        return;
    node_set const below = reachable(made.parents, std::vector{resolver{made}.branch(label)});
    std::erase_if(roots, [&](node root) { return !below.test(root); });
    if (roots.empty())
        throw error{
            errc::bad_target,
            "Not a valid downgrade target from current heads",
            "nothing above it is on branch '" + std::string{label} + "'; name a revision below that branch"};
}

std::vector<node> tips_of(graph const& searched, std::vector<node> const& rows) {
    node_set const applied = reachable(searched.down, rows);
    std::vector<node> tips = members(applied);
    std::erase_if(tips, [&](node at) {
        return std::ranges::any_of(searched.children[at], [&](node child) { return applied.test(child); });
    });
    return tips;
}

downgrade_goal find_downgrade_goal(
    graph const& made, std::string_view target, std::vector<std::string> const& start, at_the_end behaviour
) {
    resolver const names{made};
    if (auto const relative = parse_relative(target)) {
        if (!relative->word.empty())
            return count_from_word(names, *relative, target, behaviour);
        if (relative->steps >= 0)
            throw too_few_migrations(relative->offset, relative->steps);
        return countdown{made, *relative, start}.find(behaviour);
    }
    auto const [label, text] = split_at_last(target);
    return {.revision = names.one(text), .label = std::string{label}};
}

bool counts_from_one_of_several(std::string_view target, std::vector<std::string> const& start) {
    auto const relative = parse_relative(target);
    return relative && relative->word.empty() && relative->label.empty() && start.size() > 1;
}

selection select_downgrade(graph const& made, std::string_view target, std::vector<node> const& rows) {
    downgrade_goal const goal = find_downgrade_goal(made, target, made.ids(rows), at_the_end::fail);
    std::vector<node> roots = roots_above(made, goal.revision);
    keep_ancestors_of_branch(made, goal.label, roots);
    node_set const undone = reachable(made.all_children, roots) & reachable(made.down, rows);
    if (goal.revision && undone.none() && std::ranges::find(rows, *goal.revision) == rows.end())
        throw invalid_target(
            target,
            "nothing above " + made.id(*goal.revision) + " is applied; the database is at " +
                (rows.empty() ? "base" : joined(made.ids(rows)))
        );
    if (goal.revision)
        refuse_what_may_be_above(made, *goal.revision, rows);
    return {.chosen = undone, .heads = rows};
}

} // namespace alembicore::history
