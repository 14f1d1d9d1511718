#include "migrate/run.hpp"

#include "migrate/run_sink.hpp"

#include <alembicore/error.hpp>

namespace alembicore::migrate {

namespace {

using clock = std::chrono::steady_clock;

std::chrono::microseconds since(clock::time_point begun) {
    return std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun);
}

/// The server's notices as events and in the journal, for as long as this lives.
class notice_forwarding {
public:
    notice_forwarding(postgres::connection& from, run_request const& to) : connection_(from) {
        if (to.events || to.journal != nullptr)
            connection_.on_notice([&to](server_message const& notice) { forward(to, notice); });
    }

    notice_forwarding(notice_forwarding const&) = delete;
    notice_forwarding& operator=(notice_forwarding const&) = delete;

    ~notice_forwarding() { connection_.on_notice({}); }

private:
    static void forward(run_request const& to, server_message const& notice) {
        if (to.journal != nullptr)
            to.journal->add_notice(notice);
        if (to.events)
            to.events(notice_received{notice});
    }

    postgres::connection& connection_;
};

std::vector<statement_limits> limits_of(run_request const& request) {
    std::vector<statement_limits> limits;
    limits.reserve(request.decided.steps.size());
    for (auto const& each : request.decided.steps)
        limits.push_back(request.limits_of_step ? request.limits_of_step(each) : statement_limits{});
    return limits;
}

} // namespace

run_result run_plan(postgres::connection& on, run_request const& request) {
    auto const begun = clock::now();
    if (request.events)
        request.events(plan_made{request.decided});
    auto const steps = prepare(request.decided, request.source);
    auto const step_limits = limits_of(request);
    // Without a step there is still the version table to look after.
    auto const scope = steps.empty() ? transaction_scope::run : scope_of(request.transactions);
    notice_forwarding const notices{on, request};
    run_sink sink{on, request, step_limits};
    try {
        walk(request.decided, steps, scope, sink);
    } catch (error& failure) {
        sink.explain(failure.info());
        throw stopped_run{failure.info(), sink.remains()};
    }
    run_result result = sink.result();
    result.elapsed = since(begun);
    if (request.events)
        request.events(run_done{result.steps_done, result.elapsed});
    return result;
}

} // namespace alembicore::migrate
