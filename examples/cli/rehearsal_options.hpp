// What the commands that rehearse have in common: where, and with which rows.
#pragma once

#include "invocation.hpp"

#include <alembicore/rehearsal.hpp>

#include <vector>

namespace alembicore::cli {

/// A command's options, and those of a rehearsal.
[[nodiscard]] std::vector<option> with_rehearsal_options(std::vector<option> options);

/// Errors: bad_usage.
[[nodiscard]] rehearsal::options rehearsal_options(invocation const& call);

} // namespace alembicore::cli
