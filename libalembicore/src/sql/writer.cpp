#include "sql/writer.hpp"

#include "sql/identifier.hpp"

#include <boost/algorithm/string/replace.hpp>

namespace alembicore::sql {

writer& writer::operator<<(keyword word) {
    text_ += word.text();
    return *this;
}

writer& writer::operator<<(raw sql) {
    text_ += sql.text;
    return *this;
}

writer& writer::operator<<(literal value) {
    if (whom_.strings() == backslash::plain)
        text_ += quote_literal(value.text);
    else
        text_ += boost::algorithm::replace_all_copy(quote_literal(value.text), "\\", "\\\\");
    return *this;
}

writer& writer::operator<<(altered table) {
    text_ += quote_dotted(table.table);
    return *this;
}

writer& writer::operator<<(schema::identifier const& name) {
    text_ += quote(name);
    return *this;
}

writer& writer::operator<<(schema::qualified_name const& name) {
    text_ += quote(name);
    return *this;
}

writer& writer::operator<<(schema::object_name const& name) {
    text_ += quote(name);
    return *this;
}

writer& writer::operator<<(std::vector<schema::identifier> const& names) {
    for (auto const& name : names) {
        if (&name != &names.front())
            text_ += ", ";
        *this << name;
    }
    return *this;
}

} // namespace alembicore::sql
