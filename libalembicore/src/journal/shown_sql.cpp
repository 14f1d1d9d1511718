#include "journal/shown_sql.hpp"

#include <algorithm>
#include <cctype>

namespace alembicore::journal {

namespace {

constexpr std::size_t room = 2000;
constexpr std::string_view word = "password";

bool is_space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

bool equal_letters(char left, char right) {
    return std::tolower(static_cast<unsigned char>(left)) == std::tolower(static_cast<unsigned char>(right));
}

/// Where the literal ends that begins with the quote at `from`; doubled quotes and backslashes do not end it. Rather
/// too far than too short.
std::size_t end_of_literal(std::string_view sql, std::size_t from) {
    for (std::size_t i = from + 1; i < sql.size(); ++i) {
        if (sql[i] == '\\')
            ++i;
        else if (sql[i] == '\'') {
            if (i + 1 == sql.size() || sql[i + 1] != '\'')
                return i + 1;
            ++i;
        }
    }
    return sql.size();
}

std::string without_passwords(std::string_view sql) {
    std::string kept;
    for (;;) {
        auto const found = std::search(sql.begin(), sql.end(), word.begin(), word.end(), equal_letters);
        auto const end = found == sql.end() ? found : found + std::ssize(word);
        kept.append(sql.begin(), end);
        sql.remove_prefix(static_cast<std::size_t>(end - sql.begin()));
        if (sql.empty())
            return kept;
        auto const next = std::ranges::find_if_not(sql, is_space);
        auto quote = static_cast<std::size_t>(next - sql.begin());
        if (quote < sql.size() && (sql[quote] == 'E' || sql[quote] == 'e'))
            ++quote;
        if (quote < sql.size() && sql[quote] == '\'') {
            kept += " '***'";
            sql.remove_prefix(end_of_literal(sql, quote));
        }
    }
}

bool continues_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::string shown_sql(std::string_view sql) {
    // What lies behind the cut needs no looking at, except for a password that the cut would go through.
    auto kept = without_passwords(sql.substr(0, room * 2));
    if (kept.size() <= room && sql.size() <= room * 2)
        return kept;
    std::size_t end = std::min(room, kept.size());
    while (end > 0 && end < kept.size() && continues_a_character(kept[end]))
        --end;
    kept.resize(end);
    return kept + "…";
}

} // namespace alembicore::journal
