// From what Python told about a failure to an error.
#pragma once

#include "interpreter/child.hpp"

#include <alembicore/error.hpp>
#include <alembicore/plan.hpp>

#include <string>

namespace alembicore::interpreter {

/// What a server said, as Python tells it: of an error, or of a notice.
[[nodiscard]] server_message server_of(boost::json::object const& said);

/// The error of a child that did not do its work. `current` is the revision that was under way.
[[nodiscard]] error_info failure_of(child_end const& end, plan const& decided, std::string const& current);

/// As a stop request makes of it: what the driver or Python says then is only its echo.
void make_cancelled(error_info& failure);

} // namespace alembicore::interpreter
