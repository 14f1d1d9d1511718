#include "column_lines.hpp"

#include <algorithm>

namespace alembicore::cli {

namespace {

std::string padded(std::string text, std::size_t width) {
    auto const shown = character_count(text);
    return shown < width ? text + std::string(width - shown, ' ') : text;
}

} // namespace

void add_detail(std::string& to, std::string const& more) {
    to += (to.empty() ? "" : "  ") + more;
}

std::string render_columns(std::vector<column_line> const& lines, terminal const& look) {
    std::size_t name_width = 0;
    std::size_t type_width = 0;
    for (auto const& each : lines) {
        name_width = std::max(name_width, character_count(each.name));
        type_width = std::max(type_width, character_count(each.type));
    }
    std::string text;
    for (auto const& each : lines) {
        text += "  " + padded(each.name, name_width) + "  " +
                paint(look, style::cyan, each.details.empty() ? each.type : padded(each.type, type_width));
        text += each.details.empty() ? "\n" : "  " + paint(look, style::dim, each.details) + '\n';
    }
    return text;
}

} // namespace alembicore::cli
