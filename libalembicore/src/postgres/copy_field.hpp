// What a line of COPY's text format consists of.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::postgres {

/// Appends a value that is not NULL, written so that it ends neither its field nor its line.
void append_copy_field(std::string& line, std::string_view value);

} // namespace alembicore::postgres
