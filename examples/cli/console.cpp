#include "console.hpp"

#include <alembicore/json.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <ostream>
#include <string>

namespace alembicore::cli {

namespace {

std::string_view word_for(severity how_bad) {
    return how_bad == severity::warning ? "warning: " : "problem: ";
}

} // namespace

void console::say(std::string_view line) const {
    if (!quiet)
        out << line << '\n';
}

void console::print(boost::json::value const& document) const {
    out << boost::json::serialize(document) << '\n';
}

void console::log_info(std::string_view line) const {
    log("INFO", "alembic.runtime.migration", line);
}

void console::log(std::string_view level, std::string_view logger, std::string_view line) const {
    if (quiet)
        return;
    // `%(levelname)-5.5s [%(name)s] %(message)s`, as in the ini that Alembic writes.
    std::string shown{level.substr(0, 5)};
    shown.resize(5, ' ');
    shown.append(" [").append(logger).append("] ").append(line).append("\n"); // written at once
    err << shown << std::flush;
}

void console::warn(std::vector<diagnostic> const& findings) const {
    for (auto const& finding : findings) {
        if (finding.severity == severity::info && !every_detail)
            continue;
        err << paint(err_look, style::yellow, word_for(finding.severity)) << describe(to_error(finding).info()) << '\n';
    }
}

void console::report(error_info const& failure) const {
    if (json) {
        print(boost::json::object{{"error", to_json(failure)}});
        return;
    }
    err << paint(err_look, style::red, "error: ") << describe(failure) << '\n';
    if (!every_detail)
        return;
    if (!failure.traceback.empty())
        err << failure.traceback << '\n';
    err << "  details: " << boost::json::serialize(to_json(failure)) << '\n';
}

} // namespace alembicore::cli
