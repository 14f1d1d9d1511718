#include "help.hpp"

#include "command_table.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::cli {

namespace {

constexpr std::size_t line_width = 96;

std::string padded(std::string_view text, std::size_t width) {
    return std::string{text} + std::string(width > text.size() ? width - text.size() : 0, ' ');
}

/// `text` cut into lines between words, continued under its own start.
std::string wrapped(std::string_view text, std::size_t indent) {
    std::string result;
    std::size_t column = indent;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        auto const word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (column > indent && column + 1 + word.size() > line_width) {
            result += "\n" + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            result += " ";
            ++column;
        }
        result += word;
        column += word.size();
    }
    return result;
}

std::string spelling_of(option const& one) {
    std::string spelling;
    if (one.name.size() == 1)
        spelling = "-" + std::string{one.name};
    else
        spelling =
            (one.letter == '\0' ? std::string{} : std::string{"-"} + one.letter + ", ") + "--" + std::string{one.name};
    return one.value.empty() ? spelling : spelling + " " + std::string{one.value};
}

std::string spelling_of(argument const& one) {
    std::string const name{one.name};
    if (one.count == arity::one)
        return name;
    return one.count == arity::at_least_one ? name + "..." : "[" + name + "...]";
}

using entry = std::pair<std::string, std::string_view>;

std::string render_entries(std::vector<entry> const& entries, terminal const& look) {
    std::size_t width = 0;
    for (auto const& [name, meaning] : entries)
        width = std::max(width, name.size());
    std::string text;
    for (auto const& [name, meaning] : entries)
        text += "  " + paint(look, style::cyan, name) + std::string(width - name.size(), ' ') + "  " +
                wrapped(meaning, width + 4) + "\n";
    return text;
}

std::vector<entry> entries_of(std::vector<option> const& options) {
    std::vector<entry> entries;
    for (auto const& one : options)
        entries.emplace_back(spelling_of(one), one.help);
    return entries;
}

std::string title(terminal const& look, std::string_view text) {
    return paint(look, style::bold, text) + "\n";
}

} // namespace

std::string render_help(terminal const& look) {
    constexpr std::pair<command_group, std::string_view> groups[] = {
        {command_group::look, "Look at the history"},
        {command_group::migrate, "Change a database"},
        {command_group::write, "Write revisions"},
        {command_group::more, "More"},
    };
    std::string text = "alembicore: Alembic projects on PostgreSQL, without Python\n\n";
    text += paint(look, style::bold, "Usage: ") + "alembicore [options] COMMAND [arguments]\n";
    for (auto const& [group, name] : groups) {
        text += title(look, name);
        for (auto const& one : all_commands())
            if (one.group == group)
                text += "  " + paint(look, style::cyan, padded(one.name, 16)) + std::string{one.summary} + "\n";
    }
    text += title(look, "Options, before or after the command");
    text += render_entries(entries_of(global_options()), look);
    return text + "'alembicore COMMAND --help' says more about a command.\n";
}

std::string render_help(command const& shown, terminal const& look) {
    std::string text = paint(look, style::bold, "Usage: ") + "alembicore " + std::string{shown.name};
    if (!shown.options.empty())
        text += " [options]";
    for (auto const& one : shown.arguments)
        text += " " + spelling_of(one);
    text += "\n\n" + wrapped(shown.details, 0) + "\n";
    std::vector<entry> arguments;
    for (auto const& one : shown.arguments)
        arguments.emplace_back(std::string{one.name}, one.help);
    if (!arguments.empty())
        text += "\n" + title(look, "Arguments") + render_entries(arguments, look);
    if (!shown.options.empty())
        text += "\n" + title(look, "Options") + render_entries(entries_of(shown.options), look);
    std::vector<entry> examples;
    for (auto const& one : shown.examples)
        examples.emplace_back("alembicore " + std::string{one.line}, one.meaning);
    if (!examples.empty())
        text += "\n" + title(look, "Examples") + render_entries(examples, look);
    return text + "\nOptions that every command takes: alembicore --help\n";
}

} // namespace alembicore::cli
