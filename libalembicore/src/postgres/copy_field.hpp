// What a line of COPY's text format consists of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace alembicore::postgres {

/// Appends a value, written so that it ends neither its field nor its line. nullopt: NULL.
void append_copy_field(std::string& line, std::optional<std::string_view> value);

} // namespace alembicore::postgres
