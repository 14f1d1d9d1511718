// What the live table makes of a finding.
#pragma once

#include "lint/rule.hpp"

namespace alembicore::lint {

/// Writes down what is known of the table, and changes the severity of what grows with it: little rows make it
/// information, many an error. Nothing without a database.
void weigh(finding& found, rule const& by, live_facts const* live, relation const& table);

} // namespace alembicore::lint
