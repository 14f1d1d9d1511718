#include "project/python_recording.hpp"

#include "interpreter/run.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::project_record {

void told_steps::add(event const& happened) {
    if (auto const* const begun = std::get_if<step_started>(&happened))
        steps_.push_back({.which = begun->step, .statements = {}, .notices = {}, .elapsed = {}});
    if (steps_.empty())
        return;
    auto& current = steps_.back();
    if (auto const* const sent = std::get_if<statement_started>(&happened))
        current.statements.push_back(sent->sql);
    else if (auto const* const received = std::get_if<notice_received>(&happened))
        current.notices.push_back(received->notice);
    else if (auto const* const done = std::get_if<step_done>(&happened))
        current.elapsed = done->elapsed;
}

void told_steps::record(std::size_t count, journal::recorder& in) const {
    for (std::size_t i = 0; i < std::min(count, steps_.size()); ++i) {
        auto const& each = steps_[i];
        in.start_step(each.which);
        for (auto const& sql : each.statements)
            in.add_statement(sql, {});
        for (auto const& notice : each.notices)
            in.add_notice(notice);
        in.finish_step(each.elapsed);
    }
}

migrate::run_result
run_plan(postgres::connection& own, plan const& decided, interpreter::task wanted, journal::recorder& in) {
    if (!in.on())
        return interpreter::run_plan(own, decided, wanted);
    using clock = std::chrono::steady_clock;
    auto const begun = clock::now();
    auto const elapsed = [&] { return std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun); };
    told_steps told;
    wanted.events = [&told, to = std::move(wanted.events)](event const& happened) {
        told.add(happened);
        if (to)
            to(happened);
    };
    in.begin();
    try {
        auto const result = interpreter::run_plan(own, decided, wanted);
        told.record(result.steps_done, in);
        in.finish_run(elapsed(), {});
        in.write();
        in.settle();
        return result;
    } catch (migrate::stopped_run const& stopped) {
        told.record(stopped.remains().done.steps_done, in);
        in.write();
        in.settle();
        in.fail_run(elapsed(), stopped.info());
        throw;
    } catch (error const& failure) {
        in.fail_run(elapsed(), failure.info());
        throw;
    }
}

} // namespace alembicore::project_record
