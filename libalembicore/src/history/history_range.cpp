#include "history/history_range.hpp"

#include "history/errors.hpp"
#include "history/order.hpp"
#include "history/rows.hpp"
#include "history/selection.hpp"

#include <algorithm>

namespace alembicore::history {

namespace {

/// One end of a range: an identifier, or the rows of the database.
struct range_end {
    std::vector<std::string> texts;
    bool is_rows = false;
};

range_end read_end(std::string const& text, std::string const& when_open, std::vector<std::string> const& rows) {
    if (text == "current" && !rows.empty())
        return {.texts = rows, .is_rows = true};
    return {.texts = {text.empty() || text == "current" ? when_open : text}};
}

error bad_range(revision_range const& range, std::string reason) {
    error bad{
        errc::bad_range,
        "Requested range " + range.lower + ':' + range.upper +
            " does not refer to ancestor/descendant revisions along the same branch",
        "choose a lower end that is an ancestor of the upper end"};
    bad.info().reason = std::move(reason);
    return bad;
}

class range_reader {
public:
    range_reader(graph const& made, revision_range const& range, std::vector<std::string> const& rows)
        : made_(made), names_(made), range_(range), lower_(read_end(range.lower, "base", rows)),
          upper_(read_end(range.upper, "heads", rows)) {
        if (range.lower == "current" && range.upper == "current")
            throw bad_range(range, "only one end can be the current revisions");
    }

    [[nodiscard]] selection read() const {
        std::vector<node> const tops = targets();
        require_unrelated(made_, tops);
        std::vector<node> const bottoms = lower_revisions(reachable(made_.down, tops));
        require_unrelated(made_, bottoms);
        return {.chosen = between(made_, tops, bottoms, walk_end::included, walk_lines::from_lower), .heads = tops};
    }

private:
    [[nodiscard]] std::vector<node> targets() const {
        std::vector<node> found = unfiltered_targets();
        if (lower_.is_rows)
            return found;
        if (auto const label = label_of_lower(made_, lower_.texts.front()))
            std::erase_if(found, [&](node at) { return !std::ranges::binary_search(made_.labels[at], *label); });
        return found;
    }

    [[nodiscard]] std::vector<node> unfiltered_targets() const {
        if (upper_.is_rows)
            return revisions_of_rows(made_, upper_.texts);
        if (upper_.texts.front() == "heads")
            return made_.real_heads();
        return upgrade_targets(made_, upper_.texts.front(), lower_.texts, at_the_end::stay);
    }

    [[nodiscard]] std::vector<node> lower_revisions(node_set const& below_targets) const {
        if (lower_.is_rows)
            return within(revisions_of_rows(made_, lower_.texts), below_targets);
        std::vector<landing> const meant = names_.several(lower_.texts);
        for (landing const& each : meant)
            if (each.where == landing::place::base)
                throw bad_range(range_, "the lower end is below the first revision");
        std::vector<landing> known = meant;
        std::erase_if(known, [](landing const& each) { return each.where == landing::place::beyond; });
        static_cast<void>(within(require_revisions(known, range_.lower), below_targets));
        if (!meant.empty() && meant.front().where == landing::place::beyond)
            return lowest_by_counting();
        return require_revisions(meant, range_.lower);
    }

    /// Counting down from the upper end, as far as there is something.
    [[nodiscard]] std::vector<node> lowest_by_counting() const {
        if (upper_.texts.front() == "heads" || upper_.texts.front() == "head")
            throw bad_range(
                range_, "the lower end is below the first revision; only a revision's id as the upper end allows that"
            );
        auto const goal = find_downgrade_goal(made_, lower_.texts.front(), upper_.texts, at_the_end::stay);
        return goal.revision ? std::vector{*goal.revision} : std::vector<node>{};
    }

    [[nodiscard]] std::vector<node> within(std::vector<node> nodes, node_set const& below_targets) const {
        for (node const each : nodes)
            if (!below_targets.test(each))
                throw bad_range(range_, made_.id(each) + " is not an ancestor of the upper end");
        return nodes;
    }

    graph const& made_;
    resolver names_;
    revision_range const& range_;
    range_end lower_;
    range_end upper_;
};

/// Everything that has an id, so that a project with broken parts can be looked at too.
selection everything(graph const& made) {
    selection all{.chosen = node_set(made.size()), .heads = {}};
    for (node at = 0; at < made.size(); ++at) {
        if (made.id(at).empty())
            continue;
        all.chosen.set(at);
        if (made.all_children[at].empty())
            all.heads.push_back(at);
    }
    return all;
}

bool is_everything(revision_range const& range) {
    return (range.lower.empty() || range.lower == "base") && (range.upper.empty() || range.upper == "heads");
}

} // namespace

std::vector<node> list_history(graph const& made, revision_range const& range, std::vector<std::string> const& rows) {
    return descending_order(made, is_everything(range) ? everything(made) : range_reader{made, range, rows}.read());
}

} // namespace alembicore::history
