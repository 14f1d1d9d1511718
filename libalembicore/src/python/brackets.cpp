#include "python/brackets.hpp"

#include "python/line_scan.hpp"

#include <algorithm>
#include <vector>

namespace alembicore::python {

namespace {

char closing(char opening) noexcept {
    switch (opening) {
    case '(':
        return ')';
    case '[':
        return ']';
    default:
        return '}';
    }
}

std::string quoted(char bracket) {
    return std::string{'\''} + bracket + '\'';
}

bracket_fault unmatched(std::string_view text, std::vector<std::size_t> const& open, std::size_t at) {
    if (open.empty())
        return {at, "unmatched " + quoted(text[at])};
    return {
        at,
        "closing parenthesis " + quoted(text[at]) + " does not match opening parenthesis " + quoted(text[open.back()])};
}

/// A string in one pair of quotes that goes over a line end is none: its quotes were misread or are missing.
bool is_doubtful(std::string_view token) {
    bool const triple = token.starts_with("\"\"\"") || token.starts_with("'''");
    return !triple && token.find('\n') != std::string_view::npos && token.find("\\\n") == std::string_view::npos;
}

} // namespace

std::optional<bracket_fault> find_bracket_fault(std::string_view text) {
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < text.size();) {
        char const c = text[at];
        if (c == '#') {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        auto const behind = behind_token(text, at);
        if ((c == '"' || c == '\'') && is_doubtful(text.substr(at, behind - at)))
            return std::nullopt;
        if (c == '(' || c == '[' || c == '{')
            open.push_back(at);
        if (c == ')' || c == ']' || c == '}') {
            if (open.empty() || closing(text[open.back()]) != c)
                return unmatched(text, open, at);
            open.pop_back();
        }
        at = behind;
    }
    if (open.empty())
        return std::nullopt;
    return bracket_fault{open.back(), quoted(text[open.back()]) + " was never closed"};
}

} // namespace alembicore::python
