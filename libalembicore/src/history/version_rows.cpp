#include "history/version_rows.hpp"

#include <algorithm>

namespace alembicore::history {

namespace {

error does_not_fit(std::string const& id, std::string reason) {
    error misfit{
        errc::bad_target,
        "The version rows cannot follow this step at revision " + id,
        "stamp the database with the revisions it really is at, or name fewer destinations"};
    misfit.info().reason = std::move(reason);
    return misfit;
}

std::vector<node> without(std::vector<node> const& all, node left_out) {
    std::vector<node> rest;
    std::ranges::remove_copy(all, std::back_inserter(rest), left_out);
    return rest;
}

} // namespace

bool version_rows::holds(node row) const {
    return std::ranges::find(rows_, row) != rows_.end();
}

bool version_rows::is_implied(node candidate, std::vector<node> const& by) {
    return std::ranges::any_of(by, [&](node above) {
        auto const probe = probes_.try_emplace(above, made_->down, made_->levels, above).first;
        return probe->second.contains(candidate);
    });
}

std::vector<row_change> version_rows::apply(node revision) {
    std::vector<node> present;
    std::vector<node> others = rows_;
    for (node const below : made_->down[revision])
        if (holds(below)) {
            present.push_back(below);
            std::erase(others, below);
        }
    if (present.size() > 1)
        std::erase_if(present, [&](node below) { return is_implied(below, others); });
    return merge(present, revision);
}

std::vector<row_change> version_rows::undo(node revision) {
    if (!holds(revision))
        throw does_not_fit(made_->id(revision), "it is not among the rows of the version table");
    std::vector<row_change> changes;
    std::vector<node> const left = left_after(revision);
    if (left.empty()) {
        remove(revision, changes);
        return changes;
    }
    for (node const each : std::span{left}.first(left.size() - 1))
        insert(each, changes);
    replace(revision, left.back(), changes);
    return changes;
}

/// The revisions below the undone one that no other row implies; without other rows, those that do not imply each
/// other.
std::vector<node> version_rows::left_after(node undone) {
    auto const down = made_->down[undone];
    std::vector<node> left(down.begin(), down.end());
    std::vector<node> const others = without(rows_, undone);
    std::vector<node> const below = left;
    std::erase_if(left, [&](node each) { return is_implied(each, others.empty() ? without(below, each) : others); });
    return left;
}

std::vector<row_change> version_rows::stamp(stamp_move const& move) {
    std::vector<row_change> changes;
    if (move.what == stamp_move::kind::remove) {
        remove(move.from.front(), changes);
        return changes;
    }
    bool const all_there = std::ranges::all_of(move.from, [&](node row) { return holds(row); });
    if (move.what == stamp_move::kind::insert || (move.what == stamp_move::kind::raise && !all_there)) {
        insert(*move.to, changes);
        return changes;
    }
    return merge(move.from, *move.to);
}

/// All of `from` become one row; without any, a new row begins.
std::vector<row_change> version_rows::merge(std::vector<node> const& from, node to) {
    std::vector<row_change> changes;
    if (from.empty()) {
        insert(to, changes);
        return changes;
    }
    for (node const each : std::span{from}.first(from.size() - 1))
        remove(each, changes);
    replace(from.back(), to, changes);
    return changes;
}

void version_rows::insert(node row, std::vector<row_change>& changes) {
    if (holds(row))
        throw does_not_fit(made_->id(row), "it is a row of the version table already");
    rows_.push_back(row);
    changes.push_back({.kind = row_change_kind::insert_row, .from = {}, .to = made_->id(row)});
}

void version_rows::remove(node row, std::vector<row_change>& changes) {
    if (std::erase(rows_, row) == 0)
        throw does_not_fit(made_->id(row), "another destination has taken this row already");
    probes_.erase(row);
    changes.push_back({.kind = row_change_kind::delete_row, .from = made_->id(row), .to = {}});
}

void version_rows::replace(node from, node to, std::vector<row_change>& changes) {
    auto const place = std::ranges::find(rows_, from);
    if (place == rows_.end())
        throw does_not_fit(made_->id(from), "another destination has taken this row already");
    if (holds(to))
        throw does_not_fit(made_->id(to), "it is a row of the version table already");
    *place = to;
    probes_.erase(from);
    changes.push_back({.kind = row_change_kind::update_row, .from = made_->id(from), .to = made_->id(to)});
}

} // namespace alembicore::history
