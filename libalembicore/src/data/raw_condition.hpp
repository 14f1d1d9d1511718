// A condition that a person has written in SQL.
#pragma once

#include <string>

namespace alembicore::data {

/// Errors: statement_failed with the place, for what is no SQL; bad_usage for anything but one expression, and for one
/// that changes something or has parameters; not_available.
void require_condition(std::string const& text);

} // namespace alembicore::data
