#include <alembicore/review.hpp>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>

namespace alembicore::review {

namespace {

error another_plan(step const& unseen) {
    error_info info;
    info.code = errc::version_mismatch;
    info.message = "another run has changed the database since the plan was shown: revision " + unseen.revision +
                   " would run now, and was not part of it";
    info.remedy = "look at what is left to do, and run again";
    info.database_state = "nothing was changed";
    info.retryable = true;
    return error{std::move(info)};
}

} // namespace

next_move decide(report const& seen, consent needed, person there) {
    if (seen.rehearsal && seen.rehearsal->failure)
        return next_move::stop;
    bool const unknown = needed == consent::required && !seen.unknown.empty();
    if ((seen.reasons.empty() && !unknown) || there == person::agreed || needed == consent::off)
        return next_move::run;
    if (there == person::present)
        return next_move::ask;
    return needed == consent::required ? next_move::stop : next_move::run;
}

event_sink only_what_was_seen(report const& seen, event_sink to) {
    if (!seen.plan)
        return to;
    auto known = std::make_shared<std::set<std::string>>();
    for (auto const& each : seen.plan->steps)
        known->insert(each.revision);
    return [known = std::move(known), to = std::move(to)](event const& happened) {
        if (auto const* const made = std::get_if<plan_made>(&happened))
            for (auto const& each : made->plan.steps)
                if (!known->contains(each.revision))
                    throw another_plan(each);
        if (to)
            to(happened);
    };
}

} // namespace alembicore::review
