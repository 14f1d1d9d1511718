// What of a statement is kept: enough to see what it did, and no secret.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::journal {

/// `sql` with the literals behind PASSWORD replaced by '***', and cut after some thousand bytes, between characters.
[[nodiscard]] std::string shown_sql(std::string_view sql);

} // namespace alembicore::journal
