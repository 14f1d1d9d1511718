#include <alembicore/diagram.hpp>

#include <algorithm>
#include <cctype>

namespace alembicore::diagram {

namespace {

/// Mermaid's names of attributes and types are words of letters, digits and a few signs.
std::string word(std::string const& text) {
    std::string result;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        bool const plain =
            std::isalnum(byte) != 0 || byte >= 0x80 || std::string_view{"_-()[],"}.find(c) != std::string_view::npos;
        result += plain ? c : '_';
    }
    bool const starts_well = !result.empty() && (std::isalpha(static_cast<unsigned char>(result.front())) != 0 ||
                                                 result.front() == '_' || (result.front() & 0x80) != 0);
    return starts_well ? result : '_' + result;
}

std::string quoted(std::string text) {
    std::ranges::replace(text, '"', '\'');
    return '"' + text + '"';
}

bool refers(drawing const& of, entity const& owner, column const& each) {
    return std::ranges::any_of(of.relations, [&](relation const& one) {
        return one.from == owner.name && std::ranges::count(one.from_columns, each.name) != 0;
    });
}

std::string attribute_of(drawing const& of, entity const& owner, column const& each) {
    std::string keys;
    if (each.primary_key)
        keys += ", PK";
    if (refers(of, owner, each))
        keys += ", FK";
    if (each.unique && !each.primary_key)
        keys += ", UK";
    return "    " + word(each.type) + ' ' + word(each.name) + (keys.empty() ? "" : ' ' + keys.substr(2));
}

} // namespace

std::string mermaid(drawing const& of) {
    std::string text = "erDiagram\n";
    for (auto const& each : of.entities) {
        text += "  " + quoted(each.name) + " {\n";
        for (auto const& part : each.columns)
            text += attribute_of(of, each, part) + '\n';
        text += "  }\n";
    }
    for (auto const& each : of.relations)
        text += "  " + quoted(each.to) + (each.optional ? " |o--" : " ||--") + (each.one ? "o| " : "o{ ") +
                quoted(each.from) + " : " + quoted(each.label) + '\n';
    return text;
}

} // namespace alembicore::diagram
