#include "lint_output.hpp"

#include "counted.hpp"
#include "listing.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace alembicore::cli {

namespace {

std::string_view word_of(severity of) {
    switch (of) {
    case severity::error:
        return "error";
    case severity::warning:
        return "warning";
    case severity::info:
        break;
    }
    return "info";
}

style style_of(severity of) {
    return of == severity::error ? style::red : of == severity::warning ? style::yellow : style::blue;
}

std::string place_of(lint::finding const& found) {
    if (!found.place)
        return found.revision.empty() ? "the project" : found.revision;
    auto text = std::filesystem::path{found.place->file}.filename().string();
    if (found.place->line != 0)
        text += ":" + std::to_string(found.place->line);
    return text;
}

std::string summary_of(lint::report const& made) {
    auto const count = [&](severity which) {
        return static_cast<std::size_t>(std::ranges::count(made.findings, which, &lint::finding::severity));
    };
    std::string text = counted(made.findings.size(), "finding") + " in " + counted(made.revisions, "revision") + ": " +
                       counted(count(severity::error), "error") + ", " + counted(count(severity::warning), "warning") +
                       ", " + std::to_string(count(severity::info)) + " for information";
    if (made.ignored != 0)
        text += "; " + std::to_string(made.ignored) + " accepted by comments";
    if (made.in_baseline != 0)
        text += "; " + std::to_string(made.in_baseline) + " in the baseline";
    return text;
}

std::string relative_to(std::filesystem::path const& folder, std::string const& file) {
    auto const relative = std::filesystem::path{file}.lexically_relative(folder);
    return relative.empty() ? file : relative.generic_string();
}

/// GitHub's escapes of data.
std::string escaped(std::string_view text) {
    std::string written;
    for (char const c : text)
        if (c == '%')
            written += "%25";
        else if (c == '\n')
            written += "%0A";
        else if (c == '\r')
            written += "%0D";
        else
            written += c;
    return written;
}

/// GitHub's escapes of a property.
std::string escaped_property(std::string_view text) {
    std::string written;
    for (char const c : escaped(text))
        if (c == ':')
            written += "%3A";
        else if (c == ',')
            written += "%2C";
        else
            written += c;
    return written;
}

} // namespace

std::string render_finding_line(lint::finding const& found) {
    auto line = place_of(found) + ": " + std::string{word_of(found.severity)} + " " + found.rule + ": " + found.message;
    if (!found.weight.empty())
        line += " (" + found.subject + ": " + found.weight + ")";
    return line;
}

std::string render_findings(lint::report const& made, terminal const& look) {
    std::string text;
    std::map<std::string, lint::finding const*> rules;
    for (auto const& each : made.findings) {
        text += place_of(each) + ": " + paint(look, style_of(each.severity), word_of(each.severity)) + " " +
                paint(look, style::bold, each.rule) + ": " + each.message;
        if (each.direction == direction::downgrade)
            text += " (downgrade)";
        text += "\n";
        if (!each.weight.empty())
            text += "    " + paint(look, style::dim, each.subject + ": " + each.weight) + "\n";
        rules.emplace(each.rule, &each);
    }
    if (!rules.empty())
        text += "\n";
    for (auto const& [id, one] : rules)
        text += paint(look, style::bold, id) + "  " + one->why + "\n     Safer: " + one->safer + ".\n";
    if (!rules.empty())
        text += "\n";
    return text + summary_of(made) + "\n";
}

std::string render_github(lint::report const& made, std::filesystem::path const& folder) {
    std::string text;
    for (auto const& each : made.findings) {
        text += each.severity == severity::info ? "::notice " : "::" + std::string{word_of(each.severity)} + " ";
        if (each.place) {
            text += "file=" + escaped_property(relative_to(folder, each.place->file)) + ",";
            if (each.place->line != 0)
                text += "line=" + std::to_string(each.place->line) + ",";
        }
        text += "title=" + escaped_property("alembicore " + each.rule) +
                "::" + escaped(each.message + "\n" + each.why + "\nSafer: " + each.safer) + "\n";
    }
    return text;
}

std::string render_gitlab(lint::report const& made, std::filesystem::path const& folder) {
    boost::json::array all;
    std::map<std::string, int> seen;
    for (auto const& each : made.findings) {
        auto const key = lint::baseline_key(each);
        auto const severity = each.severity == severity::error     ? "critical"
                              : each.severity == severity::warning ? "major"
                                                                   : "info";
        all.push_back(boost::json::object{
            {"type", "issue"},
            {"check_name", each.rule},
            {"description", each.message + " (safer: " + each.safer + ")"},
            {"fingerprint", key + " " + std::to_string(++seen[key])},
            {"severity", severity},
            {"location",
             boost::json::object{
                 {"path", each.place ? relative_to(folder, each.place->file) : "."},
                 {"lines", boost::json::object{{"begin", each.place ? std::max(each.place->line, 1U) : 1U}}}}}});
    }
    return boost::json::serialize(all) + "\n";
}

std::string render_rules(std::vector<lint::rule_description> const& rules, terminal const& look) {
    std::string text;
    for (auto const& each : rules) {
        std::string remark{word_of(each.severity)};
        if (!each.by_default)
            remark += ", when asked for";
        if (each.needs_database)
            remark += ", with a database";
        text += paint(look, style::bold, each.id) + "  " + each.title + " " +
                paint(look, style::dim, "(" + remark + ")") + "\n";
    }
    return text;
}

} // namespace alembicore::cli
