// What a failure of libpq or the server means: pure decisions, no connection needed.
#pragma once

#include <alembicore/database_url.hpp>
#include <alembicore/error.hpp>

#include <string>
#include <string_view>

namespace alembicore::postgres {

/// Whether the connection survived a failed statement.
enum class connection_state { usable, lost };

/// A statement that the server refused, or during which the server went away.
[[nodiscard]] error_info statement_failure(server_message said, std::string statement, connection_state after);

/// How a connection attempt went wrong.
struct failed_attempt {
    std::string message; ///< libpq's, with verbose server errors, so that it has the SQLSTATE
    bool password_missing = false;
    bool timed_out = false;
};

[[nodiscard]] error_info connection_failure(failed_attempt const& attempt, database_url const& url);

/// The last server error in a verbose message of libpq (`FATAL:  28P01: password …` and the lines that follow it);
/// without a SQLSTATE the text as a whole, when the server was not reached.
[[nodiscard]] server_message parse_verbose_message(std::string_view text);

/// `text` without the URL's password, should it be in there.
[[nodiscard]] std::string without_password(std::string text, database_url const& url);

} // namespace alembicore::postgres
