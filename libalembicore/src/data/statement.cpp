#include "data/statement.hpp"

#include <utility>

namespace alembicore::data {

statement& statement::name(catalog::name const& whole) {
    return name(whole.schema) << ".", name(whole.object);
}

statement& statement::parameter(value given, std::string_view type) {
    values_.push_back(std::move(given));
    text_ += '$' + std::to_string(values_.size()) + "::";
    text_ += type;
    return *this;
}

void write_printed_so(statement& to, shape_column const& column, value const& text) {
    if (!text) {
        to.name(column.shown.name) << " IS NOT DISTINCT FROM NULL";
        return;
    }
    (to << "(").name(column.shown.name) << " IS DISTINCT FROM NULL AND pg_catalog.format('%s', ";
    to.name(column.shown.name) << ") = ";
    to.parameter(text, "text") << ")";
}

void write_key(statement& to, shape const& of, row_key const& key) {
    if (key.empty())
        throw error{errc::bad_usage, "no row is named: the key has no columns"};
    std::string_view separator;
    for (auto const& [column, given] : key) {
        auto const& known = of.column(column);
        to << separator;
        separator = " AND ";
        if (known.unequal) {
            write_printed_so(to, known, given);
            continue;
        }
        to.name(column) << (given && known.shown.key ? " = " : " IS NOT DISTINCT FROM ");
        to.parameter(given, known.cast);
    }
}

} // namespace alembicore::data
