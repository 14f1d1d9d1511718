#include "diagram/quoting.hpp"

#include <alembicore/diagram.hpp>

#include <vector>

namespace alembicore::diagram {

namespace {

std::string note_of(std::string const& text) {
    std::string result = "'";
    for (char const c : text) {
        if (c == '\'' || c == '\\')
            result += '\\';
        result += c == '\n' ? ' ' : c;
    }
    return result + '\'';
}

std::string settings_of(column const& each) {
    std::string text;
    if (each.primary_key)
        text += ", pk";
    if (each.unique && !each.primary_key)
        text += ", unique";
    if (!each.nullable && !each.primary_key)
        text += ", not null";
    return text.empty() ? text : " [" + text.substr(2) + ']';
}

/// `"table".("a", "b")`
std::string end_of(std::string const& entity, std::vector<std::string> const& columns) {
    std::string names;
    for (auto const& each : columns)
        names += (names.empty() ? "" : ", ") + quoted(each);
    return quoted(entity) + '.' + (columns.size() == 1 ? names : '(' + names + ')');
}

} // namespace

std::string dbml(drawing const& of) {
    std::string text;
    for (auto const& each : of.entities) {
        text += "Table " + quoted(each.name) + " {\n";
        for (auto const& part : each.columns)
            text += "  " + quoted(part.name) + ' ' + quoted(part.type) + settings_of(part) + '\n';
        if (!each.comment.empty())
            text += "  Note: " + note_of(each.comment) + '\n';
        text += "}\n\n";
    }
    for (auto const& each : of.relations)
        text += "Ref: " + end_of(each.from, each.from_columns) + (each.one ? " - " : " > ") +
                end_of(each.to, each.to_columns) + '\n';
    return text;
}

} // namespace alembicore::diagram
