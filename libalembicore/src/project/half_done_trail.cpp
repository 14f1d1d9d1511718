#include "project/half_done_trail.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <utility>

namespace alembicore::project_half_done {

namespace {

constexpr std::size_t most_runs = 20;

std::size_t permanent(journal::recorded_step const& of) {
    return static_cast<std::size_t>(std::ranges::count(of.statements, true, &journal::statement::finished));
}

plan toward(revision_graph const& graph, trail const& left, std::vector<std::string> const& rows) {
    if (left.step.kind == direction::upgrade)
        return plan_upgrade(graph, left.step.revision, rows);
    return plan_downgrade(graph, left.run.to.empty() ? std::string{"base"} : left.run.to.front(), rows);
}

} // namespace

std::optional<trail> find_trail(database& in) {
    std::optional<trail> furthest;
    bool undoing = false;
    for (auto const& each : journal::list(in, {.most = most_runs, .before = {}})) {
        if (each.kind == journal::run_kind::sql_file)
            continue;
        auto run = journal::find(in, each.number);
        if (!run || run->outcome == journal::outcome::done)
            break;
        if (run->steps.empty())
            continue; // it was rolled back as a whole
        if (run->kind == journal::run_kind::undoing) {
            undoing = true;
            continue;
        }
        auto const step = run->steps.back();
        if (step.finished || (furthest && step.revision != furthest->step.revision))
            break;
        if (!furthest || permanent(step) > permanent(furthest->step))
            furthest = trail{*std::move(run), step, undoing};
    }
    return furthest;
}

std::optional<plan> plan_of(revision_graph const& graph, trail const& left, std::vector<std::string> const& rows) {
    try {
        auto decided = toward(graph, left, rows);
        if (decided.steps.empty() || decided.steps.front().revision != left.step.revision)
            return std::nullopt;
        decided.steps.resize(1);
        decided.heads_after = rows_after(decided.steps.front().version_rows, rows);
        return decided;
    } catch (error const&) {
        return std::nullopt;
    }
}

} // namespace alembicore::project_half_done
