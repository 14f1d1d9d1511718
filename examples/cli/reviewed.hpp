// Looking before a run, and asking where something is destroyed or risky.
#pragma once

#include "invocation.hpp"

#include <alembicore/review.hpp>

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace alembicore::cli {

/// A command's options, and those that say whether to ask and to rehearse.
[[nodiscard]] std::vector<option> with_review_options(std::vector<option> options);

using look = std::function<review::report(review::options const&)>;

/// Looks, shows what is seen, and asks where that is needed. nullopt: nobody wants to look, or the rehearsal has
/// failed, which is told and in `call.status`. Errors: those of looking; cancelled, where nobody agrees.
[[nodiscard]] std::optional<review::report> look_first(invocation& call, std::stop_token const& stop, look const& by);

/// The report of a run with what was seen before it.
void print_with_review(invocation const& call, boost::json::value report, std::optional<review::report> const& seen);

} // namespace alembicore::cli
