#include "diagram/quoting.hpp"

#include <alembicore/diagram.hpp>

namespace alembicore::diagram {

namespace {

/// Inside an HTML label.
std::string escaped(std::string const& text) {
    std::string result;
    for (char const c : text)
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += c;
        }
    return result;
}

std::string row_of(column const& each) {
    auto const name = each.primary_key ? "<b>" + escaped(each.name) + "</b>" : escaped(each.name);
    auto const type = escaped(each.type) + (each.nullable ? "?" : "");
    return "<tr><td align=\"left\">" + name + "</td><td align=\"left\"><font color=\"#667085\">" + type +
           "</font></td></tr>";
}

std::string label_of(entity const& each) {
    std::string text = "<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\" color=\"#d0d5dd\">"
                       "<tr><td colspan=\"2\" bgcolor=\"#eef2f6\"><b>" +
                       escaped(each.name) + "</b></td></tr>";
    for (auto const& part : each.columns)
        text += row_of(part);
    return text + "</table>";
}

} // namespace

std::string dot(drawing const& of) {
    std::string text = "digraph schema {\n"
                       "  graph [rankdir=LR, nodesep=0.4, ranksep=0.9]\n"
                       "  node [shape=plain, fontname=\"Helvetica\", fontsize=11]\n"
                       "  edge [dir=both, color=\"#667085\", fontname=\"Helvetica\", fontsize=9]\n";
    for (auto const& each : of.entities)
        text += "  " + quoted(each.name) + " [label=<" + label_of(each) + ">]\n";
    for (auto const& each : of.relations)
        text += "  " + quoted(each.from) + " -> " + quoted(each.to) +
                " [arrowtail=" + (each.one ? "teeodot" : "crowodot") +
                ", arrowhead=" + (each.optional ? "teeodot" : "teetee") + ", tooltip=" + quoted(each.label) + "]\n";
    return text + "}\n";
}

} // namespace alembicore::diagram
