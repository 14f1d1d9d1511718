// Where a command's words go: results to standard output, everything else to standard error.
#pragma once

#include "terminal.hpp"

#include <alembicore/error.hpp>

#include <boost/json/value.hpp>

#include <iosfwd>
#include <string_view>
#include <vector>

namespace alembicore::cli {

struct console {
    std::ostream& out;
    std::ostream& err;
    terminal out_look;
    terminal err_look;
    bool quiet = false;
    bool json = false;
    bool every_detail = false; ///< of errors

    /// A line of text as the result of a command; nothing when quiet.
    void say(std::string_view line) const;

    /// The result of a command as JSON, on one line.
    void print(boost::json::value const& document) const;

    /// A line like those of Alembic's logging: `INFO  [alembic.runtime.migration] …`; nothing when quiet.
    void log_info(std::string_view line) const;

    /// Such a line of any logger.
    void log(std::string_view level, std::string_view logger, std::string_view line) const;

    /// Findings about the project that are more than information.
    void warn(std::vector<diagnostic> const& findings) const;

    /// An error: text on standard error, or a JSON object on standard output.
    void report(error_info const& failure) const;
};

} // namespace alembicore::cli
