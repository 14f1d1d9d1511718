#include "drift_listing.hpp"

#include <algorithm>
#include <array>

namespace alembicore::cli {

namespace {

/// Who is alone, and what that means.
std::string_view verdict_of(drift::difference const& one, drift::report const& among) {
    using enum drift::odd_side;
    switch (one.odd) {
    case history:
        return "no revision makes it so: database and models agree";
    case models:
        return "the models differ: history and database agree";
    case all:
        return "no two sides agree";
    case database:
        break;
    }
    return among.has_models && !one.silent ? "the database differs: history and models agree"
                                           : "the database is not what the history makes";
}

void add_side(std::string& text, std::string_view name, std::optional<std::string> const& said) {
    text += "    " + std::string{name} + (said ? said->empty() ? "there" : *said : "not there") + '\n';
}

std::string part_text(drift::difference const& one, drift::report const& among, terminal const& look) {
    auto text = "  " + one.part + "  " + paint(look, style::yellow, verdict_of(one, among)) + '\n';
    add_side(text, "history:  ", one.history);
    add_side(text, "database: ", one.database);
    if (among.has_models && !one.silent)
        add_side(text, "models:   ", one.models);
    return text;
}

std::string revisions_text(drift::report const& found) {
    if (found.revisions.empty())
        return "base";
    std::string text;
    for (auto const& each : found.revisions)
        text += (text.empty() ? "" : ", ") + each;
    return text;
}

std::string remedy_text(drift::remedy const& one, terminal const& look) {
    auto text = paint(
                    look,
                    style::bold,
                    one.odd == drift::odd_side::history ? "A revision that makes what the database has"
                                                        : "To bring the database back to what the history makes"
                ) +
                '\n';
    for (auto const& each : one.directives)
        text += "    " + each + '\n';
    if (!one.sql.empty())
        text += "  or as SQL:\n";
    for (auto const& each : one.sql)
        text += "    " + each + ";\n";
    for (auto const& each : one.unsaid)
        text += "  no operation for: " + each + '\n';
    if (one.failure)
        text += "  tried in a scratch database, these fail: " + one.failure->message + '\n';
    return text;
}

} // namespace

std::string render_drift(drift::report const& found, terminal const& look) {
    std::string text;
    std::optional<std::string> table;
    for (auto const& each : found.differences) {
        if (table != each.table)
            text += paint(look, style::bold, each.table.empty() ? "outside of tables" : each.table) + '\n';
        table = each.table;
        text += part_text(each, found, look);
    }
    for (auto const& each : found.remedies)
        text += remedy_text(each, look);
    for (auto const& each : found.unknowns)
        text += paint(look, style::dim, "not compared: " + each.attribute + ": " + each.reason) + '\n';
    if (!found.differences.empty())
        return text;
    auto const sides = found.has_models ? "The history up to " + revisions_text(found) + ", the database and the models"
                                        : "The history up to " + revisions_text(found) + " and the database";
    return text + sides + " agree.\n";
}

} // namespace alembicore::cli
