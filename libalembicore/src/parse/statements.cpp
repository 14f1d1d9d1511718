#include "parse/statements.hpp"

#include "base/place.hpp"
#include "parse/libpg_query.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::parse {

namespace {

constexpr std::string_view blanks = " \t\n\r\f\v";

error no_sql(grammar_failure const& failure, std::string const& text, text_origin const& origin) {
    error_info info;
    info.code = errc::statement_failed;
    info.message = "this is no SQL: " + failure.message;
    auto const at = std::max(failure.offset, origin.prefix) - origin.prefix;
    info.place = base::place_at(origin.name, std::string_view{text}.substr(origin.prefix), at);
    return error{std::move(info)};
}

/// The offset behind a comment that begins here; the same offset where none does. Comments of the second kind nest.
std::size_t behind_comment(std::string_view text, std::size_t at) {
    auto const begins = [&](std::string_view what) { return text.substr(at, what.size()) == what; };
    if (begins("--"))
        return std::min(text.find('\n', at), text.size());
    if (!begins("/*"))
        return at;
    int depth = 0;
    do {
        if (begins("/*"))
            ++depth;
        else if (begins("*/"))
            --depth;
        at += begins("/*") || begins("*/") ? 2 : 1;
    } while (depth > 0 && at < text.size());
    return at;
}

/// The grammar counts blanks and comments before a statement's first word as part of it.
std::size_t first_word(std::string_view text, std::size_t at) {
    for (;;) {
        auto const start = at;
        at = behind_comment(text, std::min(text.find_first_not_of(blanks, at), text.size()));
        if (at == start)
            return at;
    }
}

std::size_t number_in(boost::json::object const& node, char const* name) {
    auto const* found = node.if_contains(name);
    return found == nullptr ? 0 : static_cast<std::size_t>(found->as_int64());
}

statement statement_of(boost::json::object& raw, std::string_view text) {
    statement made;
    auto const location = number_in(raw, "stmt_location");
    auto const length = number_in(raw, "stmt_len");
    made.terminated = length != 0;
    made.offset = first_word(text, location);
    auto const rest =
        text.substr(made.offset, made.terminated ? location + length - made.offset : std::string_view::npos);
    made.length = rest.find_last_not_of(blanks) + 1;
    auto& node = *raw.at("stmt").as_object().begin();
    made.kind = node.key();
    made.tree = std::move(node.value().as_object());
    return made;
}

} // namespace

std::vector<statement> parse_statements(std::string const& text, text_origin const& origin) {
    auto answer = ask_grammar(text);
    if (answer.failure)
        throw no_sql(*answer.failure, text, origin);
    std::vector<statement> statements;
    for (auto& raw : answer.tree.at("stmts").as_array())
        statements.push_back(statement_of(raw.as_object(), text));
    return statements;
}

std::string_view text_of(statement const& one, std::string_view text) {
    return text.substr(one.offset, one.length);
}

} // namespace alembicore::parse
