#include "catalog/settled.hpp"

#include <string_view>
#include <vector>

namespace alembicore::catalog {

namespace {

constexpr std::string_view opening = "ARRAY[";
constexpr std::string_view literal_type = "::character varying";
constexpr std::string_view array_type = "]::text[]";
constexpr std::string_view array_type_in_parentheses = "])::text[]";

/// The end of the quotation that begins here.
std::size_t end_of_literal(std::string_view text, std::size_t begin) {
    auto at = begin + 1;
    for (; at < text.size(); ++at)
        if (text[at] == '\'') {
            if (!text.substr(at + 1).starts_with('\''))
                return at + 1;
            ++at;
        }
    return text.size();
}

/// An array of such literals that begins behind its bracket.
struct literals {
    std::vector<std::string_view> each;
    std::size_t end = 0; ///< where the bracket that closes it stands
};

literals read_literals(std::string_view text, std::size_t at) {
    literals read;
    while (at < text.size() && text[at] == '\'') {
        auto const end = end_of_literal(text, at);
        if (!text.substr(end).starts_with(literal_type))
            return {};
        read.end = end + literal_type.size();
        read.each.push_back(text.substr(at, read.end - at));
        if (!text.substr(read.end).starts_with(", "))
            break;
        at = read.end + 2;
    }
    return read;
}

} // namespace

std::string settled(std::string const& expression) {
    std::string_view const text = expression;
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\'') {
            auto const end = end_of_literal(text, at);
            made += text.substr(at, end - at);
            at = end;
            continue;
        }
        bool const parentheses = text.substr(at).starts_with("(ARRAY[");
        auto const begin = at + (parentheses ? 1 : 0);
        auto const closing = parentheses ? array_type_in_parentheses : array_type;
        literals found;
        if (text.substr(begin).starts_with(opening))
            found = read_literals(text, begin + opening.size());
        if (found.each.empty() || !text.substr(found.end).starts_with(closing)) {
            made += text[at++];
            continue;
        }
        made += opening;
        std::string_view separator;
        for (auto const literal : found.each) {
            made += separator;
            ((made += parentheses ? "(" : "") += literal) += parentheses ? ")::text" : "::text";
            separator = ", ";
        }
        made += ']';
        at = found.end + closing.size();
    }
    return made;
}

} // namespace alembicore::catalog
