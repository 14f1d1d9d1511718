// The rows of the version table while steps are made.
#pragma once

#include "history/graph.hpp"

#include <alembicore/plan.hpp>

#include <optional>
#include <unordered_map>
#include <vector>

namespace alembicore::history {

/// One move of a stamp.
struct stamp_move {
    enum class kind {
        remove, ///< a row goes
        insert, ///< a branch that has no row yet
        raise,  ///< rows below the destination become it
        lower   ///< rows above the destination become it
    };

    kind what = kind::insert;
    std::vector<node> from;
    std::optional<node> to;
};

class version_rows {
public:
    /// `made` must outlive the rows.
    version_rows(graph const& made, std::vector<node> rows) : made_(&made), rows_(std::move(rows)) {}

    /// What applying, undoing or stamping changes; the rows are then changed accordingly. Where Alembic leaves the
    /// order of changes to chance, revisions come in file order. Errors: bad_target when the rows do not fit the step.
    [[nodiscard]] std::vector<row_change> apply(node revision);
    [[nodiscard]] std::vector<row_change> undo(node revision);
    [[nodiscard]] std::vector<row_change> stamp(stamp_move const& move);

    [[nodiscard]] std::vector<node> const& rows() const noexcept { return rows_; }

private:
    [[nodiscard]] bool holds(node row) const;
    [[nodiscard]] std::vector<node> left_after(node undone);
    [[nodiscard]] bool is_implied(node candidate, std::vector<node> const& by);

    void insert(node row, std::vector<row_change>& changes);
    void remove(node row, std::vector<row_change>& changes);
    void replace(node from, node to, std::vector<row_change>& changes);
    std::vector<row_change> merge(std::vector<node> const& from, node to);

    graph const* made_;
    std::vector<node> rows_;
    std::unordered_map<node, ancestor_probe> probes_; ///< of rows and those that nearly were
};

} // namespace alembicore::history
