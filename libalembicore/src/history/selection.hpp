// Which revisions a target selects, given the rows of a database.
#pragma once

#include "history/resolve.hpp"

#include <alembicore/revision_walk.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace alembicore::history {

/// Revisions to run, and the ones where walking down them begins.
struct selection {
    node_set chosen;
    std::vector<node> heads;
};

/// What `upgrade target` has to apply. `rows` must not be ancestors of each other.
/// Errors: those of resolver, bad_target.
[[nodiscard]] selection select_upgrade(graph const& from, std::string_view target, std::vector<node> const& rows);

/// What `downgrade target` has to undo. Errors: those of resolver, bad_target.
[[nodiscard]] selection select_downgrade(graph const& from, std::string_view target, std::vector<node> const& rows);

/// What a walk goes through. Errors: those of `walk`.
[[nodiscard]] selection select_walk(graph const& along, walk_request const& wanted);

/// What lies between two ends.
[[nodiscard]] node_set between(
    graph const& in, std::vector<node> const& tops, std::vector<node> const& bottoms, walk_end end, walk_lines lines
);

/// For `label@…` as the lower end the label, whose revisions alone a walk then aims at; a revision's id stands for the
/// one label it has. Nullopt: the end names none. Errors: those of resolver; bad_range.
[[nodiscard]] std::optional<std::string> label_of_lower(graph const& in, std::string_view lower);

/// The revisions that a downgrade to `goal` undoes first of all, but for what hangs on them. Unsound ones stand for
/// what cannot be seen below them.
[[nodiscard]] std::vector<node> roots_above(graph const& made, std::optional<node> goal);

/// Without a label all stay. Errors: bad_target where none is left.
void keep_ancestors_of_branch(graph const& made, std::string_view label, std::vector<node>& roots);

/// The revisions that an upgrade's target means. `start` are identifiers: the rows, or the lower end of a range.
/// Errors: those of resolver, bad_target.
[[nodiscard]] std::vector<node> upgrade_targets(
    graph const& from, std::string_view target, std::vector<std::string> const& start, at_the_end behaviour
);

/// Where a downgrade's target leads, and the branch that it names.
struct downgrade_goal {
    std::optional<node> revision; ///< nullopt: base
    std::string label;            ///< empty: none
};

[[nodiscard]] downgrade_goal find_downgrade_goal(
    graph const& from, std::string_view target, std::vector<std::string> const& start, at_the_end behaviour
);

/// Whether a downgrade's target counts from the first of several rows, since it names no branch.
[[nodiscard]] bool counts_from_one_of_several(std::string_view target, std::vector<std::string> const& start);

/// `label@text`, or `text` where there is no label.
[[nodiscard]] std::string qualified(std::string_view label, std::string_view text);

/// Refuses revisions of which one is an ancestor of another: no database can be at both. Errors: bad_target.
void require_unrelated(graph const& checked, std::span<node const> revisions);

/// The branch tips among these revisions and all they imply, in load order.
[[nodiscard]] std::vector<node> tips_of(graph const& searched, std::vector<node> const& rows);

} // namespace alembicore::history
