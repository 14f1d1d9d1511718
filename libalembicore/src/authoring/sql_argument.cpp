#include "authoring/sql_argument.hpp"

#include "sql/expression.hpp"
#include "sqlalchemy/text.hpp"

#include <alembicore/error.hpp>

namespace alembicore::authoring {

namespace {

/// What text() makes of it, binds written as they are.
std::string read_back(std::string_view text) {
    std::string whole;
    for (auto const& part : sqlalchemy::split_binds(text))
        whole += part.bind.empty() ? part.text : part.text + '\x01' + part.bind;
    return whole;
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// Whether text() does something about this colon: it begins a parameter, or a backslash before it would go.
bool is_noticed(std::string_view sql, std::size_t colon) {
    auto end = colon + 1;
    while (end < sql.size() && is_word(sql[end]))
        ++end;
    if (end < sql.size() && sql[end] == ':')
        return false;
    char const before = colon == 0 ? ' ' : sql[colon - 1];
    return before == '\\' || (end > colon + 1 && before != ':' && !is_word(before));
}

std::string escaped(std::string_view sql) {
    std::string made;
    for (std::size_t at = 0; at < sql.size(); ++at) {
        if (sql[at] == ':' && is_noticed(sql, at))
            made += '\\';
        made += sql[at];
    }
    return made;
}

} // namespace

std::string escaped_sql(std::string_view sql) {
    auto text = escaped(sql);
    if (read_back(text) != sql)
        throw error{
            errc::not_available,
            "a statement with `:name:` cannot be written as SQL text of SQLAlchemy: " + std::string{sql.substr(0, 80)},
            "write the revision by hand"};
    return text;
}

term sql_literal(std::string_view sql) {
    return literal(escaped_sql(sql));
}

term sql_text(std::string_view sql) {
    return call("sa.text", {sql_literal(sql)});
}

std::string sql_of(schema::expression const& value) {
    sql::writer out{sql::audience::server()};
    sql::write(out, value, sql::column_names::bare);
    return std::move(out).take();
}

} // namespace alembicore::authoring
