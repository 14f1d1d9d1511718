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

namespace {

shape_column const& key_column(shape const& of, std::string const& name) {
    if (!name.empty())
        return of.column(name);
    if (of.key.size() == 1)
        return of.columns[of.key.front()];
    throw error{
        errc::bad_usage,
        "one value does not say which row: the key of " + of.name.schema + '.' + of.name.object + " has " +
            std::to_string(of.key.size()) + " columns",
        "name all columns of the key with their values"};
}

} // namespace

void write_key(statement& to, shape const& of, row_key const& key) {
    if (key.empty())
        throw error{errc::bad_usage, "no row is named: the key has no columns"};
    std::string_view separator;
    for (auto const& [column, given] : key) {
        auto const& known = key_column(of, column);
        to << separator;
        separator = " AND ";
        if (known.unequal) {
            write_printed_so(to, known, given);
            continue;
        }
        to.name(known.shown.name) << (given && known.shown.key ? " = " : " IS NOT DISTINCT FROM ");
        to.parameter(given, known.cast);
    }
}

} // namespace alembicore::data
