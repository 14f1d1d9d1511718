#include "reviewed.hpp"

#include "question.hpp"
#include "rehearsal_options.hpp"
#include "review_output.hpp"

#include <alembicore/json.hpp>

#include <boost/json/object.hpp>

#include <ostream>
#include <utility>

namespace alembicore::cli {

namespace {

review::options review_options(invocation const& call, std::stop_token const& stop) {
    auto how = review::load_options(request_of(call));
    how.lint.stop = stop;
    if (call.given.has("rehearse")) {
        how.rehearsal = rehearsal_options(call);
        how.rehearsal->stop = stop;
    }
    return how;
}

review::person person_at(invocation const& call) {
    if (call.given.has("yes"))
        return review::person::agreed;
    return somebody_is_there(call.shown) ? review::person::present : review::person::nobody;
}

std::string join_sentences(review::report const& seen) {
    auto all = seen.reasons;
    all.insert(all.end(), seen.unknown.begin(), seen.unknown.end());
    std::string text;
    for (auto const& each : all)
        text += (text.empty() ? "" : "; ") + each;
    return text;
}

error nobody_to_ask(review::report const& seen) {
    error_info info;
    info.code = errc::cancelled;
    info.message = "nothing was run, since nobody agreed to it";
    info.reason = join_sentences(seen);
    info.remedy = "look at it and run again with --yes; it is `confirm = require` of [alembicore] that asks for this";
    info.database_state = "nothing was changed";
    return error{std::move(info)};
}

void ask(invocation const& call, review::report const& seen, std::stop_token const& stop) {
    for (auto const& each : seen.reasons)
        call.shown.err << paint(call.shown.err_look, style::yellow, "! ") << each << '\n';
    if (!is_agreed(call.shown, "Go on?", stop))
        throw error{errc::cancelled, "nothing was run, since it was not agreed to", "--yes agrees beforehand"};
}

void tell_failed_rehearsal(invocation& call, review::report const& seen) {
    call.status = 1;
    auto failure = *seen.rehearsal->failure;
    failure.message = "the rehearsal failed: " + failure.message;
    failure.database_state = "nothing was changed";
    if (call.shown.json)
        return call.shown.print(boost::json::object{{"error", to_json(failure)}, {"review", to_json(seen)}});
    call.shown.report(failure);
}

} // namespace

std::vector<option> with_review_options(std::vector<option> options) {
    using enum option_kind;
    auto all = with_rehearsal_options(std::move(options));
    all.insert(
        all.begin(),
        {{"yes", 'y', flag, "", "do not ask where something is destroyed or risky"},
         {"rehearse", '\0', flag, "", "try it first, and stop where that fails"}}
    );
    return all;
}

std::optional<review::report> look_first(invocation& call, std::stop_token const& stop, look const& by) {
    auto const how = review_options(call, stop);
    if (how.consent == review::consent::off && !how.rehearsal)
        return std::nullopt;
    auto seen = by(how);
    show_review(call.shown, seen);
    auto const there = person_at(call);
    switch (review::decide(seen, how.consent, there)) {
    case review::next_move::run:
        break;
    case review::next_move::ask:
        ask(call, seen, stop);
        break;
    case review::next_move::stop:
        if (!seen.rehearsal || !seen.rehearsal->failure)
            throw nobody_to_ask(seen);
        tell_failed_rehearsal(call, seen);
        return std::nullopt;
    }
    return seen;
}

void print_with_review(invocation const& call, boost::json::value report, std::optional<review::report> const& seen) {
    if (!call.shown.json)
        return;
    report.as_object()["review"] = seen ? to_json(*seen) : boost::json::value{};
    call.shown.print(report);
}

} // namespace alembicore::cli
