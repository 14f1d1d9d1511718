#include "python/line_scan.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

/// Behind the string that begins at `at` with its quote. A backslash protects the next character, in raw strings too.
std::size_t behind_string(std::string_view text, std::size_t at) {
    char const quote = text[at];
    bool const triple = at + 2 < text.size() && text[at + 1] == quote && text[at + 2] == quote;
    std::size_t const length = triple ? 3 : 1;
    std::string_view const closing = text.substr(at, length);
    for (at += length; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text.substr(at, length) == closing)
            return at + length;
    }
    return text.size();
}

} // namespace

std::size_t behind_token(std::string_view text, std::size_t at) {
    if (text[at] == '"' || text[at] == '\'')
        return behind_string(text, at);
    return std::min(at + (text[at] == '\\' ? 2 : 1), text.size());
}

std::optional<std::size_t> find_line_end(std::string_view statement) {
    std::size_t depth = 0;
    for (std::size_t at = 0; at < statement.size();) {
        switch (statement[at]) {
        case '#':
            at = std::min(statement.find('\n', at), statement.size());
            continue;
        case '"':
        case '\'':
            at = behind_string(statement, at);
            continue;
        case '\\':
            at += 2;
            continue;
        case '(':
        case '[':
        case '{':
            ++depth;
            break;
        case ')':
        case ']':
        case '}':
            depth -= depth == 0 ? 0 : 1;
            break;
        case '\n':
            if (depth == 0)
                return at;
            break;
        default:
            break;
        }
        ++at;
    }
    return std::nullopt;
}

} // namespace alembicore::python
