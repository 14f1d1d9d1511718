#include "lint/ignore.hpp"

#include "lint/rule.hpp"

#include <algorithm>
#include <string>

namespace alembicore::lint {

namespace {

struct comment {
    unsigned line = 0;       ///< its own
    unsigned applies_to = 0; ///< 0 = the whole file
    std::vector<std::string> rules;
    bool reasoned = false;
    std::string text;
    bool used = false;
};

constexpr std::string_view mark = "alembicore: ignore";

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(separator), text.size());
        if (auto const part = trimmed(text.substr(0, end)); !part.empty())
            parts.emplace_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::vector<std::string_view> lines_of(std::string_view source) {
    std::vector<std::string_view> lines;
    while (!source.empty()) {
        auto const end = std::min(source.find('\n'), source.size());
        lines.push_back(source.substr(0, end));
        source.remove_prefix(std::min(end + 1, source.size()));
    }
    return lines;
}

bool is_comment_or_blank(std::string_view line) {
    auto const text = trimmed(line);
    return text.empty() || text.starts_with('#') || text.starts_with("--");
}

std::vector<comment> comments_of(std::string_view source) {
    std::vector<comment> comments;
    auto const lines = lines_of(source);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const sign = std::min(lines[i].find('#'), lines[i].find("--"));
        auto const at = lines[i].find(mark);
        if (sign == std::string_view::npos || at == std::string_view::npos || sign > at)
            continue;
        comment made;
        made.line = static_cast<unsigned>(i + 1);
        made.text = trimmed(lines[i]);
        auto rest = lines[i].substr(at + mark.size());
        bool const whole_file = rest.starts_with("-file");
        if (whole_file)
            rest.remove_prefix(std::string_view{"-file"}.size());
        rest = trimmed(rest);
        auto const end = std::min(rest.find(' '), rest.size());
        made.rules = split(rest.substr(0, end), ',');
        made.reasoned = !trimmed(rest.substr(end)).empty();
        std::size_t meant = i;
        if (is_comment_or_blank(lines[i]))
            while (meant < lines.size() && is_comment_or_blank(lines[meant]))
                ++meant;
        made.applies_to = whole_file ? 0 : static_cast<unsigned>(meant + 1);
        comments.push_back(std::move(made));
    }
    return comments;
}

bool accepts(comment const& by, finding const& found) {
    if (std::ranges::count(by.rules, found.rule) == 0)
        return false;
    return by.applies_to == 0 || (found.place && found.place->line == by.applies_to);
}

finding about(comment const& which, std::string const& rule_id, std::string message, std::string const& file) {
    finding made;
    auto const& all = all_rules();
    auto const& by = **std::ranges::find(all, rule_id, &rule::id);
    made.rule = by.id;
    made.severity = by.severity;
    made.why = by.why;
    made.safer = by.safer;
    made.message = std::move(message);
    made.place = source_place{.file = file, .line = which.line, .column = 0, .excerpt = which.text};
    return made;
}

std::string joined(std::vector<std::string> const& words) {
    std::string all;
    for (auto const& each : words)
        all += (all.empty() ? "" : ", ") + each;
    return all;
}

} // namespace

ignoring ignore_accepted(
    std::vector<finding> findings,
    std::string_view source,
    std::string const& file,
    std::vector<std::string> const& asked
) {
    ignoring made;
    if (source.find(mark) == std::string_view::npos) {
        made.left = std::move(findings);
        return made;
    }
    auto comments = comments_of(source);
    for (auto& found : findings) {
        bool accepted = false;
        for (auto& each : comments)
            if (accepts(each, found))
                accepted = each.used = true;
        if (accepted)
            ++made.ignored;
        else
            made.left.push_back(std::move(found));
    }
    auto const is_asked = [&](std::string const& id) { return std::ranges::count(asked, id) != 0; };
    auto const add = [&](comment const& which, std::string const& id, std::string message) {
        if (!is_asked(id))
            return;
        auto next = about(which, id, std::move(message), file);
        made.left.push_back(std::move(next));
    };
    for (auto const& each : comments) {
        bool const known = std::ranges::all_of(each.rules, is_asked);
        if (!each.used && known)
            add(each, "D14", "there is nothing of " + joined(each.rules) + " that this comment could accept");
        if (!each.reasoned)
            add(each, "D15", "the comment does not say why " + joined(each.rules) + " is acceptable here");
    }
    return made;
}

} // namespace alembicore::lint
