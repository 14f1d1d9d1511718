#include "project/resume.hpp"

#include "project/engine.hpp"
#include "project/python_recording.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::project_resume {

namespace {

/// Holds events back until it is certain that Python runs the plan.
class held_back {
public:
    explicit held_back(event_sink to) : to_{std::move(to)} {}

    void add(event happened) { waiting_.push_back(std::move(happened)); }

    void pass(event const& happened) {
        if (std::holds_alternative<plan_made>(happened))
            return add(happened);
        for (auto const& each : std::exchange(waiting_, {}))
            to_(each);
        to_(happened);
    }

private:
    event_sink to_;
    std::vector<event> waiting_;
};

bool is_same_way(std::vector<step> const& left, std::vector<step> const& right) {
    return std::ranges::equal(left, right, {}, &step::revision, &step::revision);
}

plan planned_anew(revision_graph const& graph, plan const& decided, std::vector<std::string> const& rows) {
    return decided.direction == direction::upgrade ? plan_upgrade(graph, decided.target, rows)
                                                   : plan_downgrade(graph, decided.target, rows);
}

/// A target such as `+2` means something else from where the run has come.
bool means_the_same(revision_graph const& graph, plan const& decided, plan const& rest) {
    try {
        return is_same_way(planned_anew(graph, decided, rest.from).steps, rest.steps);
    } catch (error const&) {
        return false;
    }
}

std::string end_of(plan const& rest) {
    if (rest.direction == direction::upgrade)
        return rest.steps.back().revision;
    auto const& to = rest.steps.back().to;
    return to.empty() ? "base" : to.front();
}

engine_chosen why(error_info const& refusal) {
    auto chosen = project_engine::python_because(refusal);
    chosen.reason += "; " + refusal.database_state;
    return chosen;
}

} // namespace

bool can_go_on(migrate::stopped_run const& stopped) noexcept {
    return project_engine::python_may_help(stopped.code()) && stopped.info().connection_usable &&
           !stopped.remains().partly_done;
}

plan rest_of(revision_graph const& graph, plan const& decided, migrate::run_remains const& remains) {
    plan rest = decided;
    rest.from = remains.rows;
    rest.steps.erase(rest.steps.begin(), rest.steps.begin() + static_cast<std::ptrdiff_t>(remains.done.steps_done));
    if (remains.done.steps_done != 0 && !means_the_same(graph, decided, rest))
        rest.target = end_of(rest);
    return rest;
}

resumption go_on(
    postgres::connection& own,
    plan const& rest,
    migrate::stopped_run const& stopped,
    event_sink const& events,
    journal::recorder& record,
    task_maker const& task
) {
    auto const& refusal = stopped.info();
    auto chosen = why(refusal);
    auto const held = std::make_shared<held_back>(events ? events : [](event const&) {});
    held->add(chosen);
    auto const wanted = task(chosen, [held](event const& happened) { held->pass(happened); });
    try {
        auto result = project_record::run_plan(own, rest, wanted, record);
        result.steps_done += stopped.remains().done.steps_done;
        result.statements += stopped.remains().done.statements;
        return {std::move(chosen), result};
    } catch (error& failure) {
        if (failure.code() == errc::python_unavailable)
            throw error{refusal};
        if (failure.info().database_state.empty())
            failure.info().database_state = refusal.database_state;
        throw;
    }
}

} // namespace alembicore::project_resume
